"""What django-tasks' own row of a job lacks: who is at it until when, and what is due by the calendar."""

from datetime import datetime

from django.db import models
from django_tasks_db.models import DBTaskResult


class Lease(models.Model):
    """A worker is at this job and renews `until` while it lives. Once that has passed the job goes back."""

    job = models.OneToOneField(DBTaskResult, models.CASCADE, primary_key=True, related_name="lease")
    worker = models.CharField(max_length=64)
    until = models.DateTimeField(db_index=True)


class Schedule(models.Model):
    """When what recurs under this name is due next. The interval stands in `yingda.jobs.schedules`."""

    name = models.CharField(max_length=64, primary_key=True)
    due = models.DateTimeField()


class HeartbeatQuerySet(models.QuerySet):
    def alive(self, at: datetime) -> "HeartbeatQuerySet":
        return self.filter(until__gte=at)


class Heartbeat(models.Model):
    """A process of the house is alive until `until`, which it moves on. `doctor` reads it; nothing depends on it."""

    process = models.CharField(max_length=80, primary_key=True)  # KIND@HOST:PID
    kind = models.CharField(max_length=16)  # web, clock, jobs …
    since = models.DateTimeField()
    until = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()
