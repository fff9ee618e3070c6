"""A job is one worker's as long as that worker lives, and comes to its end in any case."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from yingda.jobs import leases
from yingda.jobs.models import Lease
from yingda.jobs.tests import cast
from yingda.jobs.working import work_once

pytestmark = pytest.mark.django_db
MONDAY = datetime(2030, 3, 4, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def row():
    return DBTaskResult.objects.get()


def test_a_job_runs_and_keeps_what_it_returned():
    cast.greet.enqueue("明")
    assert work_once("ming", MONDAY)
    assert (row().status, row().return_value) == (TaskResultStatus.SUCCESSFUL, "你好，明")


def test_nothing_waits_and_nothing_runs():
    assert work_once("ming", MONDAY) is None


def test_a_job_of_a_verb_that_rolled_back_never_was():
    with pytest.raises(RuntimeError), transaction.atomic():
        cast.greet.enqueue("明")
        raise RuntimeError
    assert leases.claim("ming", MONDAY) is None


def test_a_job_that_one_worker_has_is_not_given_to_another():
    cast.greet.enqueue("明")
    assert leases.claim("ming", MONDAY)
    assert leases.claim("hua", MONDAY) is None


def test_the_more_urgent_job_goes_first():
    cast.greet.enqueue("later")
    cast.greet.using(priority=50).enqueue("first")
    assert leases.claim("ming", MONDAY).args_kwargs["args"] == ["first"]


def test_a_job_that_is_to_run_later_waits():
    cast.greet.using(run_after=MONDAY + SECOND).enqueue("明")
    assert leases.claim("ming", MONDAY) is None
    assert leases.claim("ming", MONDAY + SECOND)


def test_a_failed_job_is_tried_again_after_its_delays_and_then_stays_failed(time_machine):
    cast.stumble.enqueue()
    for delay in (10, 60):
        time_machine.move_to(MONDAY, tick=False)
        assert work_once("ming", MONDAY + timedelta(hours=1))
        assert (row().status, row().run_after) == (TaskResultStatus.READY, MONDAY + delay * SECOND)
    assert work_once("ming", MONDAY + timedelta(hours=1))
    assert row().status == TaskResultStatus.FAILED
    assert "the other side is away" in row().traceback


def test_a_job_for_which_a_retry_is_no_use_fails_at_once():
    cast.refuse.enqueue()
    work_once("ming", MONDAY)
    assert row().status == TaskResultStatus.FAILED


def test_a_lease_that_is_renewed_is_not_taken_back():
    cast.greet.enqueue("明")
    leases.claim("ming", MONDAY)
    leases.renew("ming", MONDAY + leases.LEASE)
    assert leases.take_back(MONDAY + leases.LEASE + SECOND) == 0


def test_the_job_of_a_worker_that_fell_silent_goes_to_another():
    cast.greet.enqueue("明")
    leases.claim("ming", MONDAY)
    late = MONDAY + leases.LEASE + SECOND
    assert leases.take_back(late) == 1
    assert leases.claim("hua", late)
    assert row().worker_ids == ["ming", "hua"]


def test_a_worker_that_lost_its_lease_does_not_overwrite_the_other_one():
    cast.greet.enqueue("明")
    stalled = leases.claim("ming", MONDAY)
    late = MONDAY + leases.LEASE + SECOND
    leases.take_back(late)
    leases.claim("hua", late)
    leases.succeed(stalled, "ming", "too late")
    assert (row().status, row().return_value) == (TaskResultStatus.RUNNING, None)
    assert Lease.objects.get().worker == "hua"


def test_a_job_that_kills_every_worker_fails_at_last():
    cast.stumble.enqueue()  # may be tried three times
    at = MONDAY
    for _ in range(3):
        assert leases.claim("ming", at)
        at += leases.LEASE + SECOND
        leases.take_back(at)
    assert leases.claim("ming", at) is None
    assert row().status == TaskResultStatus.FAILED
    assert row().exception_class_path == "yingda.jobs.errors.WorkerDied"
