"""Calls and their legs: what is wanted of the exchange, and what it reported."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingda.contacts.models import Contact
from yingda.lib import rows
from yingda.lib.ids import uuid7
from yingda.people.models import Line
from yingda.telephony.models.setup import Number, Phone, Trunk


class Exchange(models.Model):
    """A PBX that a driver speaks with. `driver` holds it until `driver_until` (a lease between driver processes)."""

    name = models.SlugField(max_length=32, unique=True)
    up = models.BooleanField(default=False)
    since = models.DateTimeField(null=True)  # when `up` last changed
    version = models.CharField(max_length=80, blank=True)
    driver = models.CharField(max_length=64, blank=True)
    driver_until = models.DateTimeField(null=True)


class Call(models.Model):
    """The telephone side of a contact. Stages: lobby → queue → talk → ended.

    `lobby`: announcements, language, menu. `queue`: music until an agent takes it (also the grace of a lost agent).
    `talk`: somebody speaks with the customer, or a hold. `voice_mail`: leaves a message. `dial`: we call the customer.
    """

    class Stage(models.TextChoices):
        LOBBY = "lobby"
        QUEUE = "queue"
        TALK = "talk"
        VOICE_MAIL = "voice_mail"
        DIAL = "dial"
        ENDED = "ended"

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="call")
    exchange = models.ForeignKey(Exchange, models.PROTECT, related_name="calls", db_index=False)
    stage = models.CharField(max_length=10, choices=Stage.choices)
    number = models.ForeignKey(  # dialled or shown
        Number, models.PROTECT, null=True, related_name="+", db_index=False
    )
    trunk = models.ForeignKey(Trunk, models.SET_NULL, null=True, related_name="+", db_index=False)
    web = models.BooleanField(default=False)  # from a browser
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    key = models.CharField(max_length=32, blank=True)
    sealed = models.BinaryField(default=bytes)  # the customer's number in E.164, sealed with `uid`; empty: unknown
    lookup = models.BinaryField(max_length=32, default=bytes)
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    hung_up_by = models.CharField(max_length=8, blank=True)  # customer, agent, system (2.3: the customer goes first)
    cause = models.CharField(max_length=16, blank=True)  # normal, busy, no_answer, lost (exchange died), …
    records = models.BooleanField(default=False)  # talks are to be recorded
    paused = models.DateTimeField(null=True)  # recording is paused since then
    announced = models.DateTimeField(null=True)  # position last said
    grace = models.DateTimeField(null=True)  # the agent was lost then: the customer waits for them to come back
    plan = models.JSONField(default=dict)  # where the lobby stands: {"steps": [...], "tries": n, "place_offered": true}

    class Meta:
        indexes = [
            models.Index(fields=["exchange"], name="call_live", condition=Q(ended=None)),
            models.Index(fields=["lookup", "-began"], name="call_of_caller"),
            models.Index(fields=["grace"], name="call_in_grace", condition=Q(grace__isnull=False)),
        ]

    def change(self, **fields: object) -> None:
        """Write these columns and no others. For verbs that hold the contact's lock."""
        for name, value in fields.items():
            setattr(self, name, value)
        rows.update(self, *fields)


class TurnedAway(models.Model):
    """A caller who heard busy because the trunk's lines were all taken. Nothing is kept of who it was."""

    line = models.ForeignKey(Line, models.PROTECT, related_name="+")
    trunk = models.ForeignKey(Trunk, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["line", "at"], name="turned_away_by_line")]


class Leg(models.Model):
    """One party's connection in a call. What is wanted of it stands here; the driver makes the exchange follow.

    State: wanted → ringing → up → ended. `place` says what an `up` leg hears and who hears it; `channel` is the
    exchange's id of it (ours to choose for legs that we ring).
    """

    class Party(models.TextChoices):
        CUSTOMER = "customer", "客户"
        AGENT = "agent", "坐席"
        COLLEAGUE = "colleague", "同事"  # consulted, or a third party of the house
        OUTSIDE = "outside", "外线"  # interpreter, department
        SUPERVISOR = "supervisor", "班长"

    class Place(models.TextChoices):
        LOBBY = "lobby"  # runs its script; else silence
        QUEUE = "queue"  # music, script spoken into it
        TALK = "talk"  # hears and is heard by all others in talk
        HOLD = "hold"  # music, script spoken into it
        LISTEN = "listen"  # hears those in talk, heard by nobody
        WHISPER = "whisper"  # hears those in talk, heard by the agent alone
        VOICE_MAIL = "voice_mail"

    class State(models.TextChoices):
        WANTED = "wanted"
        RINGING = "ringing"
        UP = "up"
        ENDED = "ended"

    LIVE = (State.WANTED, State.RINGING, State.UP)

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="legs")
    party = models.CharField(max_length=10, choices=Party.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    phone = models.ForeignKey(Phone, models.PROTECT, null=True, related_name="+", db_index=False)
    offer = models.UUIDField(null=True)  # the routing.Offer that this leg rings for
    trunk = models.ForeignKey(  # it occupies a line of
        Trunk, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=32, blank=True)
    sealed = models.BinaryField(default=bytes)  # an outside number that we dial, sealed with `uid`
    place = models.CharField(max_length=10, choices=Place.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WANTED)
    muted = models.BooleanField(default=False)
    auto = models.BooleanField(default=False)  # a browser's phone picks up by itself: its person asked for the call
    joined = models.BooleanField(default=False)  # a third party who speaks with the customer, not only with the agent
    takes_over = models.BooleanField(default=False)  # once it is up, the agent leaves
    seconds = models.PositiveSmallIntegerField(default=30)  # to ring
    script = models.JSONField(default=list)  # steps of script `script_no`, see telephony/wanted.py
    script_no = models.PositiveIntegerField(default=0)
    script_done = models.PositiveIntegerField(default=0)
    made = models.DateTimeField()
    rang = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    cause = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["channel"], name="leg_of_channel"),
            models.Index(fields=["call"], name="leg_live", condition=~Q(state="ended")),
            models.Index(fields=["made"], name="leg_to_ring", condition=Q(state__in=["wanted", "ringing"])),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["call"], condition=Q(party="customer") & ~Q(state="ended"), name="one_customer_leg"
            ),
            models.UniqueConstraint(
                fields=["call", "person"], condition=~Q(state="ended") & Q(person__isnull=False), name="a_person_once"
            ),
        ]

    def change(self, **fields: object) -> None:
        """Write these columns and no others. For verbs that hold the contact's lock."""
        for name, value in fields.items():
            setattr(self, name, value)
        rows.update(self, *fields)


class LegQuality(models.Model):
    """How well a leg's audio came through, kept while it lasts: loss in percent, jitter and round trip in ms."""

    leg = models.OneToOneField(Leg, models.CASCADE, related_name="quality")
    samples = models.PositiveIntegerField(default=0)
    loss = models.FloatField(default=0)  # mean
    loss_worst = models.FloatField(default=0)
    jitter = models.FloatField(default=0)
    jitter_worst = models.FloatField(default=0)
    round_trip = models.FloatField(null=True)
    round_trip_worst = models.FloatField(null=True)
