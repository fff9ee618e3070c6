"""How the audio comes through: measured now and again for those who talk, and often for a phone that has vanished."""

import asyncio
import logging
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import DatabaseError, InterfaceError

from yingda.lib.times import now
from yingda.telephony.driver.ari import AriError
from yingda.telephony.driver.standing import Channel
from yingda.telephony.reports import legs, quality

if TYPE_CHECKING:
    from yingda.telephony.driver.connection import Connection

log = logging.getLogger(__name__)

EVERY_SECONDS = 5.0
MOST = 60  # channels at a time
SUSPECT_EVERY_SECONDS = 1.0
SILENT_LOOKS = 2  # so many seconds without a packet, and the phone is lost
SUSPICION_SECONDS = 20


@dataclass
class Sample:
    """Packets so far; jitter and round trip in ms."""

    received: int
    lost: int
    jitter: float
    round_trip: float | None


async def measure(connection: "Connection") -> None:
    """For ever: legs in a talk; of very many, some by chance."""
    before: dict[str, Sample] = {}
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        talking = [channel for channel in connection.has.channels.values() if channel.bridge and channel.leg]
        chosen = talking if len(talking) <= MOST else random.sample(talking, MOST)
        found = {channel.id: await sample(connection, channel) for channel in chosen}
        rows = [
            (channel.leg, *compared(before[channel.id], found[channel.id]))
            for channel in chosen
            if channel.id in before and found[channel.id]
        ]
        before = {channel: told for channel, told in found.items() if told}
        if rows:
            await report(connection, rows)


async def sample(connection: "Connection", channel: Channel) -> Sample | None:
    """None for a channel that has ended, or has no audio yet."""
    try:
        told = await connection.ari.get(f"channels/{channel.id}/rtp_statistics")
    except AriError:
        return None
    trip = told.get("rtt") or 0
    return Sample(told["rxcount"], told["rxploss"], told.get("rxjitter", 0) * 1000, trip * 1000 if trip else None)


def compared(before: Sample, after: Sample) -> tuple[float, float, float | None]:
    """Loss in percent since the last look, jitter and round trip now."""
    received, lost = max(0, after.received - before.received), max(0, after.lost - before.lost)
    loss = 100 * lost / (received + lost) if received + lost else 0.0
    return loss, after.jitter, after.round_trip


async def report(connection: "Connection", rows: list[tuple]) -> None:
    await connection.lease.gate()
    try:
        await connection.hands.run(tell, rows)
    except (DatabaseError, InterfaceError):
        log.exception("The quality of %s legs was not kept", len(rows))


def tell(rows: list[tuple]) -> None:
    for row in rows:
        quality.measured(*row, at=now())


async def suspect(connection: "Connection", username: str) -> None:
    """This phone has signed off, or its connection broke: whoever talks on it may be gone without a word."""
    for channel in connection.has.of_endpoint(username):
        if channel.inside and channel.id not in connection.suspects:
            connection.suspects.add(channel.id)
            connection.start(watch(connection, channel))


async def watch(connection: "Connection", channel: Channel) -> None:
    """Until packets stay away, or for so long that it was a false alarm."""
    silent, before = 0, await sample(connection, channel)
    for _ in range(int(SUSPICION_SECONDS / SUSPECT_EVERY_SECONDS)):
        await asyncio.sleep(SUSPECT_EVERY_SECONDS)
        after = await sample(connection, channel)
        if before is None or after is None:
            break
        silent = silent + 1 if after.received == before.received and not channel.held else 0
        before = after
        call = connection.call_of(channel)
        if call and silent >= SILENT_LOOKS:
            call.report(legs.ended, channel.leg, "lost", at=now())
            break
    connection.suspects.discard(channel.id)
