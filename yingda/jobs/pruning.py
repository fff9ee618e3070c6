"""Finished jobs do not stay for ever."""

from datetime import datetime, timedelta

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from yingda.jobs.making import job
from yingda.lib.times import now

KEPT = timedelta(days=30)
CHUNK = 500
FINISHED = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)


@job()
def prune() -> int:
    """Remove what finished longer than KEPT ago; how many."""
    return remove_finished(now() - KEPT)


def remove_finished(before: datetime) -> int:
    """In chunks, so that no transaction is long."""
    removed = 0
    while ids := list(old(before).values_list("id", flat=True)[:CHUNK]):
        DBTaskResult.objects.filter(id__in=ids).delete()
        removed += len(ids)
    return removed


def old(before: datetime):
    return DBTaskResult.objects.filter(status__in=FINISHED, finished_at__lt=before)
