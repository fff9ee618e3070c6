"""One broadcaster a process hands each committed fact to the open streams that may hear it.

It works in a thread of its own (database, rights, JSON) and only puts finished bytes into the streams' bounded queues,
which live in the event loop. A full queue ends its stream: the client resumes from its last position.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence

from yingda.journal import signals
from yingda.journal.audience import REREAD_AFTER, Audience
from yingda.journal.feed import Entry, Follower
from yingda.journal.models import Fact
from yingda.journal.presenting import Batch, dumps

MOST_WAITING = 256
EVERY_SECONDS = 0.01  # nobody sees it, and facts that come close together are built together


class Stream:
    """An open stream: whom it serves, and what waits to be sent. Its queue is touched in the event loop only."""

    def __init__(self, audience: Audience, renew: Callable[[], Audience | None]):
        self.audience: Audience | None = audience
        self.renew = renew
        self.behind = 0  # nothing up to this position is sent by the broadcaster
        self.waiting: deque[bytes] = deque()
        self.stirred = asyncio.Event()
        self.loop = asyncio.get_running_loop()
        self.over = self.loop.create_future()
        self.fed = self.loop.time()
        self.rights_read = self.loop.time()

    def put(self, pieces: Sequence[bytes]) -> None:
        self.waiting.extend(pieces)
        if len(self.waiting) > MOST_WAITING:
            self.end()
        self.fed = self.loop.time()
        self.stirred.set()

    def end(self) -> None:
        self.audience = None
        if not self.over.done():
            self.over.set_result(None)

    async def take(self) -> bytes:
        """All that waits, when something does."""
        await self.stirred.wait()
        self.stirred.clear()
        taken = b"".join(self.waiting)
        self.waiting.clear()
        return taken

    def reread(self) -> None:
        """Ask for its rights again; without any it ends. Called from worker threads."""
        self.rights_read = self.loop.time()
        audience = self.renew()
        if audience is None:
            self.loop.call_soon_threadsafe(self.end)
        self.audience = None if self.over.done() else audience

    def is_concerned(self, fact: Fact) -> bool:
        """Whether a change of rights is this stream's: of its person, of all persons, or of its contact."""
        if self.audience is None:
            return False
        if self.audience.kind == "staff":
            return fact.person in (None, self.audience.person)
        return fact.contact is not None and fact.contact == self.audience.contact


class Broadcaster:
    """Follows the feed and tells the streams."""

    def __init__(self):
        self.loop = asyncio.get_running_loop()
        self.lock = threading.Lock()
        self.streams: set[Stream] = set()
        self.follower = Follower(self.broadcast, name="broadcaster", every=EVERY_SECONDS)
        self.delivered = 0  # what has reached the queues; in the event loop only
        self.position = 0  # what is on its way there
        self.rights_changed = 0  # position of the last fact after which rights were read again

    def start(self) -> None:
        """Begin at the head of the feed. Blocks: call it from a worker thread."""
        signals.HEARERS.append(self.signal)
        self.follower.start()
        self.position = self.delivered = max(self.position, self.follower.position)

    def stop(self) -> None:
        """End the thread. Blocks."""
        signals.HEARERS.remove(self.signal)
        self.follower.stop()

    def join(self, stream: Stream, after: int) -> int:
        """Add a stream that knows all up to `after`. All behind the returned position will come into its queue."""
        with self.lock:
            self.streams.add(stream)
            stream.behind = max(self.position, after)
            return self.position

    def leave(self, stream: Stream) -> None:
        with self.lock:
            self.streams.discard(stream)

    def end_all(self) -> None:
        """End every stream; call it in the event loop."""
        for stream in tuple(self.streams):
            stream.end()

    def broadcast(self, entries: list[Entry]) -> None:
        """The follower's callback. May hear an entry again after trouble: nothing is sent before all is ready."""
        for entry in entries:
            if entry.fact.name in REREAD_AFTER:
                self.reread(entry)
        batch = Batch(entries)
        with self.lock:
            streams = set(self.streams)
        plan = shares(batch, streams)
        with self.lock:
            plan += shares(batch, self.streams - streams)  # who came in the meantime
            self.position = entries[-1].position
            self.loop.call_soon_threadsafe(self.deliver, plan, self.position)

    def reread(self, entry: Entry) -> None:
        """Rights have changed: what follows is judged by the new ones."""
        self.rights_changed = entry.position
        with self.lock:
            streams = tuple(self.streams)
        for stream in streams:
            if stream.is_concerned(entry.fact):
                stream.reread()

    def deliver(self, plan: list[tuple[Stream, list[bytes]]], position: int) -> None:
        for stream, pieces in plan:
            stream.put(pieces)
        self.delivered = position

    def beat(self, quiet_seconds: float) -> None:
        """Let streams that were silent for so long say that they live, in the event loop.

        With the position: who hears little must not seem far behind when coming back.
        """
        for stream in tuple(self.streams):
            if stream.loop.time() - stream.fed >= quiet_seconds:
                stream.put([b": \nid: %d\n\n" % max(self.delivered, stream.behind)])

    def due_for_reading(self, seconds: float) -> list[Stream]:
        """Streams whose rights were not read for so long."""
        return [stream for stream in self.streams if stream.loop.time() - stream.rights_read >= seconds]

    def signal(self, key: str, payload: dict) -> None:
        """Signals go to the streams whose key they name; a full queue loses them."""
        self.loop.call_soon_threadsafe(self.deliver_signal, key, b"event: signal\ndata: %s\n\n" % dumps(payload))

    def deliver_signal(self, key: str, piece: bytes) -> None:
        for stream in tuple(self.streams):
            audience = stream.audience
            if audience and audience.key == key and len(stream.waiting) < MOST_WAITING // 2:
                stream.put([piece])


def shares(batch: Batch, streams: set[Stream]) -> list[tuple[Stream, list[bytes]]]:
    """For each stream that may see any of the batch, what it may see."""
    return [
        (stream, pieces)
        for stream in streams
        if (audience := stream.audience) and (pieces := batch.seen_by(audience, stream.behind))
    ]
