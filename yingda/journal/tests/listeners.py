"""Browsers on the journal's test stage: they open a stream of the ASGI application and keep what it sends."""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from django.db import connections

from yingda.journal import placer
from yingda.journal.streaming import Streams

PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Scope:
    """A person who sees these lines."""

    person: int
    lines: frozenset[int]

    def sees_line(self, line):
        return line in self.lines


@dataclass
class Browser:
    """An open stream."""

    task: asyncio.Task | None = None
    left: asyncio.Event = field(default_factory=asyncio.Event)
    reads: asyncio.Event = field(default_factory=asyncio.Event)
    status: int | None = None
    text: str = ""
    complete: bool = False

    async def receive(self):
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        await self.reads.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.text += message["body"].decode()
            self.complete = not message.get("more_body")

    @property
    def blocks(self):
        return [dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
                for block in self.text.split("\n\n") if block]  # fmt: skip

    @property
    def events(self):
        """The facts heard, as the page's script would get them."""
        return [json.loads(block["data"]) for block in self.blocks if "data" in block and "event" not in block]

    @property
    def numbers(self):
        return [event["data"]["number"] for event in self.events]

    @property
    def last_id(self):
        return [block["id"] for block in self.blocks if "id" in block][-1]

    async def leave(self):
        self.left.set()
        await asyncio.wait_for(self.task, PATIENCE_SECONDS)


@asynccontextmanager
async def house():
    """A web process's streams, started and stopped."""
    streams = Streams()
    await streams.start()
    try:
        yield streams
    finally:
        await streams.stop()


async def visit(streams, *, path="/feed", query="", headers=(), method="GET", reading=True, settle=True):
    """Open a stream; returns the browser when the stream has begun or was refused."""
    browser = Browser()
    if reading:
        browser.reads.set()
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in dict(headers).items()],
    }
    browser.task = asyncio.ensure_future(streams(scope, browser.receive, browser.send))
    if settle:
        await until(lambda: "id: " in browser.text or browser.complete)
    return browser


async def until(true):
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not true():
            await asyncio.sleep(0.005)


async def happen(verb, *arguments, **who):
    """Run a verb in a thread of its own, as a request would, and see that its facts are placed."""

    def run():
        try:
            verb(*arguments, **who)
            placer.place_once()
        finally:
            connections.close_all()

    await asyncio.to_thread(run)
