"""The feed: committed facts by position, in an order that never changes. Read it from any position, wait for more."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Max

from yingda.journal.canonical import UNREADABLE, rows
from yingda.journal.listening import listening
from yingda.journal.models import Fact, Placed
from yingda.lib.db import fetched

log = logging.getLogger(__name__)

BATCH = 200
WAIT_SECONDS = 0.5
PATIENCE_SECONDS = 5
PAUSES_SECONDS = (0.1, 0.5, 1, 2, 5, 10)


@dataclass(frozen=True)
class Entry:
    """A fact at its position."""

    position: int
    fact: Fact


def head() -> int:
    """The last position; 0 when nothing has happened yet."""
    return Placed.objects.aggregate(last=Max("position"))["last"] or 0


def after(position: int, limit: int = BATCH) -> list[Entry]:
    """The next entries behind `position`, at most `limit`. One query.

    Leaves out a fact that was spoilt past the program (`verify` names it): it must not stop the feed.
    """
    try:
        return [Entry(fact.position, fact) for fact in joined(position, limit)]
    except UNREADABLE:
        log.exception("A fact behind position %s cannot be read: run yingda journal verify", position)
        return [Entry(row.position, row.fact) for row in rows(position + 1, position + limit) if row.fact]


def joined(position: int, limit: int) -> Iterable[Fact]:
    """Facts with their position."""
    return Fact.objects.raw(
        "SELECT fact.*, placed.position FROM journal_placed placed JOIN journal_fact fact ON fact.id = placed.fact "
        "WHERE placed.position > %s ORDER BY placed.position LIMIT %s",
        [position, limit],
    )


@dataclass(frozen=True)
class Brief:
    """What happened at a position, in short. `name` None: something that was not asked for."""

    position: int
    name: str | None
    contact: int | None
    data: str | None  # JSON


def briefly(position: int, but: str, always: str) -> list[Brief]:
    """Like `after`, for who wants to know only what moved.

    A fact that came through `but` with its contact's id behind it has its position alone; so has one with 0 behind it
    (a contact that came, and had no id before), unless its name is `always`. What a fact holds is not looked at, so no
    spoilt one stops this.
    """
    found = fetched(
        "SELECT placed.position, fact.name, fact.contact, CAST(fact.data AS text) "
        "FROM journal_placed placed LEFT JOIN journal_fact fact ON fact.id = placed.fact "
        "AND fact.via <> CAST(%s AS text) || COALESCE(fact.contact, 0) AND (fact.via <> %s OR fact.name = %s) "
        "WHERE placed.position > %s ORDER BY placed.position LIMIT %s",
        [but, f"{but}0", always, position, BATCH],
    )
    return [Brief(*row) for row in found]


def wait_for_more(position: int, timeout: float) -> bool:
    """Wait until there is something behind `position`: True, or False after `timeout` seconds."""
    with listening() as listener:
        return listener.wait_beyond(position, timeout)


class Follower(threading.Thread):
    """Hands every entry behind `position` (default: from now on) to `callback(entries)`, in order, as `read` gives it.

    What the callback raises is logged, and the same entries come again after a growing pause: a callback must bear to
    hear an entry twice, and must itself put aside what it can never digest. `every`: seconds between two looks, so
    that a crowd of facts is read together.
    """

    def __init__(
        self,
        callback: Callable[[list[Any]], None],
        *,
        read: Callable[[int], list[Any]] = after,
        position: int | None = None,
        name: str = "follower",
        every: float = 0,
    ):
        super().__init__(name=name, daemon=True)
        self.callback, self.read = callback, read
        self.position = position
        self.every = every
        self.failures = 0
        self.ending = threading.Event()

    def start(self) -> None:
        """Begin; entries committed after this call are certain to be heard."""
        if self.position is None:
            self.position = head()
        super().start()

    def run(self) -> None:
        try:
            with listening() as listener:
                while not self.ending.is_set():
                    known = listener.head
                    found = self.hand_over()
                    self.ending.wait(self.every)
                    listener.wait_beyond(self.position if found else max(known, self.position), WAIT_SECONDS)
        finally:
            connections.close_all()

    def hand_over(self) -> bool:
        """Hand over the next entries; False when there were none."""
        try:
            entries = self.read(self.position)
            if entries:
                self.callback(entries)
                self.position = entries[-1].position
        except Exception:  # a thread that must outlive the database and its callback's mistakes
            log.exception("%s stumbled behind position %s. Trying again", self.name, self.position)
            connections.close_all()
            self.ending.wait(PAUSES_SECONDS[min(self.failures, len(PAUSES_SECONDS) - 1)])
            self.failures += 1
            return True
        self.failures = 0
        return bool(entries)

    def stop(self) -> None:
        """End after the entries in hand."""
        self.ending.set()
        self.join(PATIENCE_SECONDS)
