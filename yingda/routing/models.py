"""Who waits, who is free, and who was asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingda.contacts.models import Contact
from yingda.lib import rows
from yingda.people.models import Line, Team
from yingda.routing.querysets import DeskManager, OfferQuerySet, PresenceQuerySet, WaitingQuerySet


class Waiting(models.Model):
    """A contact in the queue. The row goes when it is answered or gone; facts keep the history.

    `since` is when the customer began to wait and keeps the place; `entered` is when this row was made, from which
    the patience with its wishes counts (`planning.py`).
    """

    contact = models.OneToOneField(Contact, models.CASCADE, related_name="waiting")
    line = models.ForeignKey(Line, models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=8)
    language = models.CharField(max_length=8, default="zh")
    skill = models.SlugField(max_length=32, blank=True, db_index=False)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+", db_index=False)
    prefers = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    holds = models.BooleanField(default=False)  # named on purpose: for a while nobody but `prefers` gets it
    avoids = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    rank = models.SmallIntegerField(default=0)  # smaller is served first: VIP, urgency
    since = models.DateTimeField()
    entered = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)  # offering it failed in our program so often
    not_before = models.DateTimeField(null=True)  # and is tried again then

    objects = WaitingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["rank", "since", "id"], name="waiting_order")]


class Presence(models.Model):
    """What a person was doing, as intervals: the open one (`ended` None) is now. One open interval a person.

    The agent wishes for ready, rest, training, away or offline; the rest follows from contacts and the lease:
    ready → offered → serving → wrap_up → ready. `wrap_up` ends by the agent or when the records are archived.
    """

    class State(models.TextChoices):
        OFFLINE = "offline", "离线"
        READY = "ready", "空闲"
        OFFERED = "offered", "振铃"
        SERVING = "serving", "服务中"
        WRAP_UP = "wrap_up", "整理"
        REST = "rest", "休息"
        TRAINING = "training", "培训"
        AWAY = "away", "离开"

    WISHES = (State.READY, State.REST, State.TRAINING, State.AWAY, State.OFFLINE)
    TAKES_CONTACTS = (State.READY, State.SERVING)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="presences", db_index=False)
    state = models.CharField(max_length=8, choices=State.choices)
    reason = models.SlugField(max_length=32, blank=True, db_index=False)
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(ended=None), name="one_state_at_a_time")]
        indexes = [  # of what is over: who asks for the present must not meet all that was
            models.Index(fields=["person", "-since"], name="presence_history", condition=Q(ended__isnull=False))
        ]


class Desk(models.Model):
    """A person's place in routing: wished state, since when idle, how many offers were missed in a row, lease.

    Connected while `lease_until` lies ahead, renewed by the browser. When it ends, `lost` says since when; the agent
    may come back within the grace period and finds the contacts still there.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk")
    wished = models.CharField(max_length=8, choices=Presence.State.choices, default=Presence.State.OFFLINE)
    reason = models.SlugField(max_length=32, blank=True, db_index=False)
    idle_since = models.DateTimeField(null=True)
    wrapped = models.DateTimeField(null=True)  # contacts that ended until then keep nobody in wrap-up
    missed = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lost = models.DateTimeField(null=True)
    browser = models.CharField(max_length=64, blank=True)

    objects = DeskManager()

    class Meta:
        indexes = [
            models.Index(fields=["lease_until"], name="lease_to_end", condition=Q(lease_until__isnull=False)),
            models.Index(fields=["lost"], name="lost_to_give_back", condition=Q(lost__isnull=False)),
            models.Index(fields=["wished"], name="desk_at_work", condition=Q(wished="ready")),
        ]

    def change(self, **fields: object) -> None:
        """Write these columns and no others. For verbs that hold the row's lock."""
        for name, value in fields.items():
            setattr(self, name, value)
        rows.update(self, *fields)


class Offer(models.Model):
    """A contact was offered to an agent. One open offer a contact and an agent; slots guard the capacity."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        RUNG_OUT = "rung_out"
        WITHDRAWN = "withdrawn"  # the customer left, the lease ended, a supervisor moved it

    uid = models.UUIDField(unique=True)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="offers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="offers")
    at = models.DateTimeField()
    rings = models.PositiveSmallIntegerField()
    rings_out = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    reason = models.CharField(max_length=200, blank=True)  # of a declined one, in the agent's words

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact"], condition=Q(outcome=""), name="one_open_offer_a_contact"),
            models.UniqueConstraint(fields=["person"], condition=Q(outcome=""), name="one_open_offer_an_agent"),
        ]
        indexes = [
            models.Index(fields=["rings_out"], name="offer_to_end", condition=Q(outcome="")),
            models.Index(
                fields=["answered"], name="offer_passed_lately", condition=Q(outcome__in=["declined", "rung_out"])
            ),
        ]


class Slot(models.Model):
    """One of an agent's places on a channel is taken by a contact: `number` runs from 1 to the capacity."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="slots", db_index=False)
    channel = models.CharField(max_length=8)
    number = models.PositiveSmallIntegerField()
    contact = models.OneToOneField(Contact, models.CASCADE, related_name="slot")
    held = models.BooleanField(default=False)  # by the channel itself, a phone: the browser's lease does not end it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "channel", "number"], name="one_contact_a_slot"),
        ]
