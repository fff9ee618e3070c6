"""A party is not heard for a while."""

from datetime import datetime

from yingda.journal import record, verb
from yingda.people.models import Person
from yingda.telephony import facts
from yingda.telephony.models import Leg
from yingda.telephony.moving import locked_leg, moved


@verb
def mute(leg: Leg, *, on: bool, by: Person, at: datetime) -> Leg:
    """Whether the exchange passes this leg's voice on. What is so already, or over, stays as it is."""
    here = locked_leg(str(leg.uid))
    if here is None or here.muted == on:
        return here or leg
    leg, call = here, here.call
    leg.change(muted=on)
    contact = call.contact
    record(facts.MUTED, at=at, by=by, line=contact.line_id, contact=contact, person=leg.person_id, leg=leg.uid, on=on)
    moved(call, at=at)
    return leg
