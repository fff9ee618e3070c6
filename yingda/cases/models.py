"""The matter to be settled, its record form, and who owns it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingda.cases.querysets import CaseQuerySet
from yingda.contacts.models import Contact
from yingda.customers.models import Customer
from yingda.lib.ids import uuid7
from yingda.people.models import Line, Team


class Case(models.Model):
    """A matter 工单. pending → in progress → done; reopening leads back to in progress (0).

    Done has two stages: solved, then `closed` when the customer has accepted it (5.9); a closed one may reopen too.
    `owner` is the agent of first contact until a handover is accepted (1.3); None: left as a message, for whoever of
    the line takes it first. `number` can be said on the phone.
    """

    class Status(models.TextChoices):
        PENDING = "pending", "待处理"
        IN_PROGRESS = "in_progress", "处理中"
        DONE = "done", "已完成"

    class RootCause(models.TextChoices):
        PRODUCT_FAULT = "product_fault", "产品故障"
        WRONG_USE = "wrong_use", "使用不当"
        SYSTEM_DELAY = "system_delay", "系统延迟"
        PROCESS_GAP = "process_gap", "流程缺陷"
        OTHER = "other", "其他"

    class Source(models.TextChoices):
        CONTACT = "contact", "来访"
        MESSAGE = "message", "留言"
        DESK = "desk", "坐席登记"

    uid = models.UUIDField(default=uuid7, unique=True)
    number = models.CharField(max_length=16, unique=True)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.CONTACT)
    line = models.ForeignKey(Line, models.PROTECT, related_name="cases")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="cases")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="cases")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PENDING)
    request_type = models.CharField(max_length=12, choices=Contact.RequestType.choices, blank=True)
    urgency = models.CharField(max_length=8, choices=Contact.Urgency.choices, default=Contact.Urgency.NORMAL)
    title = models.CharField(max_length=120, blank=True)
    sensitive = models.BooleanField(default=False)  # 1.4: only owner, takers-part and supervisors see it
    complex = models.BooleanField(default=False)
    customer_waits = models.BooleanField(default=True)  # 4.11
    root_cause = models.CharField(max_length=16, choices=RootCause.choices, blank=True)
    measures = models.TextField(blank=True, max_length=4000)  # of the solution
    result = models.TextField(blank=True, max_length=4000)
    registered = models.DateTimeField(null=True)  # complaint or business item registered
    opened = models.DateTimeField()
    changed = models.DateTimeField()
    solved = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)  # followed up and accepted
    reopened = models.PositiveSmallIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(status="done") | Q(solved__isnull=False), name="done_is_solved"),
            models.CheckConstraint(condition=Q(closed=None) | Q(status="done"), name="closed_is_done"),
        ]
        indexes = [
            models.Index(fields=["-changed", "-id"], name="case_newest"),
            models.Index(fields=["line", "-changed", "-id"], name="case_of_line"),
            models.Index(fields=["line", "status", "-changed", "-id"], name="case_by_status"),
            models.Index(fields=["owner", "-changed", "-id"], name="case_of_owner"),
            models.Index(fields=["customer", "-changed", "-id"], name="case_of_customer"),
        ]

    def change(self, at: datetime, **fields: object) -> None:
        """Write these fields, and only these."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.changed = at
        self.save(update_fields=[*fields, "changed"])


class Part(models.Model):
    """A person with a hand in a case that is not theirs: a former owner, a supporter, an agent of its contacts."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="parts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="a_part_once")]


class DayCounter(models.Model):
    """The last case number given on a day of the organisation."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField()


class Record(models.Model):
    """The record form of one contact (3.1), filled in while the customer speaks, archived within 5 min (3.2).

    What stands elsewhere (customer, channel, times, agent) is not repeated here; the form joins it for reading.
    """

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="record")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="records")
    acts_for = models.CharField(max_length=120, blank=True)
    relation = models.CharField(max_length=40, blank=True)
    related_number = models.CharField(max_length=80, blank=True)
    happened = models.CharField(max_length=120, blank=True)  # when, in the customer's words
    place = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    description = models.TextField(blank=True, max_length=8000)
    demand = models.TextField(blank=True, max_length=2000)  # 诉求
    measures = models.TextField(blank=True, max_length=4000)
    result = models.TextField(blank=True, max_length=4000)
    policy_basis = models.CharField(max_length=400, blank=True)
    promised = models.DateTimeField(null=True)
    follow_up_needed = models.BooleanField(null=True)
    follow_up_due = models.DateTimeField(null=True)
    remarks = models.TextField(blank=True, max_length=2000)
    extra = models.JSONField(default=dict)  # fields of the template of the request type
    revision = models.PositiveIntegerField(default=0)
    changed = models.DateTimeField()


class Note(models.Model):
    """Words on a case's timeline: a remark, a reason, what a customer was told. Erasable, unlike facts."""

    class Kind(models.TextChoices):
        REMARK = "remark"
        REASON = "reason"
        INFORMED = "informed"  # what the customer was told

    uid = models.UUIDField(default=uuid7, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    text = models.TextField(max_length=4000, blank=True)  # empty: erased
    at = models.DateTimeField()


class Handover(models.Model):
    """A change of owner that the new owner must accept (1.3), or another team's support (4.9).

    Open until accepted, declined, or taken back by who asked.
    """

    class Kind(models.TextChoices):
        OWNER = "owner"
        SUPPORT = "support"

    uid = models.UUIDField(default=uuid7, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="handovers")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    to_person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    to_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    declined_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(answered=None), name="one_open_handover_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(to_person=None, to_team__isnull=False) | Q(to_person__isnull=False, to_team=None),
                name="handover_to_one",
            ),
        ]
