"""An outside number is called: as a further party of a call."""

import re
from datetime import datetime

from yingda.customers.phones import normalise
from yingda.lib.crypto import seal
from yingda.lib.ids import uuid7
from yingda.telephony.errors import NoTrunk
from yingda.telephony.models import Call, Hotline, Leg, Trunk
from yingda.telephony.moving import add_leg

SHORT = re.compile(r"[0-9]{3,8}")  # service numbers and extensions: no country code belongs to them


def outside_leg(call: Call, number: str, *, at: datetime, **fields: object) -> Leg:
    """Ring this number, sealed, through the call's own trunk or the line's. Raises Malformed, NoTrunk."""
    digits = number if SHORT.fullmatch(number) else normalise(number, field="number")
    if call.trunk is None:
        call.change(trunk=trunk_of(call))
    uid = uuid7()
    key, sealed = seal(digits, aad=uid.bytes)
    return add_leg(call, Leg.Party.OUTSIDE, at=at, uid=uid, key=key, sealed=sealed, **fields)


def trunk_of(call: Call) -> Trunk:
    """By which the line calls: that of its number, of the number it shows, or any. Raises NoTrunk."""
    hotline = Hotline.objects.select_related("caller_number__trunk").filter(line=call.contact.line_id).first()
    numbers = (call.number, hotline.caller_number if hotline else None)
    own = next((number.trunk for number in numbers if number and number.trunk and number.trunk.active), None)
    found = own or Trunk.objects.filter(active=True).order_by("pk").first()
    if found is None:
        raise NoTrunk
    return found
