"""Taking a job, keeping it, giving it back."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from yingda.jobs.errors import WorkerDied
from yingda.jobs.making import retries_of
from yingda.jobs.models import Lease

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
RENEW_EVERY = LEASE / 3


def waiting(at: datetime) -> QuerySet[DBTaskResult]:
    """The jobs that may start now, first come first."""
    due = Q(run_after__lte=at) | Q(run_after=get_date_max())
    return DBTaskResult.objects.filter(due, status=TaskResultStatus.READY)


def claim(worker: str, at: datetime) -> DBTaskResult | None:
    """Take the next job for this worker, or None. No other worker gets it while the lease is renewed."""
    if not waiting(at).exists():  # without this look an idle worker would take SQLite's write lock twice a second
        return None
    with transaction.atomic():
        job = waiting(at).select_for_update(skip_locked=True).first()
        if job:
            job.claim(worker)
            Lease.objects.update_or_create(job=job, defaults={"worker": worker, "until": at + LEASE})
    return job


def renew(worker: str, at: datetime) -> int:
    """Keep all that this worker is at; how many jobs that is."""
    return Lease.objects.filter(worker=worker).update(until=at + LEASE)


def release(job: DBTaskResult, worker: str) -> bool:
    """End the lease. False when the worker had lost it: then the job is another's, and its state too."""
    return Lease.objects.filter(job=job, worker=worker).delete()[0] > 0


def succeed(job: DBTaskResult, worker: str, value: object) -> None:
    """The job is done."""
    with transaction.atomic():
        if release(job, worker):
            job.set_successful(value)


def fail(job: DBTaskResult, worker: str, error: Exception, *, again: bool, at: datetime) -> None:
    """The job failed: it waits for its next try, or stays failed when there is none or `again` is false."""
    with transaction.atomic():
        if release(job, worker):
            job.set_failed(error)
            if again:
                try_later(job, at)


def try_later(job: DBTaskResult, at: datetime) -> None:
    """Put a failed job back for its next try, keeping its traceback; it stays failed after the last."""
    delays = retries_of(job.task_path)
    tried = len(job.worker_ids)
    if tried <= len(delays):
        job.status, job.run_after, job.finished_at = TaskResultStatus.READY, at + delays[tried - 1], None
        job.save(update_fields=["status", "run_after", "finished_at"])


def take_back(at: datetime) -> int:
    """Give the jobs of dead workers back to the queue; how many. A job that keeps killing its worker fails at last."""
    taken = 0
    for lease in Lease.objects.filter(until__lt=at).select_related("job"):
        with transaction.atomic():
            if Lease.objects.filter(pk=lease.pk, worker=lease.worker, until__lt=at).delete()[0]:
                give_back(lease.job, at)
                taken += 1
    return taken


def give_back(job: DBTaskResult, at: datetime) -> None:
    log.warning("job %s: its worker %s died", job.task_path, job.worker_ids[-1])
    if len(job.worker_ids) > len(retries_of(job.task_path)):
        job.set_failed(WorkerDied(f"tried {len(job.worker_ids)} times"))
        return
    job.status, job.run_after = TaskResultStatus.READY, at
    job.save(update_fields=["status", "run_after"])
