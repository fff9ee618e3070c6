"""Callers as the driver reports them, for the tests of lobby and queue."""

from datetime import datetime, timedelta
from itertools import count

from yingda.contacts.tests.cast import AT
from yingda.telephony.models import Call, Hotline, Leg, Number
from yingda.telephony.reports.arriving import arrived
from yingda.telephony.reports.scripts import scripted
from yingda.telephony.tests.stage import CUSTOMER, Floor, fresh, leg_of

CALLER = "13800138000"
NIGHT = AT + timedelta(hours=13)  # Monday, eleven in the evening
channels = count(1)


def plain(floor: Floor, **settings: object) -> Hotline:
    """The hotline as a line without announcements, unless told otherwise: callers come straight into the queue."""
    fields = {"notice": False} | settings
    hotline, _ = Hotline.objects.update_or_create(line=floor.cast.hotline, defaults=fields)
    return hotline


def calls(
    number: Number, *, caller: str = CALLER, at: datetime = AT, channel: str = "", origin: str = "trunk"
) -> Call | None:
    """Somebody dials the number."""
    call = arrived(
        "here", channel or f"PJSIP/carrier-{next(channels)}", origin=origin, endpoint="carrier",
        dialled=number.digits, caller=caller, at=at,
    )  # fmt: skip
    return fresh(Call(pk=call)) if isinstance(call, int) else None


def hears(call: Call) -> list[str]:
    """The sounds of the script that the caller is hearing."""
    leg = leg_of(call, CUSTOMER)
    steps = leg.script if leg.script_no > leg.script_done else []
    return [sound for step in steps for sound in step.get("say", step.get("ask", []))]


def heard(call: Call, digit: str = "", *, at: datetime = AT) -> Call:
    """The script is over, with this key pressed."""
    leg = leg_of(call, CUSTOMER)
    scripted(str(leg.uid), leg.script_no, {"digits": digit} if digit else {}, at=at)
    return fresh(call)


def own_leg(call: Call) -> Leg:
    return call.legs.get(party=CUSTOMER)
