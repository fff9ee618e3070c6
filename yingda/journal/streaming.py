"""The feed over HTTP: server-sent events from a small ASGI application that stands before Django.

`GET /feed` for staff, `GET /feed/visitor` for the customer of a chat; `?after=` or Last-Event-ID says where to go on.
A stream signs in once in a worker thread that lets its database connection go; after that it costs a queue.
"""

import asyncio
import json
import logging
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qsl

from django.db import connections

from yingda.journal import feed
from yingda.journal.audience import Audience, Kind, sign_in
from yingda.journal.broadcasting import Broadcaster, Stream
from yingda.journal.placer import Placer
from yingda.journal.presenting import Batch
from yingda.lib.db import on_postgresql
from yingda.lib.say import Sentence, say

log = logging.getLogger(__name__)

PATHS: dict[str, Kind] = {"/feed": "staff", "/feed/visitor": "customer"}
BEAT_SECONDS = 0.5
HEARTBEAT_SECONDS = 14.5  # and at most a beat more
REREAD_SECONDS = 60
TOO_FAR_BEHIND = 5000
MOST_STREAMS = 2000
RETRY_MILLISECONDS = (1000, 3000)  # spread, so that not all come back at once
LAST_WORD_SECONDS = 1
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
SIGN_IN = say("请先登录。", "Sign in first.")
NO_POSITION = say("after 应为一个整数位置。", "after must be a position, a whole number.")
NOT_FOUND = say("没有找到，或您无权查看。", "Not found, or not yours to see.")
ONLY_GET = say("此地址只能读取。", "This address can only be read.")
TOO_MANY = say("连接太多，请稍后再试。", "Too many streams, try again later.")


class Door:
    """One worker thread for what a stream asks of the database. It lets its connection go when nobody waits."""

    def __init__(self):
        self.executor = ThreadPoolExecutor(1, "feed-door")
        self.lock = threading.Lock()
        self.waiting = 0

    async def ask(self, function: Callable, *arguments: object):
        with self.lock:
            self.waiting += 1
        return await asyncio.get_running_loop().run_in_executor(self.executor, self.run, function, *arguments)

    def run(self, function: Callable, *arguments: object):
        try:
            return function(*arguments)
        finally:
            with self.lock:
                self.waiting -= 1
                last = not self.waiting
            if last:
                connections.close_all()

    def close(self) -> None:
        self.executor.shutdown(cancel_futures=True)


class Streams:
    """The ASGI application. `start` and `stop` belong to the server's lifespan."""

    def __init__(self):
        self.broadcaster: Broadcaster | None = None
        self.closing = False

    async def start(self) -> None:
        """Begin to follow the feed and, on PostgreSQL, to place what this process writes."""
        self.closing = False
        self.door = Door()
        self.broadcaster = Broadcaster()
        await self.door.ask(self.broadcaster.start)
        self.placer = Placer() if on_postgresql() else None
        if self.placer:
            self.placer.start()
        self.keeping = asyncio.create_task(self.keep())
        OPEN.append(self)

    async def stop(self) -> None:
        OPEN.remove(self)
        self.close()
        self.keeping.cancel()
        await self.door.ask(self.broadcaster.stop)
        if self.placer:
            await self.door.ask(self.placer.stop)
        self.door.close()

    def close(self) -> None:
        """End every stream now and take no new ones; call it in the event loop."""
        self.closing = True
        self.broadcaster.end_all()

    async def keep(self) -> None:
        """Let quiet streams beat, and read everybody's rights again from time to time: also sessions end in silence."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            self.broadcaster.beat(HEARTBEAT_SECONDS)
            for stream in self.broadcaster.due_for_reading(REREAD_SECONDS):
                try:
                    await self.door.ask(stream.reread)
                except Exception:  # the database's trouble or a higher room's: tried again after the next interval
                    log.exception("The rights of a stream could not be read again")

    async def __call__(self, scope, receive, send) -> None:
        kind = PATHS.get(scope["path"].rstrip("/"))
        if kind is None:
            await refuse(send, 404, "not_found", NOT_FOUND)
        elif scope["method"] != "GET":
            await refuse(send, 405, "only_get", ONLY_GET)
        elif self.closing or self.broadcaster is None or len(self.broadcaster.streams) >= MOST_STREAMS:
            await refuse(send, 503, "too_many", TOO_MANY)
        else:
            await self.open(kind, scope, receive, send)

    async def open(self, kind: Kind, scope, receive, send) -> None:
        """Sign in, say where the stream begins, and serve it until either side ends it."""
        headers, query = headers_of(scope), dict(parse_qsl(scope["query_string"].decode("latin-1")))
        after = headers.get("last-event-id") or query.get("after") or ""
        if after and not (after.isascii() and after.isdigit() and len(after) < 19):
            return await refuse(send, 422, "malformed", NO_POSITION)
        renew = partial(sign_in, kind, headers, query)
        changes = self.broadcaster.rights_changed
        audience, head = await self.door.ask(let_in, renew)
        if audience is None:
            return await refuse(send, 401, "sign_in", SIGN_IN)
        known = int(after) if after else None
        stream = Stream(audience, renew)
        try:
            reached = self.broadcaster.join(stream, min(known or 0, head))
            if self.broadcaster.rights_changed != changes:
                await self.door.ask(stream.reread)
            await self.serve(stream, receive, send, Beginning(known, reached, head))
        finally:
            self.broadcaster.leave(stream)

    async def serve(self, stream: Stream, receive, send, begin: "Beginning") -> None:
        """Until the client has gone or the stream is over."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        left, pumping = (asyncio.ensure_future(work) for work in (gone(receive), self.pump(stream, send, begin)))
        try:
            await asyncio.wait([left, pumping, stream.over], return_when=asyncio.FIRST_COMPLETED)
        finally:
            there = not left.done()
            left.cancel()
            pumping.cancel()
            for ended in await asyncio.gather(left, pumping, return_exceptions=True):
                if isinstance(ended, Exception):
                    log.error("A stream broke off; its client resumes", exc_info=ended)
        if there:
            await say_goodbye(send)

    async def pump(self, stream: Stream, send, begin: "Beginning") -> None:
        """Greet, catch up, then send what the broadcaster brings."""
        await write(send, begin.greeting())
        position = begin.position
        while position < begin.reached and stream.audience:
            piece, position = await self.door.ask(portion, stream.audience, position, begin.reached)
            await write(send, piece)
        while True:
            await write(send, await stream.take())


