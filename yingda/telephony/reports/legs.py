"""What the phones did. `leg` is the leg's uid as text; what is unknown or over is ignored."""

from datetime import datetime

from yingda.contacts import hold
from yingda.contacts.models import Contact
from yingda.journal import record, verb
from yingda.telephony import facts, offering, passing, talking
from yingda.telephony.models import Call, Leg
from yingda.telephony.moving import end_leg, locked_leg, moved
from yingda.telephony.wanted import WantedCall, nothing

State = Leg.State
NO_WORD = 1  # minutes: a phone's hold key asks for none


@verb
def channel_of(leg: str, channel: str) -> None:
    """The exchange's own name of the leg's connection."""
    row = locked_leg(leg)
    if row and row.channel != channel:
        row.change(channel=channel)


@verb
def rang(leg: str, *, at: datetime) -> None:
    """The phone rings."""
    row = locked_leg(leg)
    if row and row.state == State.WANTED:
        row.change(state=State.RINGING, rang=at)
        offering.rang(row, at=at)
        moved(row.call, at=at)


@verb
def answered(leg: str, *, at: datetime) -> None:
    """Somebody picked up; a phone that did not ring first rang now (2.1)."""
    row = locked_leg(leg)
    if row is None or row.state == State.UP:
        return
    if row.state == State.WANTED:
        offering.rang(row, at=at)
    row.change(state=State.UP, rang=row.rang or at, answered=at)
    contact = row.call.contact
    record(
        facts.LEG_ANSWERED, at=at, line=contact.line_id, contact=contact, person=row.person_id, leg=row.uid,
        party=row.party,
    )  # fmt: skip
    talking.came(row, at=at)


def ended(leg: str, cause: str, *, at: datetime) -> WantedCall | None:
    """The connection is over. `cause`: normal, busy, no_answer, declined, unavailable, unallocated, lost, failed.

    What is wanted of the call from now on, where that is known: nothing any more.
    """
    call = went(leg, cause, at=at)
    return nothing(call) if call and call.ended else None


@verb
def went(leg: str, cause: str, *, at: datetime) -> Call | None:
    row = locked_leg(leg)
    if row is None:
        return None
    up = row.state == State.UP
    end_leg(row, cause=cause, at=at)
    talking.went(row, cause, up=up, at=at)
    return row.call


@verb
def held(leg: str, on: bool, *, at: datetime) -> None:
    """A hard phone's hold key. Who presses it has asked the customer (2.6); pressed again, they are back."""
    row = locked_leg(leg)
    if row is None or row.party != Leg.Party.AGENT or row.call.contact.state != Contact.State.TALKING:
        return
    contact = row.call.contact
    if on:
        hold.hold(contact, by=row.person, consent=True, expected_minutes=NO_WORD, at=at)
    else:
        hold.resume(contact, by=row.person, at=at)


@verb
def transferred(leg: str, target: str, *, at: datetime) -> None:
    """A hard phone's transfer key, with the number or the name that was dialled there."""
    row = locked_leg(leg)
    if row and row.party == Leg.Party.AGENT:
        passing.dialled(row, target, at=at)
