"""Days, weeks, months and quarters begin once, in the organisation's zone."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from yingda.journal.models import Fact
from yingda.promises.periods import begin
from yingda.promises.tests.cast import facts_named

MONDAY = datetime(2026, 6, 28, 16, 0, tzinfo=UTC)  # midnight in Shanghai, Monday 29 June
JULY = MONDAY + timedelta(days=2)


def begun() -> list[str]:
    return [name for name in facts_named("") if name.endswith(".started")]


def test_the_first_look_only_notes_what_runs_already(cast):
    assert begin(MONDAY - timedelta(days=1)) == 0
    assert begun() == []


def test_a_week_begins_on_monday_at_midnight_of_the_organisation(cast):
    begin(MONDAY - timedelta(days=1))
    assert begin(MONDAY - timedelta(microseconds=1)) == 0
    assert begin(MONDAY) == 2
    assert begin(MONDAY + timedelta(hours=5)) == 0
    assert sorted(begun()) == ["day.started", "week.started"]
    assert Fact.objects.get(name="week.started").at == MONDAY


def test_july_begins_a_month_and_a_quarter(cast):
    begin(MONDAY)
    begin(JULY)
    assert sorted(begun()) == ["day.started", "month.started", "quarter.started"]


def test_after_an_outage_only_what_runs_now_begins(cast):
    begin(MONDAY - timedelta(days=30))
    begin(JULY)
    assert begun().count("day.started") == 1


@pytest.mark.commits
def test_many_clocks_begin_it_once(cast):
    begin(MONDAY - timedelta(days=1))

    def look():
        try:
            begin(MONDAY)
        finally:
            connection.close()

    clocks = [threading.Thread(target=look) for _ in range(6)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()
    assert sorted(begun()) == ["day.started", "week.started"]
