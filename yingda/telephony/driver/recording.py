"""Records talks: MixMonitor on the customer's channel writes both directions, raw and side by side (left: customer).

A recording belongs to a channel and ends with it. What was recorded is delivered as a file on this machine.
"""

import asyncio
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import DatabaseError, InterfaceError

from yingda.environment import env
from yingda.lib.times import now
from yingda.telephony.driver.ami import AmiRefused
from yingda.telephony.driver.ari import AriError
from yingda.telephony.driver.standing import Channel
from yingda.telephony.models import Exchange, Leg, Recording
from yingda.telephony.reports import recorded
from yingda.telephony.wanted import WantedCall

if TYPE_CHECKING:
    from yingda.telephony.driver.calls import LiveCall
    from yingda.telephony.driver.connection import Connection

log = logging.getLogger(__name__)

FOLDER = "recording"  # in the exchange's spool; ARI's stored recordings lie there too
SIDE_BY_SIDE = "D"  # stereo, raw
CLOSES_SECONDS = 0.5  # Asterisk closes the file behind the channel's end
COLLECT_SECONDS = 3.0
ARRIVING = "arriving"


@dataclass
class Running:
    """A recording under way on a channel. `muted`: it writes silence."""

    uid: str
    channel: str
    muted: bool = False


async def follow(call: "LiveCall", wanted: WantedCall, there: dict[str, Channel]) -> None:
    """Begin, pause, resume, stop, as is wanted."""
    if call.running and call.running.uid != wanted.recording:
        await stop(call)
    if wanted.recording and not call.running and wanted.recording not in call.failed:
        legs = (leg for leg in wanted.legs if leg.party == Leg.Party.CUSTOMER and leg.uid in there)
        channel = next((there[leg.uid] for leg in legs if there[leg.uid].inside), None)
        if channel:
            await begin(call, wanted.recording, channel)
    if call.running and call.running.muted != wanted.paused:
        await mute(call, wanted.paused)


async def begin(call: "LiveCall", uid: str, channel: Channel) -> None:
    file = f"../{FOLDER}/{uid}.raw"  # seen from where MixMonitor writes by itself
    if await act(call.connection, "MixMonitor", Channel=channel.id, File=file, Options=SIDE_BY_SIDE):
        call.running = Running(uid, channel.id)
    else:
        call.failed.add(uid)


async def mute(call: "LiveCall", on: bool) -> None:
    """Silence is written while it is paused, so that times stay right."""
    await act(call.connection, "MixMonitorMute", Channel=call.running.channel, Direction="both", State=int(on))
    call.running.muted = on


async def stop(call: "LiveCall") -> None:
    """The file is closed when the exchange has answered."""
    running, call.running = call.running, None
    await act(call.connection, "StopMixMonitor", Channel=running.channel)
    deliver(call.connection, f"{running.uid}.raw", running.uid)


def channel_left(call: "LiveCall", channel: Channel) -> None:
    """What was recorded on it is closed by the exchange itself, soon."""
    if call.running and call.running.channel == channel.id:
        running, call.running = call.running, None
        call.failed.add(running.uid)  # it cannot go on elsewhere
        deliver(call.connection, f"{running.uid}.raw", running.uid, after=CLOSES_SECONDS)


def voice_mail_over(connection: "Connection", name: str, seconds: float) -> None:
    """A message was left; nothing was said, and there may be no file."""
    deliver(connection, f"{name}.wav", name)


async def act(connection: "Connection", action: str, **fields: object) -> bool:
    """Whether the exchange did it. A channel that has just ended is normal."""
    if connection.ami is None:
        log.error("%s needs the manager interface of the exchange, and its address is not known", action)
        return False
    try:
        await connection.lease.gate()
        await connection.ami.act(action, **fields)
    except AmiRefused as error:
        log.info("%s", error)
        return False
    return True


def deliver(connection: "Connection", file: str, uid: str, after: float = 0) -> None:
    """Hand the file to the domain, beside everything else."""
    if uid not in connection.delivering:
        connection.delivering.add(uid)
        connection.start(delivered(connection, file, uid, after))


async def collect(connection: "Connection") -> None:
    """Now and again: recordings that are over and have not been delivered, as when they ended while nobody drove."""
    while True:
        await asyncio.sleep(COLLECT_SECONDS)
        running = {call.running.uid for call in connection.calls.values() if call.running}
        for uid, kind in await connection.threads.run(awaited, connection.exchange):
            if uid not in running:
                deliver(connection, f"{uid}.wav" if kind == Recording.Kind.VOICE_MAIL else f"{uid}.raw", uid)


def awaited(exchange: str) -> list[tuple[str, str]]:
    return recorded.awaited(Exchange.objects.get(name=exchange).pk)


async def delivered(connection: "Connection", file: str, uid: str, after: float = 0) -> None:
    await asyncio.sleep(after)
    try:
        found = await fetched(connection, file)
        await connection.threads.run(recorded.recorded, uid, found, now())
        if not connection.address.spool:
            await connection.ari.delete(f"recordings/stored/{uid}")
    except AriError as error:
        log.error("The recording %s is not there: %s", file, error)
    except (DatabaseError, InterfaceError):
        log.exception("The recording %s was not taken over; it is offered again", file)
        connection.delivering.discard(uid)


async def fetched(connection: "Connection", file: str) -> Path:
    """Its path on this machine. Raises AriError when the exchange does not have it."""
    if connection.address.spool:
        here = Path(connection.address.spool, FOLDER, file)
        if not here.exists():
            raise AriError(404, str(here))
        return here
    folder = env.data / ARRIVING
    folder.mkdir(mode=0o700, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=f"-{file}", delete=False) as copy:
        async for piece in connection.ari.download(f"recordings/stored/{Path(file).stem}/file"):
            copy.write(piece)
    return Path(copy.name)


def uid_of(file: str) -> str:
    """The recording that such a file name belongs to."""
    return Path(file).stem if Path(file).suffix == ".raw" else ""
