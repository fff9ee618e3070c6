"""The standard as it is in force: immutable versions, the lines' weekly hours, and the calendar's exceptions."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingda.lib.ids import uuid7
from yingda.people.models import Line
from yingda.standard.errors import AlreadyApproved
from yingda.standard.ordered import Ordered


class Versions(models.QuerySet):
    """Versions, by what they are good for."""

    def approved(self) -> "Versions":
        """In the order in which they take effect; of two at the same instant the later made wins."""
        return self.filter(state=Version.State.APPROVED).order_by("effective", "id")

    def approve(self, version: int, *, by, effective: datetime) -> bool:
        """Compare and set; whether it was a draft until now."""
        drafts = self.filter(pk=version, state=Version.State.DRAFT)
        return bool(drafts.update(state=Version.State.APPROVED, approver=by, effective=effective))


class Version(models.Model):
    """One version of the standard. `content` is the whole rule set as loaded; it never changes, nor does `digest`.

    draft → approved (has `effective`; `approver` None: shipped, approved by the installation). In force at T: the
    approved one with the latest effective ≤ T.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        APPROVED = "approved"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    effective = models.DateTimeField(null=True)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    drafter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    content = Ordered()
    note = models.CharField(max_length=200, blank=True)
    made = models.DateTimeField()

    objects = Versions.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(effective__isnull=False), name="approved_has_a_date"
            )
        ]
        indexes = [models.Index(fields=["state", "effective"], name="version_in_force")]

    def save(self, *args, **kwargs):
        """Written once; see Versions.approve for the one change. Raises AlreadyApproved."""
        if not self._state.adding:
            raise AlreadyApproved(number=self.number)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Never. Raises AlreadyApproved."""
        raise AlreadyApproved(number=self.number)


class Override(models.Model):
    """A business line's own figures or texts in a version (2.9): `content` has the shape of the rules files."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="overrides")
    line = models.ForeignKey(Line, models.CASCADE, related_name="overrides")
    content = Ordered()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "line"], name="one_override_a_line")]


class LineHours(models.Model):
    """A line's own weekly hours from the day `since` on, in the shape of `hours.toml`; earlier days keep theirs."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="hours")
    since = models.DateField()
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "since"], name="hours_once_a_day")]


class CalendarDay(models.Model):
    """A day that differs from the weekly hours: closed, open like a workday, or with own hours. Line None: all."""

    class Kind(models.TextChoices):
        CLOSED = "closed"
        WORKDAY = "workday"
        HOURS = "hours"

    line = models.ForeignKey(Line, models.CASCADE, null=True, related_name="calendar_days")
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    hours = models.JSONField(default=list)  # [["08:00", "12:00"], ["22:00", "06:00"]]
    name = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "day"], name="a_day_once_a_line"),
            models.UniqueConstraint(fields=["day"], condition=Q(line=None), name="a_day_once_for_all"),
        ]
