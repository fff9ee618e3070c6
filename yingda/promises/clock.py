"""The clock: wakes every due promise, once, whatever the number of clock processes, and runs other rooms' sweeps.

What is due is judged by the database's clock on PostgreSQL. Rows are taken in batches, each one short transaction;
`SKIP LOCKED` lets any number of clocks share the work, and the update is compare-and-set all the same.
"""

import logging
import os
import socket
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, connections

from yingda.journal.placer import Placer
from yingda.journal.recording import through
from yingda.lib.db import fetched, on_postgresql
from yingda.lib.times import now
from yingda.promises.batch import due_ids, wake_batch, wake_one
from yingda.promises.models import Beat, Promise
from yingda.promises.tasks import Chores

log = logging.getLogger(__name__)

SHORTEST_SLEEP, LONGEST_SLEEP = timedelta(milliseconds=50), timedelta(milliseconds=500)
TROUBLE_PAUSE = timedelta(seconds=1)
BEAT_EVERY = timedelta(seconds=5)
DEAD_AFTER = timedelta(minutes=1)
MOST_BATCHES = 25  # then the loop beats and looks at its orders again
LOOK = "SELECT clock_timestamp(), (SELECT min(wake) FROM promises_promise WHERE wake IS NOT NULL)"


@dataclass(frozen=True)
class Result:
    """What a tick did: promises woken, promises that could not be judged, and when the next one is due."""

    woken: int = 0
    poisoned: int = 0
    next: datetime | None = None
    behind: timedelta = timedelta()


def tick(at: datetime | None = None) -> Result:
    """Wake what is due at `at` (None: by the database's clock), at most MOST_BATCHES batches of it."""
    woken = poisoned = 0
    behind = timedelta()
    for _ in range(MOST_BATCHES):
        seen, wake = look()
        instant = at or seen
        if wake is None or wake > instant:
            return Result(woken, poisoned, wake, behind)
        behind = max(behind, instant - wake)
        good, bad = wake_some(instant)
        if not good + bad:  # another clock has them in hand
            break
        woken, poisoned = woken + good, poisoned + bad
    return Result(woken, poisoned, look()[1], behind)


def look() -> tuple[datetime, datetime | None]:
    """The time by the database's clock, and when the next promise is due."""
    if on_postgresql():
        return fetched(LOOK)[0]
    waking = Promise.objects.filter(wake__isnull=False).order_by("wake")
    return now(), waking.values_list("wake", flat=True).first()


def wake_some(at: datetime) -> tuple[int, int]:
    """One batch; if it fails, each of its rows alone. Returns how many were woken, how many were poisoned."""
    try:
        return wake_batch(at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("A batch of promises failed, so each is woken alone")
    done = [wake_one(id, at) for id in due_ids(at)]
    return sum(done), len(done) - sum(done)


def run(stop: threading.Event) -> None:
    """Tick until `stop` is set; the batch under way is finished. Chores and the placer run beside it."""
    me = f"{socket.gethostname()[:40]}:{os.getpid()}"
    helpers = [Chores(stop)] + ([Placer()] if on_postgresql() else [])
    for helper in helpers:
        helper.start()
    with through(f"clock:{os.getpid()}"):
        Heart(me).beat_until(stop)
    for helper in helpers:
        if isinstance(helper, Placer):
            helper.stop()
        else:
            helper.join()
    connections.close_all()


class Heart:
    """One clock process: ticks, sleeps until the next promise is due, and leaves a sign of life."""

    def __init__(self, me: str):
        self.me = me
        self.started = now()
        self.last_beat: datetime | None = None

    def beat_until(self, stop: threading.Event) -> None:
        """Losing the database is waited out."""
        while not stop.is_set():
            try:
                result = tick()
                self.sign(result.behind)
                pause = self.pause(result)
            except (OperationalError, InterfaceError):
                log.exception("The clock lost the database. Trying again")
                connection.close()
                pause = TROUBLE_PAUSE
            stop.wait(pause.total_seconds())
        Beat.objects.filter(process=self.me).delete()

    def pause(self, result: Result) -> timedelta:
        """Until the next promise is due; a promise opened meanwhile waits LONGEST_SLEEP at most.

        Where one falls due after the other, several are woken together.
        """
        if result.next is None:
            return LONGEST_SLEEP
        left = result.next - look()[0]
        return min(LONGEST_SLEEP, max(SHORTEST_SLEEP, left)) if left > timedelta() else timedelta()

    def sign(self, behind: timedelta) -> None:
        """Say that this clock is alive, and bury clocks that are not."""
        at = now()
        if self.last_beat and at - self.last_beat < BEAT_EVERY:
            return
        self.last_beat = at
        signs = {"started": self.started, "at": at, "behind_micros": behind // timedelta(microseconds=1)}
        Beat.objects.update_or_create(process=self.me, defaults=signs)
        Beat.objects.filter(at__lt=at - DEAD_AFTER).delete()
