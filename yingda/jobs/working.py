"""A `yingda jobs` process: some threads that work, one that renews leases and enqueues what is due."""

import logging
import threading
import time
from datetime import datetime

from django.db import OperationalError, close_old_connections, connections
from django_tasks_db.models import DBTaskResult

from yingda.jobs import leases, schedules
from yingda.jobs.errors import NotWorthARetry
from yingda.jobs.heartbeat import Pulse, process_name
from yingda.lib.times import now

log = logging.getLogger(__name__)

THREADS = 2
IDLE_SECONDS = 0.5
CARE_SECONDS = 1
AFTER_TROUBLE_SECONDS = 5


def run(stop: threading.Event, *, threads: int = THREADS) -> None:
    """Work until `stop` is set; a job that is under way is finished first."""
    worker = process_name("jobs")
    working = [threading.Thread(target=steadily, args=(stop, work_or_wait, worker)) for _ in range(threads)]
    finished = threading.Event()
    caring = threading.Thread(target=steadily, args=(finished, Care(worker).once))
    for thread in [*working, caring]:
        thread.start()
    for thread in working:
        thread.join()
    finished.set()  # leases are renewed until the last job is done
    caring.join()


def steadily(stop: threading.Event, step, *arguments) -> None:
    """Repeat `step(stop, …)` until stopped; trouble with the database is waited out."""
    while not stop.is_set():
        try:
            step(stop, *arguments)
        except OperationalError:
            log.exception("the database does not answer; trying again in %s s", AFTER_TROUBLE_SECONDS)
            close_old_connections()
            stop.wait(AFTER_TROUBLE_SECONDS)
    connections.close_all()


def work_or_wait(stop: threading.Event, worker: str) -> None:
    close_old_connections()
    if not work_once(worker, now()):
        stop.wait(IDLE_SECONDS)


def work_once(worker: str, at: datetime) -> DBTaskResult | None:
    """Run the next job to its end; None when nothing waits."""
    job = leases.claim(worker, at)
    if job is None:
        return None
    started = time.monotonic()
    try:
        value = call(job)
    except Exception as error:  # whatever a job raises must not end the worker: it is kept with the job
        log.exception("job %s failed", job.task_path)
        leases.fail(job, worker, error, again=not isinstance(error, NotWorthARetry), at=now())
    else:
        leases.succeed(job, worker, value)
        log.info("job %s done in %.1f s", job.task_path, time.monotonic() - started)
    return job


def call(job: DBTaskResult) -> object:
    return job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])


class Care:
    """What a worker process does beside its jobs, once a second."""

    def __init__(self, worker: str):
        self.worker = worker
        self.pulse = Pulse("jobs")
        self.renewed = 0.0

    def once(self, stop: threading.Event) -> None:
        close_old_connections()
        at = now()
        if time.monotonic() - self.renewed >= leases.RENEW_EVERY.total_seconds():
            self.renewed = time.monotonic()
            leases.renew(self.worker, at)
            leases.take_back(at)
        schedules.enqueue_due(at)
        self.pulse.beat(at)
        stop.wait(CARE_SECONDS)
