"""Who hears whom: one bridge for a talk, one for each who listens in."""

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yingda.telephony.driver.ari import AriError, Gone
from yingda.telephony.driver.standing import Channel
from yingda.telephony.models import Leg
from yingda.telephony.pbx.address import APP
from yingda.telephony.wanted import WantedLeg

if TYPE_CHECKING:
    from yingda.telephony.driver.calls import LiveCall

log = logging.getLogger(__name__)

TALK, HEAR, SNOOP = "talk-", "hear-", "snoop-"
KIND = "mixing,dtmf_events"
WHISPERS = {Leg.Place.LISTEN: "none", Leg.Place.WHISPER: "out"}


@dataclass
class Ear:
    """A supervisor's ear: a snoop channel on `spied`, joined with the supervisor's own in `bridge`."""

    snoop: str
    bridge: str
    spied: str
    place: str
    joined: bool = False


async def connect(call: "LiveCall", talking: list[Channel]) -> None:
    """Let these, and nobody else, speak with each other.

    Whoever meets somebody new, or is left with one other, meets them in a fresh bridge, entered together: bridges that
    outlived a party were seen to fall silent. A third party joins the bridge that the others are in.
    """
    for channel in talking:
        await quiet(call, channel)
    staying = [channel for channel in talking if call.talk and channel.bridge == call.talk]
    new = [channel for channel in talking if channel not in staying]
    before, call.talkers = call.talkers, {channel.id for channel in talking}
    if new and len(staying) > 1:
        await join(call, call.talk, new)
    elif len(talking) > 1 and (new or before - call.talkers):
        await meet(call, talking)
    elif new:
        await take_out(call, new[0])


async def quiet(call: "LiveCall", channel: Channel) -> None:
    """Music outlives a move into a bridge, and would be heard instead of the others."""
    ari = call.connection.ari
    try:
        if channel.music is not False:
            await ari.delete(f"channels/{channel.id}/moh")
        channel.music = False
    except Gone as error:
        log.debug("%s", error)


async def meet(call: "LiveCall", talking: list[Channel]) -> None:
    """In a fresh bridge; the one before is given up."""
    before, call.talk = call.talk, f"{TALK}{call.number}-{next(call.connection.numbers)}"
    for channel in talking:
        await ring_back_ends(call, channel)
    await call.connection.ari.post(f"bridges/{call.talk}", type=KIND)
    await join(call, call.talk, talking)
    await give_up(call, before)


async def join(call: "LiveCall", bridge: str, channels: list[Channel]) -> None:
    """Together; when one has hung up meanwhile, the others one by one."""
    ari = call.connection.ari
    try:
        await ari.post(f"bridges/{bridge}/addChannel", channel=",".join(channel.id for channel in channels))
    except AriError:
        for channel in channels:
            try:
                await ari.post(f"bridges/{bridge}/addChannel", channel=channel.id)
            except AriError as error:
                log.info("Channel %s joins nobody: %s", channel.id, error)
                continue
            channel.bridge = bridge
        return
    for channel in channels:
        channel.bridge = bridge


async def take_out(call: "LiveCall", channel: Channel) -> None:
    """Out of whatever bridge it is in."""
    if channel.bridge:
        bridge, channel.bridge = channel.bridge, ""
        try:
            await call.connection.ari.post(f"bridges/{bridge}/removeChannel", channel=channel.id)
        except AriError as error:  # 400 and 422: it is not in there
            log.debug("%s", error)


async def give_up(call: "LiveCall", bridge: str) -> None:
    if bridge:
        try:
            await call.connection.ari.delete(f"bridges/{bridge}")
        except Gone as error:
            log.debug("%s", error)


async def clear(call: "LiveCall") -> None:
    """The call is over: nothing of it stays."""
    bridge, call.talk = call.talk, ""
    await give_up(call, bridge)
    for leg in list(call.ears):
        await close_ear(call, leg)


