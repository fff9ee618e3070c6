"""Who waits, who is free, and who was asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingda.contacts.models import Contact
from yingda.people.models import Line, Team


class Waiting(models.Model):
    """A contact in the queue. The row goes when it is answered or gone; facts keep the history."""

    contact = models.OneToOneField(Contact, models.CASCADE, related_name="waiting")
    line = models.ForeignKey(Line, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8)
    language = models.CharField(max_length=8, default="zh")
    skill = models.SlugField(max_length=32, blank=True)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    prefers = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    rank = models.SmallIntegerField(default=0)  # smaller is served first: VIP, urgency
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["rank", "since", "id"], name="waiting_order")]


class Presence(models.Model):
    """What a person was doing, as intervals: the open one (`ended` None) is now. One open interval a person.

    `serving` and `offered` follow from contacts; `wrap_up` ends by the agent or when the records are archived.
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

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="presences")
    state = models.CharField(max_length=8, choices=State.choices)
    reason = models.SlugField(max_length=32, blank=True)
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(ended=None), name="one_state_at_a_time")]
        indexes = [models.Index(fields=["person", "-since"], name="presence_history")]


class Desk(models.Model):
    """A person's place in routing: wanted state, since when idle, how many offers were missed in a row, lease."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk")
    open_for_work = models.BooleanField(default=False)  # the agent said ready and has not taken it back
    idle_since = models.DateTimeField(null=True)
    missed = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)  # being connected, renewed by the browser
    browser = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["lease_until"], name="lease_to_end", condition=Q(lease_until__isnull=False))]


class Offer(models.Model):
    """A contact was offered to an agent. One open offer a contact; slots are the last defence of capacity."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        RUNG_OUT = "rung_out"
        WITHDRAWN = "withdrawn"  # the customer left, the lease ended, a supervisor moved it

    uid = models.UUIDField(unique=True)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="offers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="offers")
    at = models.DateTimeField()
    rings_out = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact"], condition=Q(outcome=""), name="one_open_offer_a_contact")
        ]
        indexes = [models.Index(fields=["rings_out"], name="offer_to_end", condition=Q(outcome=""))]


class Slot(models.Model):
    """One of an agent's places on a channel is taken by a contact: `number` runs from 1 to the capacity."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="slots")
    channel = models.CharField(max_length=8)
    number = models.PositiveSmallIntegerField()
    contact = models.OneToOneField(Contact, models.CASCADE, related_name="slot")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "channel", "number"], name="one_contact_a_slot"),
        ]
