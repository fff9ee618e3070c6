"""The small moves that verbs on calls are made of. Each is for a verb that holds the contact's lock (`locked`)."""

from datetime import datetime, timedelta

from yingda.contacts.models import Contact
from yingda.journal import record
from yingda.telephony import facts
from yingda.telephony.models import Call, Leg

RING = timedelta(seconds=30)


def locked(call: int) -> Call:
    """The call, fresh, with its contact locked. Lock order: contact, then desk; the call has no lock of its own."""
    contact = Contact.objects.lock(Call.objects.values_list("contact", flat=True).get(pk=call))
    row = Call.objects.select_related("exchange", "number", "trunk").get(pk=call)
    row.contact = contact
    return row


def live(call: Call, **where: object):
    """Its legs that are wanted, ring or talk."""
    return call.legs.filter(state__in=Leg.LIVE, **where)


def customer(call: Call) -> Leg | None:
    """The customer's leg while it lasts."""
    return live(call, party=Leg.Party.CUSTOMER).first()


def add_leg(call: Call, party: str, *, at: datetime, place: str = Leg.Place.TALK, **fields: object) -> Leg:
    """A further party is wanted: rung, or already there with its `channel`."""
    return Leg.objects.create(call=call, party=party, place=place, made=at, **fields)


def put(leg: Leg, place: str) -> None:
    """The leg is wanted in another place; what it was to hear there ends."""
    if leg.place != place:
        leg.change(place=place, script=[], script_done=leg.script_no)


def speak(leg: Leg, steps: list[dict]) -> None:
    """A new script for the leg, in the place where it is. See `wanted` for the steps."""
    leg.change(script=steps, script_no=leg.script_no + 1)


def end_leg(leg: Leg, *, cause: str, at: datetime) -> bool:
    """The leg is over, or is to be: the driver hangs up what still stands. False when it was over before."""
    if leg.state == Leg.State.ENDED:
        return False
    leg.change(state=Leg.State.ENDED, ended=at, cause=cause)
    contact = leg.call.contact
    record(
        facts.LEG_ENDED, at=at, line=contact.line_id, contact=contact, person=leg.person_id, leg=leg.uid,
        party=leg.party, cause=cause,
    )  # fmt: skip
    return True


def moved(call: Call, *, at: datetime, stage: str | None = None) -> None:
    """Tell the driver and the desks that the call is no longer as it was."""
    if stage and stage != call.stage:
        call.change(stage=stage)
    record(facts.MOVED, at=at, line=call.contact.line_id, contact=call.contact, stage=call.stage)
