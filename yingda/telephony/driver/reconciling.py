"""After a connect: what the exchange has is compared with what the domain believes, and both are brought in line."""

import logging
from datetime import datetime

from yingda.lib.times import now
from yingda.telephony.driver import bridging, recording
from yingda.telephony.driver.ari import AriError, Gone
from yingda.telephony.driver.calls import LiveCall
from yingda.telephony.driver.connection import Connection
from yingda.telephony.driver.recording import Running
from yingda.telephony.driver.standing import Channel
from yingda.telephony.models import Leg
from yingda.telephony.pbx.address import APP
from yingda.telephony.reports import exchange as exchanges
from yingda.telephony.wanted import WantedCall, WantedLeg, wanted_of

log = logging.getLogger(__name__)

STASIS = "Stasis"


async def reconcile(connection: Connection) -> None:
    """Every live call is followed afterwards."""
    ari, has = connection.ari, connection.has.channels
    found = {told["id"]: told for told in await ari.get("channels")}
    wanted = await connection.threads.run(live, connection.exchange)
    for number, told in found.items():
        channel = standing(told)
        if number not in connection.has.ended and (channel.inside or rung_by_us(channel)):
            has.setdefault(number, channel)
    connection.has.ended = None
    for bridge in await ari.get("bridges"):
        await place(connection, bridge, wanted)
    for call in wanted.values():
        await take_up(connection, call, ari.started)
    for number, told in found.items():
        await settle_stray(connection, has.get(number), told, wanted)


def live(exchange: str) -> dict[int, WantedCall]:
    return wanted_of(exchanges.live_calls(exchange))


def standing(told: dict) -> Channel:
    """A channel that was there before us. Whether it is muted or hears music we do not know."""
    variables = told.get("channelvars", {})
    inside = told["dialplan"]["app_name"] == STASIS and told["dialplan"]["app_data"].startswith(f"{APP},")
    return Channel(
        told["id"],
        name=told["name"],
        call=int(variables.get("YD_CALL") or 0) or None,
        leg=variables.get("YD_LEG", ""),
        up=told["state"] == "Up",
        inside=inside or bridging.is_ear(told["id"]),
        place=variables.get("YD_PLACE", ""),
        music=None,
        muted=None,
        known=False,
    )


def rung_by_us(channel: Channel) -> bool:
    """Not every one that bears a call's number obeys us: the watchdog may have let the exchange serve the caller."""
    return bool(channel.leg) and channel.id == channel.leg


async def place(connection: Connection, told: dict, wanted: dict[int, WantedCall]) -> None:
    """A bridge of a live call is gone on with; others are given up."""
    name, has = told["id"], connection.has.channels
    for number in told["channels"]:
        if number in has:
            has[number].bridge = name
            has[number].music = False
    call = bridging.call_of_bridge(name)
    if call in wanted and told["channels"]:
        connection.call(call).talk = name
    elif name.startswith((bridging.TALK, bridging.HEAR)):
        await discard(connection, f"bridges/{name}")
        for number in told["channels"]:
            if number in has:
                has[number].bridge = ""


async def take_up(connection: Connection, wanted: WantedCall, started: datetime) -> None:
    """Follow a call that the domain believes to live, or end it when its customer is lost to us."""
    has, call = connection.has.channels, connection.call(wanted.call)
    for leg in wanted.legs:
        channel = has.get(leg.channel or leg.uid)
        if channel:
            channel.call, channel.leg = wanted.call, leg.uid
            call.rung.add(leg.uid)
        if channel and leg.party == Leg.Party.CUSTOMER:
            await find_recording(connection, call, channel)
        elif leg.party == Leg.Party.CUSTOMER and await connection.threads.run(cost, leg, started):
            await connection.threads.run(exchanges.lost, wanted.call, at=now())
    call.look()


def cost(leg: WantedLeg, started: datetime) -> bool:
    """Whether a customer who is not there has not hung up, but was lost when the exchange started anew."""
    return leg.state == Leg.State.UP and Leg.objects.filter(uid=leg.uid, made__lt=started).exists()


async def find_recording(connection: Connection, call: LiveCall, channel: Channel) -> None:
    """The one that was begun on this channel; whether it still runs shows when it is stopped."""
    try:
        said = await connection.ari.get(f"channels/{channel.id}/variable", variable="MIXMONITOR_FILENAME")
    except (Gone, AriError):
        return  # there is no such variable: nothing was recorded
    uid = recording.uid_of(said["value"])
    if uid:
        call.running = Running(uid, channel.id)


async def settle_stray(
    connection: Connection, channel: Channel | None, told: dict, wanted: dict[int, WantedCall]
) -> None:
    """One that belongs to no live call: new, or left over. Who only dials in the exchange is not ours."""
    if channel is None or channel.call in wanted:
        return
    if channel.call is None and channel.inside and not bridging.is_ear(channel.id):
        connection.arrived(channel, told["dialplan"]["app_data"].split(",")[1:], told["caller"]["number"])
    else:
        connection.has.channels.pop(channel.id, None)
        await discard(connection, f"channels/{channel.id}")


async def discard(connection: Connection, path: str) -> None:
    try:
        await connection.ari.delete(path)
    except Gone as error:
        log.debug("%s", error)
