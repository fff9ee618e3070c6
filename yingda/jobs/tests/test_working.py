"""Worker processes: jobs end although workers are killed."""

import threading
import time

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from yingda.jobs import leases, working
from yingda.jobs.models import Heartbeat, Lease
from yingda.jobs.tests import cast
from yingda.lib.times import now

pytestmark = pytest.mark.commits


def wait_for(true, what, seconds=30):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def words(path):
    return path.read_text().split() if path.exists() else []


def test_a_job_whose_worker_is_killed_still_runs_to_its_end(run_process, tmp_path):
    path = tmp_path / "words"
    cast.write_slowly.enqueue(str(path))
    killed = run_process("jobs")
    wait_for(lambda: words(path) == ["began"], "the job never began")
    killed.kill()
    (tmp_path / "go").touch()
    Lease.objects.update(until=now() - leases.LEASE)  # as if the lease's time had passed
    run_process("jobs")
    wait_for(lambda: words(path) == ["began", "began", "ended"], "the job never ended")
    done = DBTaskResult.objects.successful().filter(task_path=cast.write_slowly.module_path)
    wait_for(done.exists, "it is not marked as successful")


def test_asked_to_end_a_worker_finishes_its_job_first(run_process, tmp_path):
    path = tmp_path / "words"
    cast.write_slowly.enqueue(str(path))
    process = run_process("jobs")
    wait_for(lambda: words(path) == ["began"], "the job never began")
    process.terminate()
    time.sleep(0.5)
    (tmp_path / "go").touch()
    assert process.wait() == 0, process.said
    assert words(path) == ["began", "ended"]
    assert DBTaskResult.objects.get(task_path=cast.write_slowly.module_path).status == TaskResultStatus.SUCCESSFUL


def test_two_workers_share_many_jobs_and_run_none_twice(tmp_path):
    path = tmp_path / "words"
    for _ in range(30):
        cast.write.enqueue(str(path))
    stop = threading.Event()
    workers = [threading.Thread(target=working.steadily, args=(stop, working.work_or_wait, name)) for name in "ab"]
    for worker in workers:
        worker.start()
    wait_for(lambda: not DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).exists(), "some are left")
    stop.set()
    for worker in workers:
        worker.join()
    assert words(path) == ["ended"] * 30
    assert not Lease.objects.exists()


def test_a_worker_process_shows_that_it_is_alive(run_process):
    run_process("jobs")
    wait_for(lambda: Heartbeat.objects.filter(kind="jobs").alive(now()).exists(), "no heartbeat")
