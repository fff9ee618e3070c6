"""What the caller heard to its end, and which keys were pressed."""

from datetime import datetime

from yingda.journal import verb
from yingda.telephony.ending import hang_up
from yingda.telephony.lobby import going, places
from yingda.telephony.models import Call, Leg
from yingda.telephony.moving import locked_leg

Stage = Call.Stage
LOBBY = (Stage.LOBBY, Stage.VOICE_MAIL)


@verb
def scripted(leg: str, number: int, outcome: dict, *, at: datetime) -> None:
    """Script `number` of this leg is over. `outcome`: {"digits": "1"} of an `ask`, {"failed": …} when it broke off.

    An older script, one reported twice, a leg that is unknown or over: nothing.
    """
    row = locked_leg(leg)
    if row is None or number != row.script_no or row.script_done >= number:
        return
    row.change(script_done=number)
    call = row.call
    if row.party != Leg.Party.CUSTOMER or call.ended:
        return
    if call.stage in LOBBY:
        going.heard(call, row, outcome, at=at)
    elif call.plan.get("keeping"):
        hang_up(call, by="system", at=at)
    elif digit := str(outcome.get("digits") or "")[:1]:
        places.pressed(call, row, digit, at=at)


@verb
def pressed(leg: str, digit: str, *, at: datetime) -> None:
    """A key pressed while nobody asked: in the queue, the answer to what was offered before."""
    row = locked_leg(leg)
    if row and row.party == Leg.Party.CUSTOMER and row.call.stage == Stage.QUEUE:
        places.pressed(row.call, row, digit, at=at)
