"""Speaks a leg's script: announcements, questions, messages to be left. Steps are described in `telephony.wanted`."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import DatabaseError

from yingda.lib.times import now
from yingda.telephony.driver.ari import AriError, Gone
from yingda.telephony.driver.standing import Channel
from yingda.telephony.prompts.effective import as_shipped, resolve
from yingda.telephony.reports import scripts
from yingda.telephony.wanted import WantedLeg

if TYPE_CHECKING:
    from yingda.telephony.driver.calls import LiveCall

log = logging.getLogger(__name__)

LONGEST_SECONDS = 300  # of announcements in one step
MOST_SECONDS = 600  # of a message
BETWEEN_DIGITS_SECONDS = 4


def begin(call: "LiveCall", leg: WantedLeg, channel: Channel) -> "Speaking | None":
    """The script that is spoken to this leg now, begun if it is a new one."""
    if leg.script and leg.script_no > channel.spoken:
        channel.spoken = leg.script_no
        call.scripts[leg.uid] = Speaking(call, leg, channel)
        call.scripts[leg.uid].task = call.connection.start(call.scripts[leg.uid].run())
    return call.scripts.get(leg.uid)


async def stop_outdated(call: "LiveCall", leg: WantedLeg) -> None:
    """A script of another place, or one that was replaced, is broken off: before its leg is moved."""
    speaking = call.scripts.get(leg.uid)
    if speaking and (speaking.number, speaking.place) != (leg.script_no if leg.script else 0, leg.place):
        await speaking.stop()


@dataclass
class Speaking:
    """One script under way. `digits`: pressed for the question that is asked, if one is (`asking`)."""

    call: "LiveCall"
    leg: WantedLeg
    channel: Channel
    task: asyncio.Task | None = None
    asking: dict | None = None
    digits: str = ""
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    playback: str = ""

    @property
    def number(self) -> int:
        return self.leg.script_no

    @property
    def place(self) -> str:
        return self.leg.place

    async def run(self) -> None:
        """Step by step; then the domain hears of it, and the call is looked at again."""
        outcome: dict = {}
        try:
            for at, step in enumerate(self.leg.script):
                outcome |= await self.do(at, step)
        except Gone:
            return self.over()  # the end of the leg is told by itself
        except AriError as error:
            log.exception("Script %s of leg %s breaks off", self.number, self.leg.uid)
            outcome["failed"] = error.status
        self.over()
        self.call.report(scripts.scripted, self.leg.uid, self.number, outcome, at=now())

    def over(self) -> None:
        if self.call.scripts.get(self.leg.uid) is self:
            del self.call.scripts[self.leg.uid]

    async def stop(self) -> None:
        """Break off, and be silent before anything else happens with the channel."""
        self.over()
        self.task.cancel()
        await asyncio.wait([self.task])

    async def do(self, at: int, step: dict) -> dict:
        """One step; what came of it."""
        if "say" in step:
            await self.play(at, step["say"])
            return {}
        if "ask" in step:
            return await self.ask(at, step)
        if "record" in step:
            return await self.record(step)
        await self.ari.delete(f"channels/{self.channel.id}", reason=step["hang_up"])
        return {}

    async def play(self, at: int, sounds: list[str]) -> None:
        """Until they were heard, or for as long as announcements may take."""
        if not sounds:
            return
        playback, playing = f"{self.leg.uid}.{self.number}.{at}", self.call.connection.has.playing
        done = playing[playback] = asyncio.get_running_loop().create_future()
        try:
            media = ",".join(await self.as_the_line_has(sounds))
            await self.begin_playback(playback, media)
            await asyncio.wait([done], timeout=LONGEST_SECONDS)
        finally:
            del playing[playback]
            if not done.done():
                await self.silence(playback)

    async def as_the_line_has(self, sounds: list[str]) -> list[str]:
        """Recorded, spoken anew or as shipped; as shipped when that cannot be found out."""
        try:
            return await self.call.connection.threads.run(resolve, sounds, self.call.line)
        except (DatabaseError, OSError):
            log.exception("The sounds of call %s are taken as shipped", self.call.number)
            return as_shipped(sounds)

    async def begin_playback(self, playback: str, media: str) -> None:
        """One of the same name that goes on since an earlier connection ends first."""
        if not self.channel.known:
            await self.silence(playback)
        await self.ari.post(f"channels/{self.channel.id}/play/{playback}", media=media)

    async def silence(self, playback: str) -> None:
        try:
            await self.ari.delete(f"playbacks/{playback}")
        except Gone as error:
            log.debug("%s", error)

    async def ask(self, at: int, step: dict) -> dict:
        """The question, which a key ends, and then so many seconds to answer."""
        self.asking, self.digits = step, ""
        self.answered.clear()
        asked = asyncio.create_task(self.play(at, step["ask"]))
        answer = asyncio.create_task(self.answered.wait())
        try:
            await asyncio.wait([asked, answer], return_when=asyncio.FIRST_COMPLETED)
            if asked.done():
                asked.result()
                await asyncio.wait([answer], timeout=step.get("seconds", BETWEEN_DIGITS_SECONDS))
            await self.more(step)
        finally:
            self.asking = None
            for task in (asked, answer):
                task.cancel()
            await asyncio.wait([asked, answer])
        return {"digits": self.digits}

    async def more(self, step: dict) -> None:
        """Questions with several digits: until there are enough, or # is pressed, or no more come."""
        while self.digits and len(self.digits) < step.get("digits", 1) and not self.answered.is_set():
            before = self.digits
            await asyncio.sleep(BETWEEN_DIGITS_SECONDS)
            if self.digits == before:
                return

    def press(self, digit: str) -> bool:
        """A key: True when a question takes it."""
        if self.asking is None:
            return False
        if digit == "#" and self.asking.get("digits", 1) > 1:
            self.answered.set()
        elif digit in self.asking.get("valid", "0123456789*#"):
            self.digits += digit
            if len(self.digits) >= self.asking.get("digits", 1):
                self.answered.set()
        return True

    async def record(self, step: dict) -> dict:
        """A message; what was recorded is delivered when the exchange tells its end, see `recording`."""
        name, recording = step["record"], self.call.connection.has.recording
        done = recording[name] = asyncio.get_running_loop().create_future()
        try:
            await self.ari.post(
                f"channels/{self.channel.id}/record", name=name, format="wav", ifExists="overwrite",
                maxDurationSeconds=step.get("most", MOST_SECONDS), maxSilenceSeconds=step.get("silence", 0),
                terminateOn="#",
            )  # fmt: skip
        except Gone:
            if self.channel.known:
                raise
            log.info("Message %s is being recorded since before", name)
        try:
            return {"recorded": await done}
        finally:
            del recording[name]

    @property
    def ari(self):
        return self.call.connection.ari
