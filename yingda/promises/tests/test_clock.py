"""The clock with frozen time: what is due is woken once, the rest is left alone."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from yingda.cases import facts as cases
from yingda.contacts import facts as contacts
from yingda.journal.models import Fact
from yingda.people.models import Team
from yingda.promises import batch
from yingda.promises.clock import LONGEST_SLEEP, SHORTEST_SLEEP, Heart, Result, look, tick
from yingda.promises.deadlines import Deadlines
from yingda.promises.models import Notice, Promise
from yingda.promises.tests.cast import (
    AT,
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    a_case,
    a_contact,
    facts_named,
    happens,
    like,
    promise,
)
from yingda.promises.turns import history_of, standard_of
from yingda.promises.verbs import cancel, extend, pause, resume

State = Promise.State


@pytest.fixture
def complex_matter(cast, case):
    """4.10, one hour: reminders after 30 and 48 min, then its owner, zhou after 15 min more, qian after an hour."""
    happens(cases.COMPLEX, case=case)
    Promise.objects.filter(rule="4.9").delete()
    return promise("4.10")


def told(kind: str | None = None) -> list[str]:
    found = Notice.objects.filter(kind=kind) if kind else Notice.objects.all()
    return list(found.order_by("id").values_list("person__username", flat=True))


def test_nothing_happens_before_it_is_due(complex_matter):
    result = tick(AT + 30 * MINUTE - SECOND)
    assert (result.woken, result.next) == (0, AT + 30 * MINUTE)
    assert facts_named() == ["opened"] * 2


def test_the_owner_is_reminded_at_half_and_four_fifths(complex_matter):
    tick(AT + 30 * MINUTE)
    tick(AT + 30 * MINUTE)
    tick(AT + 48 * MINUTE)
    assert facts_named()[2:] == ["reminded"] * 2
    assert told("reminder") == ["wang", "wang"]
    assert promise("4.10").wake == AT + HOUR


def test_at_its_limit_it_breaks_and_the_ladder_is_climbed(complex_matter):
    for minutes in (30, 48, 60, 75, 120):
        tick(AT + minutes * MINUTE)
    broken = promise("4.10")
    assert (broken.state, broken.broken, broken.wake) == ("broken", AT + HOUR, None)
    assert facts_named()[2:] == ["reminded"] * 2 + ["broken"] + ["escalated"] * 3
    assert told("escalation") == ["wang", "zhou", "qian"]
    assert Fact.objects.get(name="promise.broken").at == AT + HOUR


def test_after_an_outage_every_fact_is_recorded_but_each_person_is_told_once(complex_matter):
    tick(AT + 2 * DAY)
    assert facts_named()[2:] == ["reminded"] * 2 + ["broken"] + ["escalated"] * 3
    assert sorted(told()) == ["qian", "wang", "zhou"]
    assert Notice.objects.get(person__username="wang").kind == "escalation"


def test_a_promise_without_owner_is_escalated_to_the_supervisors_of_its_line(cast):
    contact = a_contact(cast)
    happens(contacts.QUEUED, contact=contact, channel="chat", again=False)
    tick(AT + 30 * SECOND)
    assert promise("4.2").state == State.BROKEN
    assert told() == ["zhou"]


def test_nobody_who_has_left_is_told(cast, complex_matter):
    Team.objects.filter(supervisor=cast.zhou).update(supervisor=None)
    cast.qian.is_active = False
    cast.qian.save()
    tick(AT + 2 * DAY)
    assert told() == ["wang"]


def test_a_paused_promise_does_not_break_and_goes_on_with_what_was_left(cast, complex_matter):
    tick(AT + 30 * MINUTE)
    pause(complex_matter, by=cast.wang, reason="customer_away", at=AT + 40 * MINUTE)
    assert tick(AT + 3 * HOUR).woken == 0
    resume(complex_matter, by=cast.wang, at=AT + 3 * HOUR)
    resumed = promise("4.10")
    assert (resumed.limit, resumed.wake) == (AT + 3 * HOUR + 20 * MINUTE, AT + 3 * HOUR + 8 * MINUTE)
    tick(AT + 3 * HOUR + 19 * MINUTE)
    assert promise("4.10").state == State.RUNNING
    tick(AT + 3 * HOUR + 20 * MINUTE)
    assert promise("4.10").state == State.BROKEN


def test_an_extended_promise_reminds_again_of_its_new_limit(cast, complex_matter):
    tick(AT + 48 * MINUTE)
    given = {"reason": "等待厂家回复", "told": "已电话告知客户", "uid": complex_matter.uid}
    extend(complex_matter, by=cast.wang, limit=AT + 3 * HOUR, at=AT + 50 * MINUTE, **given)
    assert promise("4.10").wake == AT + 90 * MINUTE
    tick(AT + 90 * MINUTE)
    assert told() == ["wang", "wang"]
    tick(AT + 3 * HOUR)
    assert promise("4.10").broken == AT + 3 * HOUR


def test_a_settled_promise_is_left_in_peace(cast, complex_matter):
    cancel(complex_matter, by=cast.wang, reason="客户撤回", at=AT + MINUTE)
    assert tick(AT + 2 * DAY).woken == 0


def test_the_stored_wake_is_the_recomputed_one_at_every_stage(complex_matter):
    for _ in itertools.count():
        stored = promise("4.10")
        standard = standard_of(stored)
        deadlines = Deadlines(standard.promise(stored.rule), standard.calendar, history_of(stored))
        assert (stored.limit, stored.wake) == (deadlines.limit, deadlines.wake(stored.rank))
        if stored.wake is None:
            break
        tick(stored.wake)
    assert stored.rank == 6


def test_a_poison_row_stops_nobody_and_comes_back_with_growing_delay(cast, complex_matter):
    happens(cases.COMPLEX, case=a_case(cast))
    Promise.objects.filter(rule="4.9").delete()
    Promise.objects.filter(pk=complex_matter.pk).update(rule="4.999")
    at = AT + 30 * MINUTE
    result = tick(at)
    assert (result.woken, result.poisoned) == (1, 1)
    delays = []
    for failures in range(1, 5):
        poison = promise("4.999")
        assert poison.failures == failures
        delays.append(poison.wake - at)
        at = poison.wake
        tick(at)
    assert delays == [2 * SECOND, 4 * SECOND, 8 * SECOND, 16 * SECOND]
    assert Fact.objects.filter(name="rule.failed").count() == 1


def test_a_row_that_the_database_refuses_is_put_off_and_the_others_are_woken(cast, complex_matter, monkeypatch, caplog):
    happens(cases.COMPLEX, case=a_case(cast))
    Promise.objects.filter(rule="4.9").delete()
    really = batch.wake_up

    def impossible(row, history, at):
        woken = really(row, history, at)
        return replace(woken, state="kept") if row.id == complex_matter.pk else woken

    monkeypatch.setattr(batch, "wake_up", impossible)
    result = tick(AT + 30 * MINUTE)
    assert (result.woken, result.poisoned) == (1, 1)
    refused = promise("4.10", pk=complex_matter.pk)
    assert (refused.state, refused.failures, refused.wake) == ("running", 1, AT + 30 * MINUTE + 2 * SECOND)
    assert "so each is woken alone" in caplog.text


def test_many_due_at_once_are_woken_in_batches(cast, case):
    happens(cases.COMPLEX, case=case)
    Promise.objects.filter(rule="4.9").delete()
    like(promise("4.10"), 449)
    assert tick(AT + 30 * MINUTE).woken == 450
    assert Notice.objects.count() == 450


@pytest.mark.parametrize(
    ("due", "sleeps"),
    [(-SECOND, timedelta()), (SHORTEST_SLEEP / 10, SHORTEST_SLEEP), (HOUR, LONGEST_SLEEP)],
    ids=["late", "soon", "far"],
)
def test_the_clock_sleeps_until_the_next_is_due_but_wakes_several_together(db, due, sleeps):
    assert Heart("clock").pause(Result(next=look()[0] + due)) == sleeps
