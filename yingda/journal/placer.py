"""Gives committed facts their place in the feed: dense positions, in the order in which they became visible.

On SQLite the writer does it inside its own transaction. On PostgreSQL, where transactions commit out of order, a verb
only leaves a note in `unplaced`; any process moves what has been committed, one process at a time.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence

from django.db import DatabaseError, InterfaceError, connections, transaction
from django.db.models import Max

from yingda.journal.models import Fact, Placed, Unplaced
from yingda.lib import rows
from yingda.lib.db import fetched, on_postgresql

log = logging.getLogger(__name__)

CHANNEL = "yingda_feed"
LOCK_KEY = 0x79696E676461_01  # "yingda", 1
BATCH = 1000
SAFETY_POLL_SECONDS = 0.25
SHORTEST_PAUSE_SECONDS = 0.02  # in a crowd of commits, so that several are placed together
BUSY_PAUSE_SECONDS = 0.003
TROUBLE_PAUSE_SECONDS = 1.0


def write(facts: Sequence[Fact]) -> None:
    """Write facts, which get their ids; on PostgreSQL the same statement notes that they are to be placed."""
    rows.insert(facts, noted=Unplaced if on_postgresql() else None)


def enqueue(facts: Sequence[int]) -> None:
    """Called at the end of a verb, inside its transaction, with all that it wrote."""
    if on_postgresql():
        transaction.on_commit(nudge)
    else:
        last = Placed.objects.aggregate(last=Max("position"))["last"] or 0
        Placed.objects.bulk_create(Placed(position=last + n, fact=fact) for n, fact in enumerate(facts, 1))


def place_once() -> int | None:
    """Move one batch and notify listeners once. Returns how many moved; None when another process is placing."""
    if not on_postgresql():
        return 0
    return fetched("SELECT journal_place(%s, %s, %s)", [LOCK_KEY, BATCH, CHANNEL])[0][0]


class Placer(threading.Thread):
    """Places facts: at once after a commit of this process, and every 250 ms what others left behind."""

    def __init__(self):
        super().__init__(name="placer", daemon=True)
        self.nudged = threading.Event()
        self.ending = False

    def start(self) -> None:
        NUDGED.append(self.nudged.set)
        super().start()

    def run(self) -> None:
        try:
            while not self.ending:
                self.nudged.wait(SAFETY_POLL_SECONDS)
                self.nudged.clear()
                self.place_all()
                time.sleep(SHORTEST_PAUSE_SECONDS)
        finally:
            connections.close_all()

    def place_all(self) -> None:
        """Until all is placed that was there as we began; who commits later looks for their own.

        When another process is at it, our own last facts may have come too late for it.
        """
        try:
            while (moved := place_once()) in (None, BATCH) and not self.ending:
                if moved is None:
                    time.sleep(BUSY_PAUSE_SECONDS)
        except (DatabaseError, InterfaceError):
            log.exception("The placer lost the database; facts stay safe in `unplaced`. Trying again")
            connections.close_all()
            time.sleep(TROUBLE_PAUSE_SECONDS)

    def stop(self) -> None:
        """End after the batch in hand."""
        NUDGED.remove(self.nudged.set)
        self.ending = True
        self.nudged.set()
        self.join()


NUDGED: list[Callable[[], object]] = []  # who places for this process, though perhaps in another


def nudge() -> None:
    """Something was committed: let who places for this process look at once."""
    for nudged in tuple(NUDGED):
        nudged()
