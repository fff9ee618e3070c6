"""The small moves that verbs on calls are made of. Each is for a verb that holds the contact's lock (`locked`)."""

from datetime import datetime
from uuid import UUID

from yingda.contacts.models import Contact
from yingda.journal import record
from yingda.journal.holding import held, hold
from yingda.lib import rows
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Person
from yingda.telephony import facts
from yingda.telephony.models import Call, Leg

CONTACT_OF = Prepared(lambda: Call.objects.filter(pk=Given(Call, "id")).values_list("contact"))
CONTACT_OF_LEG = Prepared(
    lambda: Leg.objects.filter(uid=Given(Leg, "uid"), state__in=Leg.LIVE).values_list("call__contact")
)
CALL = Prepared(
    lambda: Call.objects.filter(contact=Given(Call, "contact")).select_related(
        "exchange", "number", "trunk", "contact__line__hotline"
    )
)
LEGS = Prepared(
    lambda: Leg.objects.filter(call=Given(Leg, "call"), state__in=Leg.LIVE).select_related("person").order_by("id")
)


def locked(call: int) -> Call:
    """The call with its contact locked. Lock order: contact, then desk; the call has no lock of its own.

    In one verb always the same object.
    """
    found = CONTACT_OF.values(id=call)
    if not found:
        raise Call.DoesNotExist(call)
    return call_of(Contact.objects.lock(found[0][0]))


def locked_leg(uid: str) -> Leg | None:
    """The leg with this uid (as text) with its call locked; None when it is not ours, or over."""
    try:
        sought = UUID(uid)
    except ValueError:
        return None
    found = CONTACT_OF_LEG.values(uid=sought)
    if not found:
        return None
    call = call_of(Contact.objects.lock(found[0][0]))
    return next((leg for leg in live(call) if leg.uid == sought), None)


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
    return True


def moved(call: Call, *, at: datetime, stage: str | None = None) -> None:
    """Tell the driver and the desks that the call is no longer as it was."""
    if stage and stage != call.stage:
        call.change(stage=stage)
    record(facts.MOVED, at=at, line=call.contact.line_id, contact=call.contact, stage=call.stage)
