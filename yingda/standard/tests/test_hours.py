"""Administrators set hours and days; what is over stays as it was."""

from datetime import UTC, date, datetime, timedelta

import pytest

from yingda.journal.models import Fact
from yingda.people.models import Line, Organisation, Person
from yingda.standard import hours, versions
from yingda.standard.errors import DayIsPast, Faulty
from yingda.standard.hours import OneDay
from yingda.standard.models import CalendarDay, LineHours

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # Monday noon in Shanghai
TODAY, HOUR = date(2026, 11, 23), timedelta(hours=1)
SHORT = {
    **{day: [["09:00", "12:00"]] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")},
    "saturday": [["22:00", "02:00"]],
    "sunday": [],
    "public_holidays": "closed",
    "make_up_workdays": "open",
    "make_up_like": "monday",
}


@pytest.fixture(autouse=True)
def _in_force():
    Organisation.objects.create(pk=1, name="示例")
    versions.ensure_first_version(NOON)


@pytest.fixture
def liang():
    return Person.objects.create_person("liang", None, name="梁静", work_number="6000")


@pytest.fixture
def hotline():
    return Line.objects.create(code="hotline", name="市民热线")


@pytest.fixture
def shop():
    return Line.objects.create(code="shop", name="商城")


def served(line: Line | None, day: date) -> timedelta:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - 8 * HOUR
    return versions.in_force(line, NOON).calendar.between(start, start + 24 * HOUR)


def test_a_line_s_own_hours_hold_from_their_day_on_and_for_it_only(hotline, shop, liang):
    hours.set_week(hotline, SHORT, since=date(2026, 11, 24), by=liang, at=NOON)
    assert served(hotline, TODAY) == 12 * HOUR
    assert served(hotline, date(2026, 11, 24)) == 3 * HOUR
    assert served(shop, date(2026, 11, 24)) == 12 * HOUR
    assert Fact.objects.get(name="standard.hours_changed").line == hotline.pk


def test_hours_sent_again_for_the_same_day_replace_each_other(hotline, liang):
    hours.set_week(hotline, SHORT, since=TODAY, by=liang, at=NOON)
    hours.set_week(hotline, SHORT | {"monday": []}, since=TODAY, by=liang, at=NOON)
    assert LineHours.objects.count() == 1
    assert served(hotline, TODAY) == timedelta()


def test_hours_do_not_change_days_that_are_over(hotline, liang):
    with pytest.raises(DayIsPast):
        hours.set_week(hotline, SHORT, since=date(2026, 11, 22), by=liang, at=NOON)


def test_today_is_the_organisation_s_day_not_the_server_s(hotline, liang):
    late = datetime(2026, 11, 23, 17, tzinfo=UTC)  # already Tuesday in Shanghai
    with pytest.raises(DayIsPast):
        hours.set_week(hotline, SHORT, since=TODAY, by=liang, at=late)


def test_bad_hours_are_refused_by_their_day(hotline, liang):
    with pytest.raises(Faulty, match=r"hours tuesday"):
        hours.set_week(hotline, SHORT | {"tuesday": [["9", "12:00"]]}, since=TODAY, by=liang, at=NOON)
    with pytest.raises(Faulty, match="is missing"):
        hours.set_week(hotline, {"monday": []}, since=TODAY, by=liang, at=NOON)


def test_a_day_for_all_lines_closes_all_and_a_line_s_own_day_wins(hotline, shop, liang):
    storm = date(2026, 11, 25)
    hours.set_days(None, 2026, [OneDay(storm, "closed", name="台风")], by=liang, at=NOON)
    hours.set_days(hotline, 2026, [OneDay(storm, "hours", [["10:00", "12:00"]])], by=liang, at=NOON)
    assert (served(shop, storm), served(hotline, storm), served(None, storm)) == (timedelta(), 2 * HOUR, timedelta())


def test_a_make_up_day_may_be_set_by_hand(hotline, liang):
    sunday = date(2026, 11, 29)
    hours.set_days(None, 2026, [OneDay(sunday, "workday", name="补班")], by=liang, at=NOON)
    assert served(hotline, sunday) == 12 * HOUR
    assert versions.in_force(hotline, NOON).calendar.day(sunday).working


def test_days_sent_again_replace_those_to_come_and_must_keep_those_that_are_over(liang):
    CalendarDay.objects.create(day=date(2026, 11, 2), kind="closed", name="停电")
    past = OneDay(date(2026, 11, 2), "closed", name="停电")
    hours.set_days(None, 2026, [past, OneDay(date(2026, 12, 1), "closed")], by=liang, at=NOON)
    hours.set_days(None, 2026, [past, OneDay(date(2026, 12, 2), "closed")], by=liang, at=NOON)
    assert [one.day.day for one in CalendarDay.objects.order_by("day")] == [2, 2]
    for days in ([], [OneDay(date(2026, 11, 2), "workday", name="停电")], [past, OneDay(date(2026, 11, 3), "closed")]):
        with pytest.raises(DayIsPast):
            hours.set_days(None, 2026, days, by=liang, at=NOON)


@pytest.mark.parametrize(
    "days, where",
    [
        ([OneDay(date(2027, 1, 4), "closed")], "days 0.day"),
        ([OneDay(date(2026, 12, 1), "closed"), OneDay(date(2026, 12, 1), "workday")], "days 1.day"),
        ([OneDay(date(2026, 12, 1), "hours", [["08:00", "25:00"]])], "days 0.hours"),
        ([OneDay(date(2026, 12, 1), "closed", [["08:00", "12:00"]])], "days 0.hours"),
    ],
)
def test_a_day_that_cannot_be_used_is_named(liang, days, where):
    with pytest.raises(Faulty, match=where):
        hours.set_days(None, 2026, days, by=liang, at=NOON)
    assert not CalendarDay.objects.exists()


def test_taking_the_last_exception_away_is_seen_too(hotline, liang):
    monday = date(2026, 11, 30)
    hours.set_days(None, 2026, [OneDay(monday, "closed")], by=liang, at=NOON)
    assert served(hotline, monday) == timedelta()
    hours.set_days(None, 2026, [], by=liang, at=NOON)
    assert served(hotline, monday) == 12 * HOUR
