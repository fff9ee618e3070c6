"""Something owed to somebody by a time."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from yingda.cases.models import Case
from yingda.cases.querysets import READERS
from yingda.lib.db import lock_rows
from yingda.lib.ids import uuid7
from yingda.people.models import Line
from yingda.people.scope import Scope
from yingda.standard.models import Version


class Promises(models.QuerySet):
    def visible_to(self, scope: Scope):
        """What a person may see: their own, those of the cases that they may see (1.4), and of no case on their lines.

        Whoever takes part in a case sees its promises, whichever line it is of.
        """
        if not scope.has(*READERS):
            return self.filter(owner=scope.person)
        lines = Q() if scope.lines is None else Q(line__in=scope.lines)
        seen = Exists(Case.objects.visible_to(scope).filter(pk=OuterRef("case")))
        return self.filter(Q(owner=scope.person) | seen | (Q(case=None) & lines))

    def lock(self, pk: int) -> "Promise":
        """This promise, locked to the end of the transaction."""
        return lock_rows(self).get(pk=pk)

    def unsettled(self):
        """Still owed: running, paused, or broken and not yet kept late."""
        return self.filter(state__in=Promise.OPEN)

    def due(self, at: datetime):
        """Those that the clock must look at, the longest waiting first."""
        return self.filter(wake__lte=at).order_by("wake", "id")


class Promise(models.Model):
    """A promise 承诺: rule and version (or an agent's own word, 4.8), subject, owner, target, limit.

    running ⇄ paused → kept | cancelled; running → broken → kept_late | cancelled. A broken promise is never deleted,
    and `broken` stays set whatever comes after. `wake` is when the clock must look at it next (None: nothing more to
    do by itself), `rank` the stages passed: reminders, the limit, then escalation rungs (`deadlines.py`).
    A recurring promise is one row a round. `failures` counts the clock's failed tries on this row.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        PAUSED = "paused"
        KEPT = "kept"
        KEPT_LATE = "kept_late"
        BROKEN = "broken"
        CANCELLED = "cancelled"

    OPEN = (State.RUNNING, State.PAUSED, State.BROKEN)

    uid = models.UUIDField(default=uuid7, unique=True)
    rule = models.CharField(max_length=16)
    standard = models.ForeignKey(Version, models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(Line, models.PROTECT, null=True, related_name="promises", db_index=False)
    subject_kind = models.CharField(max_length=16)  # contact, case, person …
    subject = models.BigIntegerField()
    contact = models.BigIntegerField(null=True)
    case = models.BigIntegerField(null=True)
    customer = models.BigIntegerField(null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="promises", db_index=False
    )
    opened_by = models.BigIntegerField()  # the fact
    opened = models.DateTimeField()
    due = models.DateTimeField(null=True)  # the time stated by the opening fact, where the rule has no limit (4.8)
    target = models.DateTimeField(null=True)
    limit = models.DateTimeField()
    wake = models.DateTimeField(null=True)
    rank = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    settled = models.DateTimeField(null=True)  # kept, kept late or cancelled at
    broken = models.DateTimeField(null=True)
    met = models.JSONField(default=list)  # parts of `all_of` that have happened
    round = models.PositiveIntegerField(default=0)  # of a recurring promise
    words = models.CharField(max_length=200, blank=True)  # an agent's own word, erasable
    reason = models.CharField(max_length=500, blank=True)  # of a cancellation
    failures = models.PositiveSmallIntegerField(default=0)

    objects = Promises.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["running", "paused", "broken"], settled=None)
                | Q(state__in=["kept", "kept_late", "cancelled"], settled__isnull=False, wake=None),
                name="settled_has_an_instant_and_no_wake",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["broken", "kept_late"]) | Q(broken__isnull=False), name="broken_has_an_instant"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["running", "paused", "kept"]) | Q(broken=None), name="unbroken_has_none"
            ),
            models.UniqueConstraint(fields=["rule", "subject_kind", "subject", "opened_by"], name="opened_once"),
        ]
        indexes = [
            models.Index(fields=["wake", "id"], name="promise_to_wake", condition=Q(wake__isnull=False)),
            models.Index(
                fields=["limit", "id"], name="promise_owed", condition=Q(state__in=["running", "paused", "broken"])
            ),
            models.Index(
                fields=["subject_kind", "subject", "state"],
                name="promise_of_subject",
                condition=~Q(subject_kind__in=["contact", "case"]),  # those have columns and indexes of their own
            ),
            models.Index(
                fields=["owner", "limit", "id"],
                name="promise_of_owner",
                condition=Q(state__in=["running", "paused", "broken"]),
            ),
            models.Index(fields=["contact"], name="promise_of_contact", condition=Q(contact__isnull=False)),
            models.Index(fields=["case"], name="promise_of_case", condition=Q(case__isnull=False)),
        ]


class Pause(models.Model):
    """A promise stood still from `since` to `ended` (None: still)."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="pauses")
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    reason = models.SlugField(max_length=32)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["promise"], condition=Q(ended=None), name="one_pause_at_a_time")]


class Extension(models.Model):
    """A promise's limit was moved, before it passed, with a reason, and the customer was told (S1 5.2)."""

    uid = models.UUIDField(default=uuid7, unique=True)
    promise = models.ForeignKey(Promise, models.CASCADE, related_name="extensions")
    before = models.DateTimeField()
    limit = models.DateTimeField()
    reason = models.CharField(max_length=500)
    told = models.CharField(max_length=500)  # what the customer was told, and how
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class PromiseHandover(models.Model):
    """A promise offered to a new owner, who must accept it."""

    uid = models.UUIDField(default=uuid7, unique=True)
    promise = models.ForeignKey(Promise, models.CASCADE, related_name="handovers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promise"], condition=Q(answered=None), name="one_open_handover_a_promise")
        ]


class Notices(models.QuerySet):
    def unseen_by(self, person: int):
        """What this person has not seen yet, newest first."""
        return self.filter(person=person, seen=None).order_by("-id")


class Notice(models.Model):
    """Told to a person about a promise and the limit it then had. Unread until seen. `rank`: the stage, from 0."""

    class Kind(models.TextChoices):
        REMINDER = "reminder"
        ESCALATION = "escalation"

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="notices", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    rank = models.PositiveSmallIntegerField()
    limit = models.DateTimeField()
    at = models.DateTimeField()
    seen = models.DateTimeField(null=True)

    objects = Notices.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["promise", "person", "rank", "limit"], name="told_once")]
        indexes = [models.Index(fields=["person", "-id"], name="notice_unread", condition=Q(seen=None))]


class Period(models.Model):
    """A day, week, month or quarter of the organisation's calendar has begun: the row makes its fact happen once."""

    name = models.CharField(max_length=8)  # day, week, month, quarter
    first = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "first"], name="a_period_begins_once")]


class Beat(models.Model):
    """A clock process is alive. Rows older than a minute are dead clocks."""

    process = models.CharField(max_length=64, primary_key=True)
    started = models.DateTimeField()
    at = models.DateTimeField()
    behind_micros = models.BigIntegerField(default=0)
