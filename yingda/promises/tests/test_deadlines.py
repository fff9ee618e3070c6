"""Deadlines from history alone: Monday 8 June 2026 is a plain workday, service is 08:00 to 20:00 in Shanghai."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingda.lib.say import say
from yingda.promises.deadlines import Deadlines, History, NoLimit, in_order
from yingda.standard.calendar import ServiceCalendar, Week
from yingda.standard.durations import Unit
from yingda.standard.shape import Escalation, PromiseRule

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WORKDAY = ((8 * 60, 20 * 60),)
HOURS = ServiceCalendar("Asia/Shanghai", (Week(date(2020, 1, 1), (WORKDAY,) * 5 + ((), ())),))
REMINDERS = (0.5, 0.8)
LADDER = (Escalation(timedelta(), "owner"), Escalation(15 * MINUTE, "supervisor"), Escalation(HOUR, "duty_manager"))


def rule(limit: timedelta | None = HOUR, unit: Unit = Unit.ELAPSED, **more) -> PromiseRule:
    base = {"rule": "4.99", "title": say("测试", "Test"), "source": "ours", "subject": "case", "opens": (), "keeps": ()}
    times = {"target": None, "reminders": REMINDERS, "escalation": LADDER}
    return PromiseRule(**base, limit=limit, unit=unit, **times | more)


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    """June 2026, Shanghai time, in UTC."""
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC) - 8 * HOUR


def deadlines(rule: PromiseRule, opened: datetime, **history) -> Deadlines:
    return Deadlines(rule, HOURS, History(opened, **history))


def test_an_hour_of_elapsed_time_ends_an_hour_later():
    assert deadlines(rule(), shanghai(8, 19, 30)).limit == shanghai(8, 20, 30)


def test_an_hour_of_service_time_goes_on_next_morning():
    assert deadlines(rule(unit=Unit.SERVICE), shanghai(8, 19, 30)).limit == shanghai(9, 8, 30)


def test_service_time_skips_the_weekend():
    assert deadlines(rule(2 * HOUR, Unit.SERVICE), shanghai(12, 19)).limit == shanghai(15, 9)


def test_three_working_days_end_when_service_ends_on_the_third():
    found = deadlines(rule(timedelta(days=3), Unit.WORKING_DAYS), shanghai(8, 10))
    assert found.limit == shanghai(11, 20)


def test_the_owner_is_reminded_at_half_and_four_fifths_of_the_time():
    found = deadlines(rule(), shanghai(8, 10))
    assert [stage.at for stage in found.stages_from(0)][:2] == [shanghai(8, 10, 30), shanghai(8, 10, 48)]


def test_reminders_of_service_time_are_counted_in_service_time():
    found = deadlines(rule(2 * HOUR, Unit.SERVICE), shanghai(8, 19))
    assert [stage.at for stage in found.stages_from(0)][:2] == [shanghai(8, 20), shanghai(9, 8, 36)]


def test_after_the_reminders_come_the_limit_and_the_rungs():
    stages = list(deadlines(rule(), shanghai(8, 10)).stages_from(0))
    assert [stage.kind for stage in stages] == ["reminder", "reminder", "limit"] + ["escalation"] * 3
    assert [stage.at for stage in stages[2:]] == [
        shanghai(8, 11),
        shanghai(8, 11),
        shanghai(8, 11, 15),
        shanghai(8, 12),
    ]
    assert [stage.who for stage in stages[3:]] == ["owner", "supervisor", "duty_manager"]


def test_a_pause_moves_limit_target_and_what_is_still_ahead_of_the_reminders():
    paused = (shanghai(8, 10, 40), shanghai(8, 11, 10))
    found = deadlines(rule(target=50 * MINUTE), shanghai(8, 10), pauses=(paused,))
    assert (found.target, found.limit) == (shanghai(8, 11, 20), shanghai(8, 11, 30))
    assert [stage.at for stage in found.stages_from(0)][:2] == [shanghai(8, 10, 30), shanghai(8, 11, 18)]


def test_a_pause_that_is_still_open_has_moved_nothing_yet():
    found = deadlines(rule(), shanghai(8, 10), pauses=((shanghai(8, 10, 40), None),))
    assert found.limit == shanghai(8, 11)


def test_a_pause_over_night_leaves_the_service_time_that_was_left():
    paused = (shanghai(8, 19, 30), shanghai(9, 12))
    assert deadlines(rule(2 * HOUR, Unit.SERVICE), shanghai(8, 19), pauses=(paused,)).limit == shanghai(9, 13, 30)


def test_pauses_of_the_same_instant_stand_in_the_order_in_which_they_end():
    begun = shanghai(8, 10, 40)
    assert in_order([(begun, None), (begun, begun)]) == ((begun, begun), (begun, None))


def test_an_extension_is_absolute_and_later_pauses_move_it():
    extended = (shanghai(8, 10, 50), shanghai(8, 14))
    early, late = (shanghai(8, 10, 10), shanghai(8, 10, 20)), (shanghai(8, 13), shanghai(8, 13, 5))
    found = deadlines(rule(), shanghai(8, 10), pauses=(early, late), extensions=(extended,))
    assert found.limit == shanghai(8, 14, 5)


def test_an_extension_made_during_a_pause_is_moved_by_the_rest_of_the_pause_only():
    extended, paused = (shanghai(8, 10, 40), shanghai(8, 14)), (shanghai(8, 10, 30), shanghai(8, 11))
    assert deadlines(rule(), shanghai(8, 10), pauses=(paused,), extensions=(extended,)).limit == shanghai(8, 14, 20)


def test_an_extended_promise_reminds_anew_of_what_lies_ahead():
    found = deadlines(rule(), shanghai(8, 10), extensions=((shanghai(8, 10, 55), shanghai(8, 14)),))
    assert found.rank_at(shanghai(8, 10, 55)) == 0
    assert found.wake(0) == shanghai(8, 12)


def test_a_word_is_due_when_the_agent_said():
    assert deadlines(rule(None), shanghai(8, 10), due=shanghai(8, 16)).limit == shanghai(8, 16)


def test_a_rule_without_limit_and_without_a_stated_time_is_a_fault():
    with pytest.raises(NoLimit):
        _ = deadlines(rule(None), shanghai(8, 10)).limit


def test_nothing_comes_after_the_last_rung():
    assert deadlines(rule(), shanghai(8, 10)).stage(6) is None


moments = st.integers(0, 14 * 24 * 60).map(lambda minutes: shanghai(8, 0) + minutes * MINUTE)
spans = st.integers(1, 40 * 60).map(lambda minutes: minutes * MINUTE)


@given(moments, spans, st.sampled_from([Unit.ELAPSED, Unit.SERVICE]), st.lists(st.tuples(spans, spans), max_size=4))
def test_stages_stand_in_order_and_what_was_left_at_a_pause_is_left_after_it(opened, length, unit, gaps):
    pauses, now = [], opened
    for gap, stand in gaps:
        before = deadlines(rule(length, unit), opened, pauses=tuple(pauses))
        since = now + gap
        if since >= before.limit:
            break
        now = since + stand
        pauses.append((since, now))
        after = deadlines(rule(length, unit), opened, pauses=tuple(pauses))
        assert after.measure.between(now, after.limit) == before.measure.between(since, before.limit)
    stages = [stage.at for stage in deadlines(rule(length, unit), opened, pauses=tuple(pauses)).stages_from(0)]
    assert stages == sorted(stages)
