"""What recurs is enqueued once for each of its times, however many workers look."""

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from yingda.jobs import schedules
from yingda.jobs.tests import cast

pytestmark = pytest.mark.django_db
MONDAY = datetime(2030, 3, 4, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def hourly(monkeypatch):
    monkeypatch.setattr(schedules, "recurring", {})
    schedules.schedule("tests.hourly", HOUR, cast.greet)


def test_it_is_enqueued_at_first_sight_and_then_once_each_time():
    assert schedules.enqueue_due(MONDAY) == ["tests.hourly"]
    assert schedules.enqueue_due(MONDAY + HOUR / 2) == []
    assert schedules.enqueue_due(MONDAY + HOUR) == ["tests.hourly"]
    assert DBTaskResult.objects.count() == 2


def test_two_workers_that_saw_the_same_time_enqueue_once():
    schedules.enqueue_due(MONDAY)
    entry = schedules.recurring["tests.hourly"]
    seen_by_both = MONDAY + HOUR
    assert schedules.enqueue(entry, seen_by_both, seen_by_both)
    assert not schedules.enqueue(entry, seen_by_both, seen_by_both + timedelta(seconds=1))
    assert DBTaskResult.objects.count() == 2


def test_two_workers_that_see_a_new_schedule_enqueue_once():
    entry = schedules.recurring["tests.hourly"]
    assert schedules.enqueue(entry, None, MONDAY)
    assert not schedules.enqueue(entry, None, MONDAY + timedelta(seconds=1))


def test_times_missed_while_nobody_worked_are_not_made_up():
    schedules.enqueue_due(MONDAY)
    assert schedules.enqueue_due(MONDAY + 10 * HOUR) == ["tests.hourly"]
    assert schedules.enqueue_due(MONDAY + 10 * HOUR + HOUR / 2) == []
