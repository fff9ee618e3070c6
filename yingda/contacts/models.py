"""One interaction with a customer on one channel, and what belongs to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingda.contacts.querysets import ContactManager, MessageQuerySet
from yingda.customers.models import Customer
from yingda.lib import rows
from yingda.lib.ids import uuid7
from yingda.people.models import Line, Person, Team
from yingda.standard.models import Version


class Contact(models.Model):
    """One interaction 来访. Steps (1.1): connect → accept → handle → (transfer) → archive → feedback.

    State: waiting → offered → talking → ended → archived; waiting may end (the customer leaves), offered goes back
    to waiting (declined, rung out), talking goes back to waiting (transferred, lease lost). `closed` (out of
    hours) → archived.
    """

    class Channel(models.TextChoices):
        CHAT = "chat", "网页"
        PHONE = "phone", "电话"
        EMAIL = "email", "邮件"
        SMS = "sms", "短信"
        VISIT = "visit", "来访"

    class Direction(models.TextChoices):
        INBOUND = "inbound", "来电"
        TRANSFERRED = "transferred", "转接"
        FOLLOW_UP = "follow_up", "回访"
        OUTBOUND = "outbound", "呼出"

    class Step(models.TextChoices):
        CONNECT = "connect", "接通"
        ACCEPT = "accept", "受理"
        HANDLE = "handle", "处理"
        TRANSFER = "transfer", "转接"
        ARCHIVE = "archive", "归档"
        FEEDBACK = "feedback", "反馈"

    class State(models.TextChoices):
        WAITING = "waiting"
        OFFERED = "offered"
        TALKING = "talking"
        ENDED = "ended"
        CLOSED = "closed"  # came outside service hours, left a message
        ARCHIVED = "archived"

    class RequestType(models.TextChoices):
        CONSULTATION = "consultation", "咨询"
        COMPLAINT = "complaint", "投诉"
        SUGGESTION = "suggestion", "建议"
        BUSINESS = "business", "业务办理"
        EMERGENCY = "emergency", "紧急"
        AFTER_SALES = "after_sales", "售后"
        PRESS = "press", "媒体"
        OTHER = "other", "其他"

    class Urgency(models.TextChoices):
        NORMAL = "normal", "普通"
        URGENT = "urgent", "紧急"
        CRITICAL = "critical", "特急"

    LIVE = (State.WAITING, State.OFFERED, State.TALKING)
    QUEUED = (State.WAITING, State.OFFERED)

    uid = models.UUIDField(default=uuid7, unique=True)
    line = models.ForeignKey(Line, models.PROTECT, related_name="contacts", db_index=False)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    direction = models.CharField(max_length=12, choices=Direction.choices, default=Direction.INBOUND)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=8, choices=Step.choices, default=Step.CONNECT)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="contacts", db_index=False)
    language = models.CharField(max_length=8, default="zh")
    standard = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+", db_index=False)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="contacts", db_index=False
    )
    request_type = models.CharField(max_length=12, choices=RequestType.choices, blank=True)
    urgency = models.CharField(max_length=8, choices=Urgency.choices, default=Urgency.NORMAL)
    need = models.CharField(max_length=500, blank=True)  # the core need, restated and confirmed (2.10)
    arrived = models.DateTimeField()
    queued = models.DateTimeField(null=True)
    rang = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)
    handled = models.DateTimeField(null=True)  # the step handle was reached
    transferred = models.DateTimeField(null=True)  # last handed on
    ended = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=8, blank=True)  # customer, agent, system
    archived = models.DateTimeField(null=True)

    objects = ContactManager()

    @property
    def untouched(self) -> bool:
        """Whether a customer came and nobody has been asked to serve them."""
        return self.direction == self.Direction.INBOUND and self.rang is None and self.answered is None

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["talking", "offered"]) | Q(agent__isnull=False), name="talking_with_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["-arrived", "-id"], name="contact_newest"),
            models.Index(fields=["line", "-arrived", "-id"], name="contact_of_line"),
            models.Index(fields=["customer", "-arrived", "-id"], name="contact_of_customer"),
            models.Index(fields=["agent", "state", "ended"], name="contact_of_agent"),
            models.Index(
                fields=["state", "queued"],
                name="contact_live",
                condition=Q(state__in=["waiting", "offered", "talking"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.uid}"

    def change(self, **fields: object) -> None:
        """Write these columns and no others. For verbs that hold the row's lock."""
        for name, value in fields.items():
            setattr(self, name, value)
        rows.update(self, *fields)


class Message(models.Model):
    """Something written in a contact. `by` is the agent; the customer and the system have none."""

    class Author(models.TextChoices):
        CUSTOMER = "customer"
        AGENT = "agent"
        SYSTEM = "system"

    class Kind(models.TextChoices):
        TEXT = "text"
        FILE = "file"
        OPENING = "opening"
        NEWS = "news"  # system news: queue, takeover, closing
        WHISPER = "whisper"  # between colleagues; the customer never sees it

    uid = models.UUIDField(default=uuid7, unique=True)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="messages")
    author = models.CharField(max_length=8, choices=Author.choices)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.TEXT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True, max_length=4000)
    file = models.UUIDField(null=True)  # uid of an access.StoredFile
    at = models.DateTimeField()
    seen = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["contact", "id"], name="message_of_contact")]


class Participation(models.Model):
    """A person took part in a contact from `since` to `ended`."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="participations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="participations")
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "person"], condition=Q(ended=None), name="present_once")
        ]


class Transfer(models.Model):
    """A contact handed on with its record, to a person, a team, a line or outside, after telling the customer (5.8)."""

    uid = models.UUIDField(default=uuid7, unique=True)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="transfers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    to_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    to_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    to_line = models.ForeignKey(Line, models.PROTECT, null=True, related_name="+")
    outside = models.BooleanField(default=False)  # to somebody who does not work here
    reason = models.CharField(max_length=500)
    consent = models.BooleanField()
    at = models.DateTimeField()
    taken = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")


class Hold(models.Model):
    """A customer waits on the line, with consent, and hears news every 30 s (2.6). Ends on resume or hang-up."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="holds")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    expected_minutes = models.PositiveSmallIntegerField()
    news = models.DateTimeField(null=True)  # when the customer last heard some

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact"], condition=Q(ended=None), name="one_hold_at_a_time")]


class IdentityCheck(models.Model):
    """Who the customer says to be was checked (2.4): with consent, by what, and how it ended."""

    class Result(models.TextChoices):
        PASSED = "passed", "通过"
        FAILED = "failed", "未通过"
        REFUSED = "refused", "客户拒绝"

    uid = models.UUIDField(default=uuid7, unique=True)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="identity_checks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    consent = models.BooleanField()
    reason = models.CharField(max_length=200)
    compared = models.JSONField(default=list)  # codes: name, phone, document
    result = models.CharField(max_length=8, choices=Result.choices)
    at = models.DateTimeField()
