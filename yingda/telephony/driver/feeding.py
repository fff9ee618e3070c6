"""Follows the feed: which calls to look at again, which accounts have changed."""

import asyncio
import logging
from dataclasses import dataclass, field

from yingda.journal.feed import Entry, Follower
from yingda.telephony import facts
from yingda.telephony.driver import phones
from yingda.telephony.driver.connection import Connection

log = logging.getLogger(__name__)

OVER = "ended"
EVERY_SECONDS = 0.015  # nobody hears it, and at 20 calls a second it saves two looks of three


@dataclass
class Heard:
    """What a batch of the feed came to: (contact, via), contacts whose calls move, uids of phones and trunks."""

    contacts: set[tuple[int, str]] = field(default_factory=set)
    beginning: set[int] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    trunks: set[str] = field(default_factory=set)


def understood(entries: list[Entry]) -> Heard:
    heard = Heard()
    for fact in (entry.fact for entry in entries):
        if fact.contact:
            heard.contacts.add((fact.contact, fact.via))
        if fact.name == facts.MOVED.name and fact.data["stage"] != OVER:
            heard.beginning.add(fact.contact)
        elif fact.name == facts.PHONE_CHANGED.name:
            heard.phones.add(fact.data["phone"])
        elif fact.name == facts.TRUNK_CHANGED.name:
            heard.trunks.add(fact.data["trunk"])
    return heard


class Feed:
    """The feed from now on, heard in the event loop. `async with` ends it."""

    def __init__(self, connection: Connection):
        self.connection = connection
        self.loop = asyncio.get_running_loop()
        self.follower = Follower(self.pass_on, name="telephony feed", every=EVERY_SECONDS)
        self.closed = False

    async def __aenter__(self) -> "Feed":
        await self.connection.threads.run(self.follower.start)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Without waiting: the thread ends when it has looked for the last time."""
        self.closed = True
        self.follower.ending.set()

    def pass_on(self, entries: list[Entry]) -> None:
        """In the follower's thread."""
        if not self.closed:
            self.loop.call_soon_threadsafe(self.hear, understood(entries))

    def hear(self, heard: Heard) -> None:
        if self.closed:
            return
        connection = self.connection
        connection.moved(heard.contacts, heard.beginning)
        if heard.phones or heard.trunks:
            connection.start(phones.bring_in_line(connection))
