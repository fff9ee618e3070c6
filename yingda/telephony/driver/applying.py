"""Makes the exchange follow what is wanted of one call. Whatever has ended meanwhile is passed over: its end is told.

The order: who speaks with whom first, then who is to be rung, what is to be heard, and who is to be hung up.
"""

import logging
from typing import TYPE_CHECKING

from yingda.lib.times import now
from yingda.telephony.driver import bridging, recording, ringing, scripts
from yingda.telephony.driver.ari import Gone
from yingda.telephony.driver.standing import Channel
from yingda.telephony.models import Leg
from yingda.telephony.reports import legs
from yingda.telephony.wanted import WantedCall, WantedLeg

if TYPE_CHECKING:
    from yingda.telephony.driver.calls import LiveCall

log = logging.getLogger(__name__)

Place, State = Leg.Place, Leg.State
MUSIC = (Place.QUEUE, Place.HOLD)
EARS = (Place.LISTEN, Place.WHISPER)


async def follow(call: "LiveCall", wanted: WantedCall) -> None:
    """One comparison. May be repeated at any time."""
    has = call.connection.has.channels
    there = {leg.uid: channel for leg in wanted.legs if (channel := has.get(leg.channel or leg.uid))}
    for leg in wanted.legs:
        if leg.uid in there:
            there[leg.uid].call, there[leg.uid].leg = call.number, leg.uid
        elif leg.state != State.WANTED or not leg.dial:
            call.report(legs.ended, leg.uid, ended_unseen(leg), at=now())
    up = [(leg, there[leg.uid]) for leg in wanted.legs if leg.state == State.UP and leg.uid in there]
    await put_all(call, [(leg, channel) for leg, channel in up if channel.inside])
    await ringing.ring_all(call, wanted, there)
    await recording.follow(call, wanted, there)
    await tell_refused(call, wanted, there)
    await hang_up_others(call, {leg.channel or leg.uid for leg in wanted.legs})


def ended_unseen(leg: WantedLeg) -> str:
    """Why a leg is not there that was: its end was not told, or the telling is under way behind this."""
    return "normal" if leg.state == State.UP else "failed"


async def put_all(call: "LiveCall", up: list[tuple[WantedLeg, Channel]]) -> None:
    """Everybody where they belong."""
    for leg, channel in up:
        await scripts.stop_outdated(call, leg)
        await settle(call, welcome, leg, channel)
    await bridging.connect(call, [channel for leg, channel in up if leg.place == Place.TALK])
    for leg, channel in up:
        await settle(call, let_hear, leg, channel)
        await settle(call, tell_place, leg, channel)
        await settle(call, mute, leg, channel)
    await bridging.listen(call, up)
    await bridging.ring_back(call, up)


async def settle(call: "LiveCall", step, leg: WantedLeg, channel: Channel) -> None:
    """One step for one channel, unless that has ended or left meanwhile."""
    try:
        await step(call, leg, channel)
    except Gone as error:
        log.debug("%s of leg %s: %s", step.__name__, leg.uid, error)


async def welcome(call: "LiveCall", leg: WantedLeg, channel: Channel) -> None:
    """Pick up a call that has come to us."""
    if not channel.up:
        await call.connection.ari.post(f"channels/{channel.id}/answer")
        channel.up = True


async def let_hear(call: "LiveCall", leg: WantedLeg, channel: Channel) -> None:
    """A script; outside of a talk also music or silence, and nobody else."""
    ari = call.connection.ari
    if leg.place in EARS:
        return
    if leg.place != Place.TALK:
        await bridging.take_out(call, channel)
    music = leg.place in MUSIC
    if scripts.begin(call, leg, channel):
        # What is said takes its place, unless that is broken off before it begins.
        channel.music = None if channel.music else channel.music
    elif music and not channel.music:
        await ari.post(f"channels/{channel.id}/moh")
        channel.music = True
    elif channel.music is not False and not music:
        await ari.delete(f"channels/{channel.id}/moh")
        channel.music = False


async def tell_place(call: "LiveCall", leg: WantedLeg, channel: Channel) -> None:
    """The watchdog reads it, and whoever reconciles after us."""
    if channel.place == leg.place:
        return
    variables = {"YD_PLACE": leg.place}
    if not channel.place:
        variables |= {"YD_CALL": str(call.number), "YD_LEG": leg.uid}
    await call.connection.ari.set_variables(channel.id, variables)
    channel.place = leg.place


async def mute(call: "LiveCall", leg: WantedLeg, channel: Channel) -> None:
    if channel.muted == leg.muted:
        return
    act = call.connection.ari.post if leg.muted else call.connection.ari.delete
    await act(f"channels/{channel.id}/mute", direction="in")
    channel.muted = leg.muted


async def tell_refused(call: "LiveCall", wanted: WantedCall, there: dict[str, Channel]) -> None:
    """A phone whose transfer key came to nothing: it goes on talking. While somebody is rung it goes on waiting."""
    if any(leg.party == Leg.Party.OUTSIDE and leg.state in {State.WANTED, State.RINGING} for leg in wanted.legs):
        return
    for channel in there.values():
        if channel.transfers:
            channel.transfers = False
            await call.tell_phone(channel, accepted=False)


async def hang_up_others(call: "LiveCall", wanted: set[str]) -> None:
    """Whatever of this call is not wanted any more."""
    for channel in call.channels:
        if channel.id in wanted or channel.dismissed or bridging.is_ear(channel.id):
            continue
        channel.dismissed = True
        if channel.transfers:
            await call.tell_phone(channel, accepted=True)
        await hang_up(call, channel)
    if call.ending:
        await bridging.clear(call)


async def hang_up(call: "LiveCall", channel: Channel) -> None:
    try:
        await call.connection.ari.delete(f"channels/{channel.id}", reason="normal")
    except Gone:
        call.connection.has.channels.pop(channel.id, None)
        call.left()
