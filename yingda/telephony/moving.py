"""The small moves that verbs on calls are made of. Each is for a verb that holds the contact's lock (`locked`)."""

from datetime import datetime
from uuid import UUID

from yingda.contacts.models import Contact
from yingda.journal import record
from yingda.journal.holding import held, hold
from yingda.lib import rows
from yingda.lib.db import lock_rows
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Person
from yingda.telephony import facts
from yingda.telephony.models import Call, Leg, LegQuality

CALLS = Call.objects.select_related("contact__line__hotline")
CALL = Prepared(lambda: CALLS.filter(contact=Given(Call, "contact")))
LOCKED = Prepared(lambda: lock_rows(CALLS, "contact", "self").filter(pk=Given(Call, "id")))
LOCKED_BY_LEG = Prepared(
    lambda: lock_rows(CALLS, "contact", "self").filter(legs__uid=Given(Leg, "uid"), legs__state__in=Leg.LIVE)
)
LEGS = Prepared(
    lambda: Leg.objects.filter(call=Given(Leg, "call"), state__in=Leg.LIVE)
    .select_related("person", "quality")
    .order_by("id")
)


def locked(call: int) -> Call:
    """The call with its contact locked. Lock order: contact, then desk; the call changes under its contact's lock.

    In one verb always the same object.
    """
    return known(LOCKED.get(id=call))


def known(found: Call) -> Call:
    """What was found and is now locked, as the object that the verb has of it."""
    contact = held((Contact, found.contact_id), lambda: found.contact)
    held((Call, contact.pk), lambda: found)
    return call_of(contact)


def locked_leg(uid: str) -> Leg | None:
    """The leg with this uid (as text) with its call locked; None when it is not ours, or over."""
    try:
        sought = UUID(uid)
    except ValueError:
        return None
    found = LOCKED_BY_LEG.first(uid=sought)
    if found is None:
        return None
    return next((leg for leg in live(known(found)) if leg.uid == sought), None)


def call_of(contact: Contact) -> Call | None:
    """The call of a contact that the verb holds, over or not; None where there is none."""
    if contact.channel != Contact.Channel.PHONE:
        return None
    call = held((Call, contact.pk), lambda: CALL.first(contact=contact.pk))
    if call and call.contact is not contact:
        if call.contact.line_id == contact.line_id:
            contact.line = call.contact.line  # with its hotline
        call.contact = contact
    return call


def made(call: Call) -> Call:
    """Write a new call, so far without legs."""
    rows.insert([call])
    hold((Leg, call.pk), [])
    return hold((Call, call.contact_id), call)


def live(call: Call, *, person: Person | int | None = None, **where: object) -> list[Leg]:
    """Its legs that are wanted, ring or talk, oldest first; of one person, or where columns are so."""
    here = []
    for leg in held((Leg, call.pk), lambda: LEGS.all(call=call.pk)):
        leg.call = call
        theirs = person is None or leg.person_id == getattr(person, "pk", person)
        if leg.state in Leg.LIVE and theirs and all(getattr(leg, name) == value for name, value in where.items()):
            here.append(leg)
    return here


def customer(call: Call) -> Leg | None:
    """The customer's leg while it lasts."""
    return next(iter(live(call, party=Leg.Party.CUSTOMER)), None)


def add_leg(call: Call, party: str, *, at: datetime, place: str = Leg.Place.TALK, **fields: object) -> Leg:
    """A further party is wanted: rung, or already there with its `channel`."""
    others = held((Leg, call.pk), lambda: LEGS.all(call=call.pk))
    leg = Leg(call=call, party=party, place=place, made=at, **fields)
    rows.insert([leg])
    others.append(leg)
    return leg


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
    if measured := quality_of(leg):
        record(
            facts.QUALITY, at=at, line=contact.line_id, contact=contact, person=leg.person_id, leg=leg.uid,
            loss=round(measured.loss * 10), jitter=round(measured.jitter),
            round_trip=None if measured.round_trip is None else round(measured.round_trip),
        )  # fmt: skip
    return True


def quality_of(leg: Leg) -> LegQuality | None:
    """How well its audio came through; None for one that has just been made, or was too short to be measured."""
    return leg._state.fields_cache.get("quality")  # it comes along with the call's legs


def moved(call: Call, *, at: datetime, stage: str | None = None) -> None:
    """Tell the driver and the desks that the call is no longer as it was."""
    if stage and stage != call.stage:
        call.change(stage=stage)
    record(facts.MOVED, at=at, line=call.contact.line_id, contact=call.contact, stage=call.stage)
