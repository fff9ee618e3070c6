"""Runs the matching after commit, beside the caller: it neither fails nor delays an answer.

A process that serves people starts one (`clockwork.start`). In others a nudge does nothing; the clock's safety net
matches within a second.
"""

import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import close_old_connections, connections, transaction

from yingda.lib.times import now

PAUSE_SECONDS = 5.0
SHORTEST_PAUSE_SECONDS = 0.015  # in a crowd of nudges, so that several are looked at together


class Matcher(threading.Thread):
    """A thread that matches whenever it was nudged since it last looked."""

    def __init__(self, work: Callable[[datetime], object]):
        super().__init__(name="matcher", daemon=True)
        self.work = work
        self.wanted = threading.Event()
        self.ending = False
        self.worked = 0.0

    def run(self) -> None:
        while True:
            self.wanted.wait()
            if self.ending:
                break
            self.wanted.clear()
            self.refresh()
            self.work(now())
            time.sleep(SHORTEST_PAUSE_SECONDS)
        connections.close_all()

    def refresh(self) -> None:
        """After a pause the connection may be gone; asking each time would cost a query."""
        before, self.worked = self.worked, time.monotonic()
        if self.worked - before > PAUSE_SECONDS:
            close_old_connections()

    def stop(self) -> None:
        """Ends after the matching under way."""
        self.ending = True
        self.wanted.set()
        self.join()


RUNNING: list[Matcher] = []
NUDGED: list[Callable[[], object]] = []  # who matches for this process, though perhaps in another


def start(work: Callable[[datetime], object]) -> Matcher:
    """Let nudges be heard in this process by `work(at)`. Starting twice is starting once, also after a fork."""
    if not RUNNING or not RUNNING[0].is_alive():
        RUNNING[:] = [Matcher(work)]
        NUDGED[:] = [RUNNING[0].wanted.set]
        RUNNING[0].start()
    return RUNNING[0]


def stop() -> None:
    """End the thread, if there is one."""
    NUDGED.clear()
    while RUNNING:
        RUNNING.pop().stop()


def nudge() -> None:
    """Somebody waits or is free: look soon."""
    for nudged in tuple(NUDGED):
        nudged()


def nudge_after_commit() -> None:
    """Called by verbs."""
    transaction.on_commit(nudge)
