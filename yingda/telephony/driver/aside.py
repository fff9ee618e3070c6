"""One process that places facts and matches for all processes of a driver, which nudge it through a pipe.

A report that lets somebody wait is followed by an offer at once, and that by a ring. Were each process to do that for
itself, they would stand in each other's way, and the event loop would wait for their Python.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import connections

from yingda.journal import placer
from yingda.routing import clockwork, matcher

log = logging.getLogger(__name__)

PLACE, MATCH = b"p", b"m"
ROOM = 4096
LONGEST_END_SECONDS, PAUSE_SECONDS = 5.0, 0.02


@contextmanager
def at_work() -> Iterator[None]:
    """Places and matches in this process."""
    placing = placer.Placer()
    placing.start()
    clockwork.start()
    try:
        yield
    finally:
        clockwork.stop()
        placing.stop()


class Aside:
    """The process, as those see it that nudge it. To be made before anything else has been started.

    It ends when all of them have. Should it die before that, each of them places and matches for itself.
    """

    def __init__(self):
        connections.close_all()
        heard, self.nudging = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            os.close(self.nudging)
            live(heard)
        os.close(heard)
        os.set_blocking(self.nudging, False)
        self.lock, self.instead = threading.Lock(), ExitStack()
        self.died = False

    @contextmanager
    def used(self) -> Iterator[None]:
        """By this process, while it is in the block."""
        placer.NUDGED[:], matcher.NUDGED[:] = [self.place], [self.match]
        try:
            with self.instead:
                yield
        finally:
            placer.NUDGED.clear()
            matcher.NUDGED.clear()

    def place(self) -> None:
        self.nudge(PLACE)

    def match(self) -> None:
        self.nudge(MATCH)

    def nudge(self, what: bytes) -> None:
        try:
            os.write(self.nudging, what)
        except BlockingIOError:
            pass  # it has thousands to hear already
        except BrokenPipeError:
            self.replace()

    def replace(self) -> None:
        """From now on this process does it for itself."""
        with self.lock:
            if not self.died:
                self.died = True
                log.error("Process %s, which placed facts and matched, has died. This one goes on with it", self.pid)
                placer.NUDGED.clear()
                self.instead.enter_context(at_work())
        placer.nudge()
        matcher.nudge()

    def end(self) -> None:
        """When nobody should use it any more: wait until it has gone. If somebody still does, it goes all the same."""
        os.close(self.nudging)
        ends = time.monotonic() + LONGEST_END_SECONDS
        while not self.is_gone():
            if time.monotonic() > ends:
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(PAUSE_SECONDS)

    def is_gone(self) -> bool:
        try:
            return os.waitpid(self.pid, os.WNOHANG)[0] == self.pid
        except ChildProcessError:
            return True  # it had died, and was buried


def live(heard: int) -> None:
    """The life of the process: until nobody is left who could nudge it."""
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, signal.SIG_IGN)
    try:
        with at_work():
            while nudges := os.read(heard, ROOM):
                if PLACE in nudges:
                    placer.nudge()
                if MATCH in nudges:
                    matcher.nudge()
    except Exception:  # nothing else would tell of it
        log.exception("The process that places facts and matches has a defect")
    finally:
        os._exit(0)
