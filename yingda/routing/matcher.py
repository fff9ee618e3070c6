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


def start(work: Callable[[datetime], object]) -> Matcher:
    """Let nudges be heard in this process by `work(at)`. Starting twice is starting once, also after a fork."""
    if not RUNNING or not RUNNING[0].is_alive():
        RUNNING[:] = [Matcher(work)]
        RUNNING[0].start()
    return RUNNING[0]


def stop() -> None:
    """End the thread, if there is one."""
    while RUNNING:
        RUNNING.pop().stop()


def nudge() -> None:
    """Somebody waits or is free: look soon."""
    for matcher in RUNNING:
        matcher.wanted.set()


def nudge_after_commit() -> None:
    """Called by verbs."""
    transaction.on_commit(nudge)
