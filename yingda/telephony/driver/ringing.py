"""Rings the parties that are wanted: phones of ours, and numbers outside through a trunk."""

import logging
from typing import TYPE_CHECKING

from yingda.lib.times import now
from yingda.telephony.driver.ari import AriError, Gone
from yingda.telephony.driver.standing import Channel
from yingda.telephony.models import Leg
from yingda.telephony.pbx.address import APP
from yingda.telephony.reports import legs
from yingda.telephony.wanted import BROWSER_FORMATS, WantedCall, WantedLeg

if TYPE_CHECKING:
    from yingda.telephony.driver.calls import LiveCall

log = logging.getLogger(__name__)


async def ring_all(call: "LiveCall", wanted: WantedCall, there: dict[str, Channel]) -> None:
    """Each leg once: its end is reported, and then it is no longer wanted."""
    for leg in wanted.legs:
        if leg.state == Leg.State.WANTED and leg.dial and leg.uid not in there and leg.uid not in call.rung:
            call.rung.add(leg.uid)
            await ring(call, wanted, leg)


async def ring(call: "LiveCall", wanted: WantedCall, leg: WantedLeg) -> None:
    """Its channel is called like the leg, so that nobody rings it twice."""
    channels = call.connection.has.channels
    channels[leg.uid] = Channel(leg.uid, call=call.number, leg=leg.uid, place=leg.place)
    try:
        await call.connection.ari.post(
            "channels",
            {"variables": variables(call, leg)},
            endpoint=leg.dial,
            app=APP,
            appArgs=f"leg,{leg.uid}",
            channelId=leg.uid,
            timeout=leg.seconds,
            callerId=shown(wanted, leg),
            formats=BROWSER_FORMATS,
        )
    except Gone:
        log.info("Leg %s rings already", leg.uid)
    except AriError as error:
        log.info("Leg %s cannot be rung: %s", leg.uid, error)
        channels.pop(leg.uid, None)
        call.report(legs.ended, leg.uid, "unavailable", at=now())


def variables(call: "LiveCall", leg: WantedLeg) -> dict[str, str]:
    """What stands on the channel, and what the phone is told with its ring. Its transfer key comes to us."""
    told = {f"PJSIP_HEADER(add,{name})": value for name, value in leg.headers}
    own = {"PJSIP_TRANSFER_HANDLING()": "ari-only"} if leg.headers else {}
    return {"YD_CALL": str(call.number), "YD_LEG": leg.uid, "YD_PLACE": leg.place} | told | own


def shown(wanted: WantedCall, leg: WantedLeg) -> str:
    """Who calls: the line for phones of ours, our number for everybody else."""
    return f"<{leg.shown_number}>" if leg.shown_number else f'"{wanted.line}" <yingda>'
