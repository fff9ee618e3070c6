"""What recurs: rooms put a job under a name and an interval here, in their `AppConfig.ready`.

Any number of worker processes look at the same table; each occurrence is enqueued once. What has to happen to the
second is not a job but a task of the clock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django_tasks.base import Task

from yingda.jobs.models import Schedule


@dataclass(frozen=True)
class Recurring:
    """A job without arguments, and how often it runs."""

    name: str
    every: timedelta
    job: Task


recurring: dict[str, Recurring] = {}


def schedule(name: str, every: timedelta, job: Task) -> None:
    """Let `job` run every so often, first as soon as a worker sees it."""
    recurring[name] = Recurring(name, every, job)


def enqueue_due(at: datetime) -> list[str]:
    """Enqueue what is due, once, and move its time on; the names. What was missed while nobody ran is not made up."""
    known = dict(Schedule.objects.values_list("name", "due"))
    due = [entry for name, entry in recurring.items() if known.get(name, at) <= at]
    return [entry.name for entry in due if enqueue(entry, known.get(entry.name), at)]


def enqueue(entry: Recurring, due: datetime | None, at: datetime) -> bool:
    """Compare and set: whoever moves the time on enqueues."""
    with transaction.atomic():
        if due is None:
            Schedule.objects.bulk_create([Schedule(name=entry.name, due=at)], ignore_conflicts=True)
        moved = Schedule.objects.filter(name=entry.name, due=due or at).update(due=at + entry.every)
        if moved:
            entry.job.enqueue()
    return bool(moved)
