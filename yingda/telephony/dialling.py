"""An outside number is called: as a further party of a call."""

import re
from datetime import datetime

from yingda.customers.phones import normalise
from yingda.lib.crypto import seal
from yingda.lib.ids import uuid7
from yingda.telephony.lines import trunk_of
from yingda.telephony.models import Call, Leg
from yingda.telephony.moving import add_leg

SHORT = re.compile(r"[0-9]{3,8}")  # service numbers and extensions: no country code belongs to them


def outside_leg(call: Call, number: str, *, at: datetime, **fields: object) -> Leg:
    """Ring this number, sealed, through the call's own trunk or the line's. Raises Malformed, NoTrunk, TrunkFull."""
    digits = number if SHORT.fullmatch(number) else normalise(number, field="number")
    trunk = trunk_of(call)
    uid = uuid7()
    key, sealed = seal(digits, aad=uid.bytes)
    return add_leg(call, Leg.Party.OUTSIDE, at=at, uid=uid, trunk=trunk, key=key, sealed=sealed, **fields)
