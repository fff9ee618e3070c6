"""Where verbs run: a few threads, each with a database connection that is closed when there is nothing to do."""

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections, connections

IDLE_SECONDS = 30
FRESH_SECONDS = 2  # a connection used since then is believed to be good
STUCK_SECONDS = 3


class Threads:
    """At most `most` threads; each starts when it is first needed."""

    def __init__(self, most: int, name: str):
        self.most, self.name = most, name
        self.jobs: queue.SimpleQueue = queue.SimpleQueue()
        self.threads: list[threading.Thread] = []
        self.open = 0  # jobs not yet done; touched by the event loop only
        self.moved = time.monotonic()

    async def run(self, function: Callable, *arguments: Any, **named: Any) -> Any:
        """What the function returns or raises. It goes on in its thread even when nobody waits for it any more."""
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        if not self.open:
            self.moved = time.monotonic()
        self.open += 1
        if len(self.threads) < min(self.most, self.open):
            self.begin()
        self.jobs.put((loop, done, function, arguments, named))
        return await done

    def begin(self) -> None:
        thread = threading.Thread(target=self.work, name=f"{self.name}-{len(self.threads)}", daemon=True)
        self.threads.append(thread)
        thread.start()

    @property
    def stuck(self) -> bool:
        """Whether jobs wait and none has come to its end for a while: the database hangs."""
        return self.open > 0 and time.monotonic() - self.moved > STUCK_SECONDS

    def work(self) -> None:
        used = 0.0
        while True:
            try:
                job = self.jobs.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                connections.close_all()
                continue
            if job is None:
                break
            if time.monotonic() - used > FRESH_SECONDS:
                close_old_connections()
            used = time.monotonic() if self.do(*job) else 0.0
        connections.close_all()

    def do(self, loop: asyncio.AbstractEventLoop, done: asyncio.Future, function: Callable, arguments, named) -> bool:
        """Run one job and tell the event loop; whether it went well."""
        try:
            outcome, error = function(*arguments, **named), None
        except BaseException as raised:  # it belongs to whoever waits in the event loop
            outcome, error = None, raised
        try:
            loop.call_soon_threadsafe(self.settle, done, outcome, error)
        except RuntimeError:
            pass  # the event loop has ended: nobody waits
        return error is None

    def settle(self, done: asyncio.Future, outcome: Any, error: BaseException | None) -> None:
        self.open -= 1
        self.moved = time.monotonic()
        if done.done():
            return
        if error is None:
            done.set_result(outcome)
        else:
            done.set_exception(error)

    def stop(self) -> None:
        """End after the jobs in hand, and wait for that."""
        for _ in self.threads:
            self.jobs.put(None)
        for thread in self.threads:
            thread.join()
