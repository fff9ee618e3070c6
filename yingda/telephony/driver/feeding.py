"""Follows the feed: which calls to look at again, which accounts have changed.

What a call's own reports did to its contact is left out: whoever handed them over has looked already.
"""

import asyncio
import json
import logging
from dataclasses import dataclass, field
from functools import partial

from yingda.journal.feed import Brief, Follower, briefly
from yingda.telephony import facts
from yingda.telephony.driver import phones
from yingda.telephony.driver.connection import Connection

log = logging.getLogger(__name__)

OVER = "ended"
EVERY_SECONDS = 0.015  # nobody hears it, and at 20 calls a second it saves two looks of three


@dataclass
class Heard:
    """What a batch of the feed came to: contacts, those whose calls move, uids of phones and trunks."""

    contacts: set[int] = field(default_factory=set)
    beginning: set[int] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    trunks: set[str] = field(default_factory=set)


def understood(entries: list[Brief]) -> Heard:
    heard = Heard()
    for entry in entries:
        if entry.contact:
            heard.contacts.add(entry.contact)
        if entry.name == facts.MOVED.name and json.loads(entry.data)["stage"] != OVER:
            heard.beginning.add(entry.contact)
        elif entry.name == facts.PHONE_CHANGED.name:
            heard.phones.add(json.loads(entry.data)["phone"])
        elif entry.name == facts.TRUNK_CHANGED.name:
            heard.trunks.add(json.loads(entry.data)["trunk"])
    return heard


class Feed:
    """The feed from now on, heard in the event loop. `async with` ends it."""

    def __init__(self, connection: Connection):
        self.connection = connection
        self.loop = asyncio.get_running_loop()
        read = partial(briefly, but=connection.looking.ours, always=facts.MOVED.name)
        self.follower = Follower(self.pass_on, read=read, name="telephony feed", every=EVERY_SECONDS)
        self.closed = False

    async def __aenter__(self) -> "Feed":
        await self.connection.threads.run(self.follower.start)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Without waiting: the thread ends when it has looked for the last time."""
        self.closed = True
        self.follower.ending.set()

    def pass_on(self, entries: list[Brief]) -> None:
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
