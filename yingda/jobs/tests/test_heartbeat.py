"""A process that lives shows it, and one that does not is no longer believed."""

from datetime import UTC, datetime, timedelta

import pytest

from yingda.jobs.heartbeat import BEAT_EVERY, BELIEVED, Pulse
from yingda.jobs.models import Heartbeat

pytestmark = pytest.mark.django_db
MONDAY = datetime(2030, 3, 4, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_process_is_alive_while_it_beats():
    pulse = Pulse("clock")
    pulse.beat(MONDAY)
    pulse.beat(MONDAY + BEAT_EVERY)
    assert Heartbeat.objects.alive(MONDAY + BELIEVED + SECOND).count() == 1


def test_a_process_that_fell_silent_is_not():
    Pulse("clock").beat(MONDAY)
    assert Heartbeat.objects.alive(MONDAY + BELIEVED + SECOND).count() == 0


def test_beating_often_costs_one_query_now_and_then(django_assert_num_queries):
    pulse = Pulse("clock")
    pulse.beat(MONDAY)
    with django_assert_num_queries(0):
        pulse.beat(MONDAY + SECOND)


def test_the_long_dead_are_forgotten():
    Heartbeat.objects.create(process="clock@a:1", kind="clock", since=MONDAY, until=MONDAY)
    Pulse("clock").beat(MONDAY + timedelta(days=2))
    assert not Heartbeat.objects.filter(process="clock@a:1").exists()
