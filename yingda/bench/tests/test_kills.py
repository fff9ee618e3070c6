"""What the siege found decides whether the bench fails; the siege itself is laid in tests/e2e/test_killing.py."""

from dataclasses import replace

import pytest

from yingda.bench.kills import SIEGE, judged
from yingda.testing.siege import Outcome, compared
from yingda.testing.simulated import Log

HELD = Outcome(kills=60, messages=900, accepted=90, archived=80, lost=[], doubled=[], waiting=[], faults=[])


def test_a_siege_that_held_fails_nothing():
    messages, *counts = judged(HELD, SIEGE)
    assert messages.ours == "900" and messages.what.startswith("60 kills in 180 s")
    assert [line.ours for line in counts] == ["0", "0", "0", "0"]
    assert not any(line.failed for line in (messages, *counts))


@pytest.mark.parametrize("what", ["lost", "doubled", "waiting", "faults"])
def test_one_thing_that_should_not_be_there_fails_the_bench_and_is_named(what):
    (failed,) = [line for line in judged(replace(HELD, **{what: ["0190-a"]}), SIEGE) if line.failed]
    assert failed.ours == "1" and "FAILED: 0190-a" in str(failed)


def test_a_siege_in_which_nothing_was_acknowledged_shows_nothing():
    assert next(judged(replace(HELD, messages=0), SIEGE)).failed


@pytest.mark.django_db
def test_what_people_were_told_and_the_database_does_not_hold_is_lost():
    log = Log(acknowledged=["said"], accepted=["taken"], archived=["kept"], unheard=["alone"], faults=["a 500"])
    outcome = compared(log, kills=3)
    assert outcome.lost == ["said", "taken", "kept"]
    assert (outcome.waiting, outcome.faults) == (["alone"], ["a 500"])
