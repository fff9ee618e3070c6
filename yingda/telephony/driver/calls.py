"""One live call: its reports go to the domain in order, and after each of them what is wanted is made so."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from yingda.telephony.driver import applying, recording
from yingda.telephony.driver.ari import AriError, Disconnected
from yingda.telephony.driver.looking import Report
from yingda.telephony.driver.standing import Channel
from yingda.telephony.wanted import WantedCall

if TYPE_CHECKING:
    from yingda.telephony.driver.bridging import Ear
    from yingda.telephony.driver.connection import Connection
    from yingda.telephony.driver.recording import Running
    from yingda.telephony.driver.scripts import Speaking

log = logging.getLogger(__name__)


class LiveCall:
    """What must be remembered of a call. `talk`: its bridge; `rung`: legs that were rung once, by uid.

    `ears`: who listens in, `scripts`: what is being said, both by leg.
    """

    def __init__(self, connection: "Connection", number: int):
        self.connection, self.number = connection, number
        self.contact, self.line = 0, ""
        self.reports: list[Report] = []
        self.keyed: list[Channel] = []  # phones whose transfer key is among the reports
        self.due = asyncio.Event()
        self.unseen = False  # something may be wanted that we have not looked at
        self.seen: WantedCall | None = None  # was wanted as the call came
        self.rung: set[str] = set()
        self.talk = ""
        self.talkers: set[str] = set()  # channels that were last joined in it
        self.ears: dict[str, Ear] = {}
        self.scripts: dict[str, Speaking] = {}
        self.running: Running | None = None
        self.failed: set[str] = set()  # recordings that cannot be begun, or not again
        self.ending = False  # nothing is wanted of it any more

    @property
    def channels(self) -> list[Channel]:
        return self.connection.has.of_call(self.number)

    def report(self, verb: Callable, *arguments: object, at: datetime) -> None:
        """Tell the domain, behind what it was told before; then look."""
        self.note(verb, *arguments, at=at)
        self.look()

    def note(self, verb: Callable, *arguments: object, at: datetime) -> None:
        """Tell the domain what changes nothing of what is wanted."""
        self.reports.append(partial(verb, *arguments, at=at))
        self.due.set()

    def begin(self, wanted: WantedCall | None) -> None:
        """What was wanted of a call that has just come, if nothing has moved it since; None: look."""
        self.seen, self.unseen = wanted, self.unseen or wanted is None
        self.due.set()

    def look(self) -> None:
        """Something may be wanted."""
        self.unseen = True
        self.due.set()

    def left(self) -> None:
        """A channel is gone of which nobody needs to be told."""
        if self.ending and not self.channels:
            self.due.set()

    def lost_channel(self, channel: Channel) -> None:
        """It has ended, by whomever: so has what was going on there."""
        recording.channel_left(self, channel)
        speaking = self.scripts.get(channel.leg)
        if speaking and speaking.channel is channel:
            speaking.over()
            speaking.task.cancel()

    async def tell_phone(self, channel: Channel, *, accepted: bool) -> None:
        """Whether its transfer key has worked."""
        state = "channel_answered" if accepted else "channel_declined"
        try:
            await self.connection.ari.post(f"channels/{channel.id}/transfer_progress", states=state)
        except AriError as error:
            log.info("Phone %s: %s", channel.endpoint, error)

    async def run(self) -> None:
        """Until nothing is wanted of the call and nothing of it is left."""
        while not (self.ending and not self.channels and not self.reports):
            await self.due.wait()
            self.due.clear()
            wanted = await self.told()
            if wanted is not None:
                self.become(wanted)
                await self.follow(wanted)
        self.connection.forget(self)

    async def told(self) -> WantedCall | None:
        reports, self.reports = self.reports, []
        keyed, self.keyed = self.keyed, []
        unseen, self.unseen = self.unseen, False
        seen, self.seen = self.seen, None
        looking = self.connection.looking
        if reports:
            wanted = await looking.report(self.number, self.contact, reports, look=unseen or seen is not None)
        elif unseen and not self.ending:
            wanted = await looking.look(self.number)
        else:
            wanted = seen
        for channel in keyed:
            channel.transfers = True  # what is wanted from now on says what came of it
        return wanted

    def become(self, wanted: WantedCall) -> None:
        if not self.contact:
            self.contact = wanted.contact_id
            self.connection.contacts[self.contact] = self.number
            if self.connection.unmet.pop(self.contact, False):
                self.look()
        self.line, self.ending = wanted.line, not wanted.legs

    async def follow(self, wanted: WantedCall) -> None:
        """What the exchange refuses is logged, as is a defect of ours; the next look tries again."""
        try:
            await applying.follow(self, wanted)
        except Disconnected:
            raise
        except Exception:
            log.exception("Call %s could not be brought in line", self.number)