async def listen(call: "LiveCall", up: list[tuple[WantedLeg, Channel]]) -> None:
    """Supervisors hear those in talk, and are heard by nobody or by the agent alone."""
    spied = whom(up)
    hearing = {leg.uid: (leg, channel) for leg, channel in up if leg.place in WHISPERS}
    for uid, ear in list(call.ears.items()):
        if uid not in hearing or (ear.spied, ear.place) != (spied, hearing[uid][0].place):
            await close_ear(call, uid)
    for uid, (leg, channel) in hearing.items():
        try:
            if spied and uid not in call.ears:
                await open_ear(call, leg, spied)
            await join_ear(call, uid, channel)
        except AriError as error:
            log.info("Leg %s cannot listen: %s", uid, error)


def whom(up: list[tuple[WantedLeg, Channel]]) -> str:
    """The agent's channel, on which the others are heard too; without an agent the customer's."""
    talking = {leg.party: channel.id for leg, channel in reversed(up) if leg.place == Leg.Place.TALK}
    return talking.get(Leg.Party.AGENT) or talking.get(Leg.Party.CUSTOMER, "")


async def open_ear(call: "LiveCall", leg: WantedLeg, spied: str) -> None:
    """The snoop channel comes into the application by itself; then it is joined."""
    number, ari = next(call.connection.numbers), call.connection.ari
    ear = Ear(f"{SNOOP}{leg.uid}-{number}", f"{HEAR}{leg.uid}-{number}", spied, leg.place)
    call.connection.has.channels[ear.snoop] = Channel(ear.snoop, call=call.number)
    call.ears[leg.uid] = ear
    await ari.post(f"bridges/{ear.bridge}", type="mixing")
    await ari.post(
        f"channels/{spied}/snoop/{ear.snoop}", spy="both", whisper=WHISPERS[leg.place], app=APP, appArgs="snoop"
    )


async def join_ear(call: "LiveCall", uid: str, channel: Channel) -> None:
    ear = call.ears.get(uid)
    snoop = ear and call.connection.has.channels.get(ear.snoop)
    if snoop and snoop.inside and not ear.joined:
        await call.connection.ari.post(f"bridges/{ear.bridge}/addChannel", channel=f"{ear.snoop},{channel.id}")
        ear.joined, channel.bridge = True, ear.bridge


async def close_ear(call: "LiveCall", uid: str) -> None:
    ear, ari = call.ears.pop(uid), call.connection.ari
    for path in (f"channels/{ear.snoop}", f"bridges/{ear.bridge}"):
        try:
            await ari.delete(path)
        except Gone as error:
            log.debug("%s", error)
    call.connection.has.channels.pop(ear.snoop, None)
    for channel in call.channels:
        if channel.bridge == ear.bridge:
            channel.bridge = ""


def is_ear(channel: str) -> bool:
    return channel.startswith(SNOOP)


async def ring_back(call: "LiveCall", up: list[tuple[WantedLeg, Channel]]) -> None:
    """Who waits alone for somebody to pick up hears it ring."""
    talking = [channel for leg, channel in up if leg.place == Leg.Place.TALK]
    rings = any(not channel.inside and not channel.dismissed for channel in call.channels if not is_ear(channel.id))
    for channel in talking:
        if len(talking) == 1 and rings and not channel.ringback:
            await sound(call, channel, True)
        elif channel.ringback and not (rings and len(talking) == 1):
            await sound(call, channel, False)


async def ring_back_ends(call: "LiveCall", channel: Channel) -> None:
    if channel.ringback:
        await sound(call, channel, False)


async def sound(call: "LiveCall", channel: Channel, on: bool) -> None:
    ari = call.connection.ari
    try:
        await (ari.post if on else ari.delete)(f"channels/{channel.id}/ring")
    except Gone as error:
        log.debug("%s", error)
    channel.ringback = on


def call_of_bridge(name: str) -> int | None:
    """The call whose talk this is."""
    found = re.fullmatch(rf"{TALK}(\d+)-\d+", name)
    return int(found[1]) if found else None