@dataclass(frozen=True)
class Beginning:
    """Where a stream begins: the client knows all up to `known`, the broadcaster brings all behind `reached`."""

    known: int | None
    reached: int
    head: int

    @property
    def lost(self) -> bool:
        """Too far behind to be told everything, or ahead of a feed that was put back to an older state."""
        return self.known is not None and (self.known > self.head or self.reached - self.known > TOO_FAR_BEHIND)

    @property
    def position(self) -> int:
        return self.reached if self.lost or self.known is None else self.known

    def greeting(self) -> bytes:
        retry = b"retry: %d\n\n" % random.randint(*RETRY_MILLISECONDS)
        if self.lost:
            return retry + b'event: reset\nid: %d\ndata: {"position":%d}\n\n' % (self.position, self.position)
        return retry + b"id: %d\n\n" % self.position


def let_in(renew: Callable[[], Audience | None]) -> tuple[Audience | None, int]:
    """Who asks, and how far the feed has come."""
    audience = renew()
    return audience, feed.head() if audience else 0


def portion(audience: Audience, position: int, until: int) -> tuple[bytes, int]:
    """The next events behind `position` for this audience, and the position that was reached."""
    entries = [entry for entry in feed.after(position) if entry.position <= until]
    if not entries:
        return b"id: %d\n\n" % until, until
    last = entries[-1].position
    return b"".join([*Batch(entries).seen_by(audience, position), b"id: %d\n\n" % last]), last


def headers_of(scope) -> dict[str, str]:
    """Headers by lower-case name; several of one name, as HTTP/2 sends cookies, joined."""
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}; {text}" if key in headers else text
    return headers


async def gone(receive) -> None:
    """Returns when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def write(send, piece: bytes) -> None:
    await send({"type": "http.response.body", "body": piece, "more_body": True})


async def say_goodbye(send) -> None:
    """End the answer properly, unless the client does not even read."""
    try:
        await asyncio.wait_for(send({"type": "http.response.body", "body": b""}), LAST_WORD_SECONDS)
    except TimeoutError:
        pass  # the server drops the connection


async def refuse(send, status: int, code: str, sentence: Sentence) -> None:
    """An answer in the form of the API's refusals, in Chinese: the stream knows no language."""
    body = json.dumps({"code": code, "message": sentence("zh")}, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


OPEN: list[Streams] = []


def close_all() -> None:
    """The server is asked to end: every stream ends now, its client comes back to the next server."""
    for streams in OPEN:
        streams.close()
