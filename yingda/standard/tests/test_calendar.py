"""Service time, working days and their explanations; properties by hypothesis, cases by hand."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from yingda.standard.calendar import OwnDay, ServiceCalendar, Week
from yingda.standard.days import LAST_YEAR, PublicCalendar
from yingda.standard.errors import NoServiceHours

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVER = date(1970, 1, 1)
DAYTIME = ((8 * 60, 20 * 60),)
SPLIT = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
NIGHT = ((22 * 60, 30 * 60),)
ROUND_THE_CLOCK = ((0, 1440),)
NONE = PublicCalendar("none")
H, MIN = timedelta(hours=1), timedelta(minutes=1)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu")


def week(*hours, **settings) -> Week:
    """The same hours on every day given, none on the others."""
    return Week(EVER, tuple(hours) + ((),) * (7 - len(hours)), **settings)


def shanghai(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


OFFICE = ServiceCalendar(weeks=(week(*[DAYTIME] * 5),))


@st.composite
def intervals(draw):
    """One day's hours: up to three intervals in order, the last perhaps across midnight."""
    cuts = sorted(draw(st.lists(st.integers(0, 1439), min_size=0, max_size=6, unique=True)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    if len(cuts) % 2 and draw(st.booleans()):
        start = cuts[-1]
        pairs.append((start, draw(st.integers(1441, 1440 + (pairs[0][0] if pairs else start) + 1))))
    return tuple(pairs)


@st.composite
def calendars(draw):
    """Calendars of every kind, open at least once a week."""
    hours = tuple(draw(st.lists(intervals(), min_size=7, max_size=7)))
    assume(any(hours))
    days = draw(
        st.dictionaries(
            st.dates(date(2026, 1, 1), date(2027, 12, 31)),
            st.one_of(
                st.just(OwnDay("closed")),
                st.just(OwnDay("workday")),
                intervals().map(lambda pairs: OwnDay("hours", pairs)),
            ),
            max_size=5,
        )
    )
    return ServiceCalendar(
        zone=draw(st.sampled_from(ZONES)),
        weeks=(Week(EVER, hours, draw(st.booleans()), draw(st.booleans()), draw(st.integers(0, 6))),),
        days=days,
        public=PublicCalendar(draw(st.sampled_from(["china", "none"]))),
    )


# With the changes of clocks, the autumn holidays with their make-up days, and the turn to a year not known.
instants = st.one_of(
    st.datetimes(datetime(2026, 3, 1), datetime(2026, 4, 20), timezones=st.just(UTC)),
    st.datetimes(datetime(2026, 9, 10), datetime(2026, 11, 10), timezones=st.just(UTC)),
    st.datetimes(datetime(2026, 12, 20), datetime(2027, 1, 20), timezones=st.just(UTC)),
)
amounts = st.timedeltas(timedelta(seconds=1), timedelta(hours=80))


@settings(max_examples=60, deadline=None)
@given(calendars(), instants, amounts)
def test_as_much_service_time_lies_before_a_deadline_as_was_asked_for(calendar, start, amount):
    deadline = calendar.add(start, amount)
    assert calendar.between(start, deadline.at) == amount


@settings(max_examples=60, deadline=None)
@given(calendars(), instants, amounts, amounts)
def test_adding_in_two_parts_is_adding_at_once(calendar, start, first, second):
    assert calendar.add(calendar.add(start, first).at, second).at == calendar.add(start, first + second).at


@settings(max_examples=60, deadline=None)
@given(calendars(), instants, st.lists(st.timedeltas(timedelta(), timedelta(days=20)), min_size=2, max_size=2))
def test_service_time_of_two_stretches_is_that_of_the_whole(calendar, first, lengths):
    middle, last = (first + length for length in sorted(lengths))
    whole = calendar.between(first, last)
    assert whole == calendar.between(first, middle) + calendar.between(middle, last)
    assert timedelta() <= whole <= last - first


@settings(max_examples=60, deadline=None)
@given(calendars(), instants, st.timedeltas(timedelta(), timedelta(days=20)), amounts)
def test_who_starts_later_is_not_due_earlier(calendar, first, later, amount):
    second = first + later
    assert calendar.add(first, amount).at <= calendar.add(second, amount).at


@settings(max_examples=60, deadline=None)
@given(calendars(), instants)
def test_the_next_opening_is_open_and_nothing_is_before_it(calendar, at):
    opens = calendar.next_open(at)
    assert calendar.is_open(opens)
    assert calendar.between(at, opens) == timedelta()
    assert (opens == at) == calendar.is_open(at)


@settings(max_examples=60, deadline=None)
@given(calendars(), instants, amounts)
def test_the_stretches_of_an_explanation_add_up_to_the_deadline(calendar, start, amount):
    deadline = calendar.add(start, amount)
    spans = [step.values for step in deadline.steps if step.code == "span"]
    assert sum(((one["end"].astimezone(UTC) - one["start"].astimezone(UTC)) for one in spans), timedelta()) == amount
    assert spans[-1]["end"] == deadline.at
    assert deadline.say("zh").endswith("。") and deadline.say("en").endswith(".")


@settings(max_examples=60, deadline=None)
@given(calendars(), instants, st.integers(1, 8))
def test_so_many_working_days_lie_between_and_the_first_day_does_not_count(calendar, start, count):
    deadline = calendar.add_working_days(start, count)
    first, last = calendar.local(start).date(), calendar.local(deadline.at - timedelta(microseconds=1)).date()
    counted = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(calendar.day(day).working for day in counted) == count
    assert calendar.day(last).working


def test_two_hours_in_the_evening_go_on_after_the_weekend():
    deadline = OFFICE.add(shanghai(11, 20, 18, 30), 2 * H)  # a Friday
    assert deadline.at == shanghai(11, 23, 8, 30)
    assert deadline.say("zh") == (
        "2 小时服务时间：11月20日（周五）18:30–20:00，"
        "11月21日（周六）至11月22日（周日）休息，11月23日（周一）08:00–08:30。"
    )
    assert deadline.say("en") == (
        "2 h of service time: Fri 20 Nov 18:30–20:00; closed on Sat 21 Nov to Sun 22 Nov; Mon 23 Nov 08:00–08:30."
    )


def test_a_make_up_sunday_serves_and_is_named():
    deadline = OFFICE.add(shanghai(9, 18, 18, 30), 2 * H)
    assert deadline.at == shanghai(9, 20, 8, 30)
    assert "9月20日（周日）为调休工作日" in deadline.say("zh")
    assert "Sun 20 Sep is a make-up workday" in deadline.say("en")


def test_a_public_holiday_is_named_and_not_counted():
    said = OFFICE.add(shanghai(9, 30, 19), 2 * H)
    assert said.at == shanghai(10, 8, 9)
    assert "10月1日（周四）至10月7日（周三）国庆节，不计" in said.say("zh")


def test_a_line_that_serves_on_holidays_and_not_on_make_up_days():
    line = ServiceCalendar(weeks=(week(*[DAYTIME] * 5, holidays=False, make_up=False),))
    assert line.is_open(shanghai(10, 1, 9))
    assert not line.is_open(shanghai(9, 20, 9))


def test_a_night_shift_crosses_midnight_and_belongs_to_the_day_it_starts():
    line = ServiceCalendar(weeks=(week(*[NIGHT] * 5),), public=NONE)
    assert line.is_open(shanghai(11, 21, 5, 59))  # Friday's shift, on Saturday morning
    assert not line.is_open(shanghai(11, 21, 6))
    assert not line.is_open(shanghai(11, 23, 5))  # Sunday has no shift
    assert line.next_close(shanghai(11, 20, 23)) == shanghai(11, 21, 6)
    assert line.add(shanghai(11, 20, 21), 9 * H).at == shanghai(11, 23, 23)


def test_a_closed_day_does_not_cut_the_shift_of_the_night_before():
    line = ServiceCalendar(weeks=(week(*[NIGHT] * 7),), days={date(2026, 11, 24): OwnDay("closed", name="停电检修")})
    assert line.is_open(shanghai(11, 24, 3))
    assert not line.is_open(shanghai(11, 24, 23))
    assert "11月24日（周二）不服务（停电检修）" in line.add(shanghai(11, 24, 5), 2 * H).say("zh")


def test_several_intervals_a_day_leave_the_midday_out():
    line = ServiceCalendar(weeks=(week(*[SPLIT] * 5),))
    assert line.add(shanghai(11, 23, 11), 2 * H).at == shanghai(11, 23, 14)
    assert not line.is_open(shanghai(11, 23, 12, 30))
    assert line.next_close(shanghai(11, 23, 9)) == shanghai(11, 23, 12)


def test_round_the_clock_there_is_no_closing():
    line = ServiceCalendar(weeks=(week(*[ROUND_THE_CLOCK] * 7, holidays=False),))
    assert line.next_close(shanghai(11, 23, 9)) is None
    assert line.between(shanghai(11, 1), shanghai(12, 1)) == timedelta(days=30)


def test_a_day_may_have_hours_of_its_own():
    days = {date(2026, 11, 21): OwnDay("hours", ((9 * 60, 11 * 60),)), date(2026, 11, 22): OwnDay("workday")}
    line = ServiceCalendar(weeks=OFFICE.weeks, days=days)
    assert line.between(shanghai(11, 21), shanghai(11, 22)) == 2 * H
    assert line.between(shanghai(11, 22), shanghai(11, 23)) == 12 * H


def test_new_weekly_hours_leave_the_days_before_as_they_were():
    longer = Week(date(2026, 11, 24), (((0, 1440),),) * 7)
    line = ServiceCalendar(weeks=(*OFFICE.weeks, longer))
    assert line.between(shanghai(11, 23), shanghai(11, 24)) == 12 * H
    assert line.between(shanghai(11, 24), shanghai(11, 25)) == 24 * H


def test_three_working_days_skip_the_weekend_and_end_with_the_service():
    deadline = OFFICE.add_working_days(shanghai(11, 19, 10), 3)
    assert deadline.at == shanghai(11, 24, 20)
    assert deadline.say("en").startswith("3 working days, not counting Thu 19 Nov: working day 1 is Fri 20 Nov; closed")


def test_a_working_day_without_hours_ends_at_midnight():
    deadline = ServiceCalendar().add_working_days(shanghai(11, 23, 10), 1)
    assert deadline.at == shanghai(11, 25)


def test_beyond_the_known_years_the_weekday_decides_and_that_is_said():
    year = LAST_YEAR + 1
    deadline = OFFICE.add_working_days(shanghai(12, 31, 10, year=LAST_YEAR), 1)
    assert deadline.at.astimezone(SHANGHAI).year == year
    assert f"{year} 年的节假日安排尚不掌握" in deadline.say("zh")
    assert f"public holidays of {year} are not known" in OFFICE.add(shanghai(12, 31, 19, year=LAST_YEAR), 2 * H).say(
        "en"
    )
    assert "尚不掌握" not in OFFICE.add(shanghai(11, 23, 9), H).say("zh")


@pytest.mark.parametrize(
    "start, hours",
    [(datetime(2026, 3, 28, 20), 11), (datetime(2026, 10, 24, 20), 13)],
    ids=["clocks go forward", "clocks go back"],
)
def test_a_night_in_which_the_clocks_change_is_as_long_as_it_lasts(start, hours):
    berlin = ServiceCalendar("Europe/Berlin", (week(*[((20 * 60, 32 * 60),)] * 7),), public=NONE)
    opened = start.replace(tzinfo=ZoneInfo("Europe/Berlin"))
    assert berlin.between(opened, opened.astimezone(UTC) + 14 * H) == hours * H


def test_a_line_without_hours_is_refused_in_words_and_not_sought_for_ever():
    empty = ServiceCalendar(weeks=(week(),))
    for ask in (lambda: empty.add(shanghai(11, 23), H), lambda: empty.next_open(shanghai(11, 23))):
        with pytest.raises(NoServiceHours) as refused:
            ask()
        assert "2026-11-23" in refused.value.say("zh") and "service hours" in refused.value.say("en")
    assert not empty.is_open(shanghai(11, 23))
    assert empty.between(shanghai(11, 23), shanghai(12, 23)) == timedelta()


def test_a_year_of_closed_days_has_no_working_day():
    start = date(2026, 11, 23)
    days = {start + timedelta(days=n): OwnDay("closed") for n in range(500)}
    with pytest.raises(NoServiceHours):
        ServiceCalendar(days=days).add_working_days(datetime.combine(start, time(9), SHANGHAI), 1)


def test_nothing_to_add_is_due_at_once():
    assert OFFICE.add(shanghai(11, 22, 3), timedelta()).at == shanghai(11, 22, 3)
    assert OFFICE.add_working_days(shanghai(11, 22, 3), 0).at == shanghai(11, 22, 3)


def test_plain_time_is_explained_like_the_rest():
    deadline = OFFICE.elapse(shanghai(11, 21, 23, 59), 90 * MIN)
    assert deadline.say("zh") == "1 小时 30 分钟：11月21日（周六）23:59–11月22日（周日）01:29。"
