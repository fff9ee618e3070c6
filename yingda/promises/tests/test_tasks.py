"""Sweeps that other rooms let the clock run."""

import threading
from datetime import timedelta

import pytest

from yingda.promises import tasks
from yingda.promises.tests.cast import AT

OFTEN = timedelta(milliseconds=1)


@pytest.fixture(autouse=True)
def _no_others(monkeypatch):
    monkeypatch.setattr(tasks, "TASKS", {})


def test_a_task_is_called_with_the_time_and_then_waits_its_turn():
    called = []
    tasks.clock_task("sweep", timedelta(hours=1), called.append)
    tasks.run_due(AT)
    tasks.run_due(AT + timedelta(hours=2))
    assert called == [AT], "its next turn is counted by the process's own clock"


def test_a_failing_task_is_said_and_stops_no_other(caplog):
    called = []

    def fails(at):
        raise ArithmeticError("nonsense")

    tasks.clock_task("fails", OFTEN, fails)
    tasks.clock_task("works", OFTEN, called.append)
    tasks.run_due(AT)
    assert called == [AT]
    assert "task fails failed (1 times in a row)" in caplog.text


def test_a_task_that_goes_on_failing_comes_back_ever_later(monkeypatch):
    def fails(at):
        raise ArithmeticError("nonsense")

    task = tasks.Task("fails", timedelta(seconds=1), fails)
    waits = []
    monkeypatch.setattr(tasks, "monotonic", lambda: 100.0)
    for _ in range(8):
        task.run(AT)
        waits.append(task.next - 100)
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]


def test_chores_run_beside_the_promises_until_they_are_told_to_stop():
    stop, ran = threading.Event(), threading.Event()
    tasks.clock_task("sweep", OFTEN, lambda at: ran.set())
    chores = tasks.Chores(stop)
    chores.start()
    assert ran.wait(5)
    stop.set()
    chores.join(5)
    assert not chores.is_alive()
