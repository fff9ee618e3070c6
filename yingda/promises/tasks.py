"""Sweeps that other rooms let the clock run: registered by `clock_task`, run by every clock process.

A task is called with `at`; it must bear being run by several processes at once, and be short.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.db import DatabaseError, InterfaceError, connections

from yingda.lib.times import now

log = logging.getLogger(__name__)

LONGEST_DELAY = timedelta(minutes=1)
LONGEST_SLEEP = timedelta(milliseconds=500)


@dataclass
class Task:
    """A sweep and when this process runs it next (monotonic seconds)."""

    name: str
    every: timedelta
    function: Callable[[datetime], object]
    next: float = 0.0
    failures: int = 0

    def run(self, at: datetime) -> None:
        """Run it; what fails is logged and comes back with growing delay, and stops no other task."""
        try:
            self.function(at)
        except Exception as error:
            self.failures += 1
            log.exception("The clock's task %s failed (%d times in a row)", self.name, self.failures)
            if isinstance(error, DatabaseError | InterfaceError):
                connections.close_all()
        else:
            self.failures = 0
        self.next = monotonic() + min(LONGEST_DELAY, self.every * 2 ** min(self.failures, 10)).total_seconds()


TASKS: dict[str, Task] = {}


def clock_task(name: str, every: timedelta, function: Callable[[datetime], object]) -> None:
    """Let every clock process call `function(at)` each `every`. The same name again replaces the task."""
    TASKS[name] = Task(name, every, function)


def run_due(at: datetime) -> None:
    """Run the tasks whose time has come in this process."""
    for task in tuple(TASKS.values()):
        if monotonic() >= task.next:
            task.run(at)


class Chores(threading.Thread):
    """Runs the tasks beside the promises, so that a slow sweep delays no promise."""

    def __init__(self, stop: threading.Event):
        super().__init__(name="chores", daemon=True)
        self.stop = stop

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                run_due(now())
                self.stop.wait(self.pause())
        finally:
            connections.close_all()

    def pause(self) -> float:
        """Seconds until the next task."""
        soonest = min((task.next for task in TASKS.values()), default=monotonic() + LONGEST_SLEEP.total_seconds())
        return max(0.0, min(soonest - monotonic(), LONGEST_SLEEP.total_seconds()))
