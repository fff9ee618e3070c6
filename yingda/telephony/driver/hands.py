"""Processes that run the domain's verbs for the driver, so that its event loop never waits for their Python.

They are forked before the driver has threads or connections. Each does one job at a time: a pickled function with its
arguments goes there, what it returned or raised comes back. One that dies is missed by nobody: verbs may run twice, and
the driver's own threads take its job over.
"""

import asyncio
import collections
import gc
import logging
import os
import pickle
import signal
import socket
import struct
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.db import connections

from yingda.telephony.driver.threads import STUCK_SECONDS, Threads

log = logging.getLogger(__name__)

SIZE = struct.Struct("!I")
MOST_IN_A_ROW = 4  # of those that come first, while others wait


class Died(Exception):
    """The process ended with the job in hand."""


class Hand:
    """One process, seen from the driver. `job`: who waits for what it does."""

    def __init__(self, pid: int, end: socket.socket):
        self.pid, self.end = pid, end
        self.writer: asyncio.StreamWriter | None = None
        self.job: asyncio.Future | None = None

    def do(self, frame: bytes, job: asyncio.Future) -> None:
        self.job = job
        self.writer.write(frame)

    def finish(self, outcome: Any, error: BaseException | None) -> None:
        job, self.job = self.job, None
        if job is None or job.done():
            return  # nobody waits for it any more
        if error is None:
            job.set_result(outcome)
        else:
            job.set_exception(error)


def grow(count: int, beside: Callable[[], AbstractContextManager]) -> list[Hand]:
    """So many processes, each with `beside()` around its work. To be called before anything else has been started."""
    connections.close_all()
    gc.collect()
    gc.freeze()  # what is there now stays: neither they nor we need to go through it again and again
    hands: list[Hand] = []
    for _ in range(count):
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if not pid:
            for end in (ours, *(hand.end for hand in hands)):
                end.close()  # it must see the driver's death
            live(theirs, beside)
        theirs.close()
        hands.append(Hand(pid, ours))
    return hands


def live(end: socket.socket, beside: Callable[[], AbstractContextManager]) -> None:
    """The life of a hand: until the driver has gone."""
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, signal.SIG_IGN)
    try:
        with beside():
            while frame := received(end):
                end.sendall(framed(done(*frame)))
    except OSError:
        pass  # the driver has died meanwhile
    except Exception:  # e.g. an outcome that cannot be sent; nothing else would tell of it
        log.exception("A process for verbs has a defect")
    finally:
        connections.close_all()
        os._exit(0)


def done(function: Callable, arguments: tuple, named: dict) -> tuple[Any, BaseException | None]:
    try:
        return function(*arguments, **named), None
    except Exception as error:
        if not connections["default"].in_atomic_block:
            connections["default"].close_if_unusable_or_obsolete()
        return None, error


def received(end: socket.socket) -> Any:
    """The next job; None when the driver has gone."""
    size = exactly(end, SIZE.size)
    body = size and exactly(end, *SIZE.unpack(size))
    return pickle.loads(body) if body else None


def exactly(end: socket.socket, count: int) -> bytes:
    """So many bytes; none when the other side has closed."""
    got = b""
    while len(got) < count:
        piece = end.recv(count - len(got))
        if not piece:
            return b""
        got += piece
    return got


def framed(thing: Any) -> bytes:
    body = pickle.dumps(thing)
    return SIZE.pack(len(body)) + body


class Hands:
    """All of them, with the same `run` and `stuck` as `Threads`, which do the work where there are none."""

    def __init__(self, threads: Threads, grown: list[Hand]):
        self.threads, self.alive = threads, list(grown)
        self.idle = list(grown)
        self.waiting: collections.deque[tuple[bytes, asyncio.Future]] = collections.deque()
        self.first: collections.deque[tuple[bytes, asyncio.Future]] = collections.deque()
        self.in_a_row = 0
        self.listening: list[asyncio.Task] = []
        self.moved = time.monotonic()

    @property
    def stuck(self) -> bool:
        """Whether jobs wait and none has come to its end for a while: the database hangs."""
        busy = self.first or self.waiting or len(self.idle) < len(self.alive)
        return self.threads.stuck or bool(busy and time.monotonic() - self.moved > STUCK_SECONDS)

    async def start(self) -> None:
        for hand in self.alive:
            reader, hand.writer = await asyncio.open_connection(sock=hand.end)
            self.listening.append(asyncio.create_task(self.listen(hand, reader)))

    async def run(self, function: Callable, *arguments: Any, **named: Any) -> Any:
        """What the function returns or raises. It is named to the other process: module-level functions, plain values.

        It goes on there even when nobody waits for it any more.
        """
        return await self.send(self.waiting, function, arguments, named)

    async def run_first(self, function: Callable, *arguments: Any, **named: Any) -> Any:
        """The same before others: somebody listens to the ringing tone until it is done."""
        return await self.send(self.first, function, arguments, named)

    async def send(self, behind: collections.deque, function: Callable, arguments: tuple, named: dict) -> Any:
        if not self.alive:
            return await self.threads.run(function, *arguments, **named)
        job = asyncio.get_running_loop().create_future()
        frame = framed((function, arguments, named))
        if self.idle:
            if len(self.idle) == len(self.alive):
                self.moved = time.monotonic()
            self.idle.pop().do(frame, job)
        else:
            behind.append((frame, job))
        try:
            return await job
        except Died:
            return await self.threads.run(function, *arguments, **named)

    async def listen(self, hand: Hand, reader: asyncio.StreamReader) -> None:
        """What comes back; after each, the next job."""
        try:
            while True:
                size = await reader.readexactly(SIZE.size)
                outcome, error = pickle.loads(await reader.readexactly(*SIZE.unpack(size)))
                self.moved = time.monotonic()
                hand.finish(outcome, error)
                if job := self.next():
                    hand.do(*job)
                else:
                    self.idle.append(hand)
        except (asyncio.IncompleteReadError, OSError):
            self.bury(hand)

    def next(self) -> tuple[bytes, asyncio.Future] | None:
        """The next job: of those that come first, though after some of them one of the others."""
        if self.first and not (self.waiting and self.in_a_row >= MOST_IN_A_ROW):
            self.in_a_row += 1
            return self.first.popleft()
        self.in_a_row = 0
        return self.waiting.popleft() if self.waiting else None

    def bury(self, hand: Hand) -> None:
        log.error("Process %s, which ran reports, has died. The others, or threads of the driver, go on", hand.pid)
        self.alive.remove(hand)
        if hand in self.idle:
            self.idle.remove(hand)
        hand.finish(None, Died())
        if not self.alive:
            for _, job in (*self.first, *self.waiting):
                if not job.done():
                    job.set_exception(Died())
            self.first.clear()
            self.waiting.clear()

    def stop(self) -> None:
        """End them after the jobs in hand, and wait for that."""
        for task in self.listening:
            task.cancel()
        for hand in self.alive:
            hand.end.shutdown(socket.SHUT_RDWR)
            os.waitpid(hand.pid, 0)
