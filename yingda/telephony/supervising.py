"""A supervisor listens, whispers to the agent, takes part, or takes the call over (7.2). Each is recorded."""

from datetime import datetime

from yingda.contacts.hand_over import hand_over
from yingda.contacts.models import Contact
from yingda.contacts.participate import join, leave
from yingda.journal import record, verb
from yingda.lib.errors import Refusal
from yingda.lib.ids import uuid7
from yingda.people.models import Person
from yingda.telephony import engaging, facts
from yingda.telephony.arranging import PARTY, PLACE, arrange
from yingda.telephony.errors import NoCall, NoPhone, NotOnThePhone, SomebodyIsThere
from yingda.telephony.models import Call, Leg, Phone
from yingda.telephony.moving import add_leg, call_of, end_leg, live, put
from yingda.telephony.phones import to_ring

TAKE_OVER = "take_over"
MODES = {"listen": PLACE.LISTEN, "whisper": PLACE.WHISPER, "join": PLACE.TALK, TAKE_OVER: PLACE.TALK}
TAKEN = "班长接管"


@verb
def supervise(contact: Contact, *, by: Person, mode: str, at: datetime) -> Call:
    """`by` hears the call as `mode` says, by their own phone, which picks up by itself. Any mode follows any other.

    Raises NoCall, NoPhone, SomebodyIsThere (they are a party of the call already).
    """
    call = served(contact)
    leg = next(iter(live(call, person=by)), None)
    if leg is None:
        leg = own_leg(call, by, at=at)
    elif leg.party != PARTY.SUPERVISOR:
        raise SomebodyIsThere
    record(facts.SUPERVISED, at=at, by=by, line=call.contact.line_id, contact=call.contact, person=by, mode=mode)
    leg.change(takes_over=mode == TAKE_OVER)
    put(leg, MODES[mode])
    if leg.state == Leg.State.UP:
        came(leg, at=at)
    else:
        arrange(call, at=at)
    return call


def own_leg(call: Call, by: Person, *, at: datetime) -> Leg:
    phone = to_ring(by.pk)
    if phone is None or Leg.objects.filter(person=by, state__in=Leg.LIVE).exists():
        raise NoPhone
    engaging.engage(by, at=at)
    auto = phone.kind == Phone.Kind.BROWSER
    return add_leg(call, PARTY.SUPERVISOR, at=at, place=PLACE.LISTEN, person=by, phone=phone, auto=auto)


def came(leg: Leg, *, at: datetime) -> None:
    """The supervisor's phone is up, or their mode has changed."""
    call, contact = leg.call, leg.call.contact
    if leg.takes_over:
        return take_over(leg, at=at)
    if leg.place == PLACE.TALK:
        if contact.state == Contact.State.TALKING:
            join(contact, by=leg.person, at=at)
    else:
        stop_taking_part(leg, at=at)
    return arrange(call, at=at)


def take_over(leg: Leg, *, at: datetime) -> None:
    """The contact is the supervisor's from now on; the agent's phone is hung up. Too late, and theirs is."""
    words = {"reason": TAKEN, "consent": True, "uid": uuid7(), "at": at}
    try:
        hand_over(leg.call.contact, by=leg.person, to=leg.person, **words)
    except Refusal:
        end_leg(leg, cause="too_late", at=at)
        arrange(leg.call, at=at)


@verb
def stop(contact: Contact, *, by: Person, at: datetime) -> None:
    """`by` no longer hears the call. Raises NotOnThePhone."""
    call = call_of(Contact.objects.lock(contact.pk))
    leg = next(iter(live(call, person=by, party=PARTY.SUPERVISOR)), None) if call else None
    if leg is None:
        raise NotOnThePhone
    if end_leg(leg, cause="left", at=at):
        went(leg, at=at)


def went(leg: Leg, *, at: datetime) -> None:
    """The supervisor's phone is hung up."""
    stop_taking_part(leg, at=at)
    arrange(leg.call, at=at)


def stop_taking_part(leg: Leg, *, at: datetime) -> None:
    contact = leg.call.contact
    if contact.agent_id != leg.person_id:
        leave(contact, by=leg.person, at=at)


def served(contact: Contact) -> Call:
    """The call, locked, of a contact with which an agent talks. Raises NoCall."""
    call = call_of(Contact.objects.lock(contact.pk))
    if call is None or call.ended or call.stage != Call.Stage.TALK:
        raise NoCall
    return call
