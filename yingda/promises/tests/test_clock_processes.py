"""Clock processes against a database of their own: any number of them, also killed, wake everything once."""

import time
from collections import Counter
from datetime import timedelta

import pytest

from yingda.cases import facts as cases
from yingda.journal.models import Fact
from yingda.lib.times import now
from yingda.promises.models import Beat, Notice, Promise
from yingda.promises.tests.cast import HOUR, SECOND, a_case, happens, like, promise

pytestmark = pytest.mark.commits
MANY = 1500
PATIENCE = 60


@pytest.fixture
def overdue(cast):
    """Promises whose reminders, limits and rungs lie wholly behind us, as after an outage."""
    at = now() - 5 * HOUR
    happens(cases.COMPLEX, at, case=a_case(cast, at=at))
    Promise.objects.filter(rule="4.9").delete()
    like(promise("4.10"), MANY - 1)


def until(holds, patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


def all_awake() -> bool:
    return not Promise.objects.filter(wake__isnull=False).exists()


def everything_happened_once() -> None:
    told = Counter((fact.data["promise"], fact.name, fact.data.get("rank"), fact.data.get("rung")) for fact in woken())
    assert set(told.values()) == {1}
    assert len(told) == 6 * MANY  # two reminders, the limit, three rungs
    assert Promise.objects.filter(state="broken").count() == MANY
    assert Notice.objects.count() == 3 * MANY  # wang, zhou, qian: each once a promise


def woken():
    return Fact.objects.filter(name__in=["promise.reminded", "promise.broken", "promise.escalated"])


def test_two_clocks_wake_everything_once(overdue, run_process):
    clocks = [run_process("clock"), run_process("clock")]
    until(all_awake)
    everything_happened_once()
    for clock in clocks:
        clock.terminate()
        assert clock.wait() == 0, clock.said
        assert "Traceback" not in clock.said


def test_a_clock_killed_in_the_middle_of_a_batch_loses_and_doubles_nothing(overdue, run_process):
    for batches in (1, 3):
        victim = run_process("clock")
        before = woken().count()
        until(lambda seen=before + batches * 100: woken().count() >= seen or all_awake())
        victim.kill()
    run_process("clock")
    until(all_awake)
    everything_happened_once()


def test_a_promise_that_falls_due_is_noticed_within_a_second(cast, run_process):
    run_process("clock")
    until(lambda: Beat.objects.exists())
    case = a_case(cast, at=now())
    happens(cases.COMPLEX, now(), case=case)
    due = now() + timedelta(seconds=1.3)
    Promise.objects.filter(rule="4.9").delete()
    Promise.objects.update(limit=due, wake=due, rank=2)
    until(lambda: Fact.objects.filter(name="promise.broken").exists())
    broken = Fact.objects.get(name="promise.broken")
    assert broken.at == due
    assert timedelta() <= broken.recorded - due < SECOND


def test_a_clock_that_is_asked_to_end_takes_its_beat_with_it(cast, run_process):
    clock = run_process("clock")
    until(lambda: Beat.objects.exists())
    clock.terminate()
    assert clock.wait() == 0
    assert not Beat.objects.exists()
