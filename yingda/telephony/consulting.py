"""The agent asks somebody else while the customer waits: a colleague, or somebody outside. Then back to the customer,
all together, or the customer goes on with whoever was asked."""

from datetime import datetime
from uuid import UUID

from yingda.contacts import hold
from yingda.contacts.errors import OutOfReach
from yingda.contacts.hand_over import hand_over, pass_outside, passed_outside
from yingda.contacts.models import Contact, Transfer
from yingda.journal import record, verb
from yingda.lib.ids import uuid7
from yingda.people.models import Line, Person, Team
from yingda.routing.models import Presence
from yingda.routing.moving import let_go
from yingda.telephony import engaging, facts, grace
from yingda.telephony.arranging import PARTY, THIRD, arrange, on_the_phone, thirds
from yingda.telephony.dialling import outside_leg
from yingda.telephony.errors import (
    NobodyFree,
    NobodyIsThere,
    NoCall,
    NotOnThePhone,
    OneToAsk,
    SomebodyIsThere,
    Unreachable,
)
from yingda.telephony.models import Call, Leg, Phone
from yingda.telephony.moving import add_leg, call_of, end_leg, live
from yingda.telephony.phones import to_ring

MINUTES = 2  # told to the customer when nothing else is
LEFT = "坐席先行挂机，由参与通话的同事接手"


@verb
def consult(
    contact: Contact,
    *,
    by: Person,
    consent: bool,
    at: datetime,
    minutes: int = MINUTES,
    person: Person | None = None,
    team: Team | None = None,
    line: Line | None = None,
    number: str = "",
) -> Leg:
    """Ring a colleague, somebody free of a team or a line, or an outside number while the customer, who agreed, waits.

    Asking the same colleague twice is asking once. Raises NoConsent, OneToAsk, SomebodyIsThere, Unreachable,
    NobodyFree, NoTrunk, TrunkFull, Malformed, NoCall, NotOnThePhone.
    """
    if sum(target not in (None, "") for target in (person, team, line, number)) != 1:
        raise OneToAsk(field="person")
    call = talking(contact, by)
    if team or line:
        person = somebody_free(team, line, by=by)
    asked = next(iter(thirds(call, joined=False)), None)
    if asked and person and asked.person_id == person.pk:
        return asked
    if asked:
        raise SomebodyIsThere
    hold.hold(call.contact, by=by, consent=consent, expected_minutes=minutes, at=at)
    leg = colleague_leg(call, person, at=at) if person else outside_leg(call, number, at=at)
    record(facts.CONSULTED, **told(call, by, at), leg=leg.uid, party=leg.party)
    arrange(call, at=at)
    return leg


def somebody_free(team: Team | None, line: Line | None, *, by: Person) -> Person:
    """Who has been idle longest, with a phone that can ring. Raises NobodyFree."""
    able = Phone.objects.filter(chosen=True, active=True, registered=True).values("person")
    free = Presence.objects.now().filter(state=Presence.State.READY, person__in=able).exclude(person=by)
    free = free.filter(person__team=team) if team else free.filter(person__team__lines=line)
    engaged = Leg.objects.filter(state__in=Leg.LIVE, person__isnull=False).values("person")
    first = free.exclude(person__in=engaged).select_related("person").order_by("since", "pk").first()
    if first is None:
        raise NobodyFree
    return first.person


def colleague_leg(call: Call, person: Person, *, at: datetime) -> Leg:
    phone = to_ring(person.pk)
    if phone is None or on_the_phone(person.pk) or grace.waiting_for(person.pk):
        raise Unreachable(field="person", name=person.name)
    engaging.engage(person, at=at)
    return add_leg(call, PARTY.COLLEAGUE, at=at, person=person, phone=phone)


@verb
def cancel(contact: Contact, *, by: Person, at: datetime) -> Call:
    """Back to the customer; whoever was asked is hung up. Raises NoCall, NotOnThePhone."""
    call = talking(contact, by)
    for leg in thirds(call, joined=False):
        end_leg(leg, cause="cancelled", at=at)
    back_to_customer(call, at=at)
    return call


@verb
def confer(contact: Contact, *, by: Person, at: datetime) -> Call:
    """All talk with all. Raises NobodyIsThere, NoCall, NotOnThePhone."""
    call = talking(contact, by)
    there = thirds(call, state=Leg.State.UP)
    if not there:
        raise NobodyIsThere
    for leg in there:
        leg.change(joined=True)
    record(facts.CONFERENCE, **told(call, by, at), parties=len(there) + 2)
    back_to_customer(call, at=at)
    return call


@verb
def hand_on(contact: Contact, *, by: Person, consent: bool, reason: str, uid: UUID, at: datetime) -> Call:
    """The agent leaves, and the customer goes on with whoever was asked, who has the record (5.8). May be called twice.

    Raises NobodyIsThere, and what contacts' `hand_over` refuses.
    """
    if Transfer.objects.filter(uid=uid, contact=contact, by=by).exists():
        return Call.objects.get(contact=contact)
    call = talking(contact, by)
    leg = next(iter(asked_first(call)), None)
    if leg is None:
        raise NobodyIsThere
    words = {"by": by, "reason": reason, "consent": consent, "uid": uid, "at": at}
    record(facts.HANDED_OVER, **told(call, by, at), leg=leg.uid)
    if leg.person_id:
        hand_over(call.contact, to=leg.person, **words)
    else:
        pass_outside(call.contact, **words)
        leave_outside(leg, at=at)
    return call


def leave_outside(leg: Leg, *, at: datetime) -> None:
    """Our side leaves; the customer goes on with this party, who cannot have the contact. It ends when they end."""
    call = leg.call
    leg.change(joined=True, takes_over=False)
    passed_outside(call.contact, at=at)
    for ours in live(call, party=PARTY.AGENT):
        end_leg(ours, cause="handed_over", at=at)
    let_go(call.contact, at=at)
    back_to_customer(call, at=at)


def goes_on_without(leg: Leg, *, at: datetime) -> bool:
    """The agent's leg is over. Whether somebody else is there with whom the call goes on."""
    call = leg.call
    there = asked_first(call)
    if not there:
        return False
    if there[0].person_id and may_take(call, leg.person, there[0], at=at):
        return True
    leave_outside(there[0], at=at)
    return True


def may_take(call: Call, agent: Person, leg: Leg, *, at: datetime) -> bool:
    """Let the colleague take the contact over, if they serve its line."""
    try:
        hand_over(call.contact, by=agent, to=leg.person, reason=LEFT, consent=True, uid=uuid7(), at=at)
    except OutOfReach:
        return False
    return True


def asked_first(call: Call) -> list[Leg]:
    """Who is up besides the agent and could go on with the customer: our own people first."""
    there = [leg for leg in live(call, state=Leg.State.UP) if could_go_on(leg)]
    return sorted(there, key=lambda leg: (leg.person_id is None, leg.pk))


def could_go_on(leg: Leg) -> bool:
    """A third party, or a supervisor who takes part."""
    return leg.party in THIRD or (leg.party == PARTY.SUPERVISOR and leg.place == Leg.Place.TALK)


def came_to_an_end(leg: Leg, *, at: datetime) -> None:
    """The third party left or was never reached: the agent is with the customer again."""
    if thirds(leg.call, joined=False):
        arrange(leg.call, at=at)
    else:
        back_to_customer(leg.call, at=at)


@verb
def drop(contact: Contact, leg: Leg, *, by: Person, at: datetime) -> Call:
    """A third party is hung up. Raises NoCall, NotOnThePhone."""
    call = talking(contact, by)
    there = next((one for one in thirds(call) if one.pk == leg.pk), None)
    if there and end_leg(there, cause="dropped", at=at):
        came_to_an_end(there, at=at)
    return call


def back_to_customer(call: Call, *, at: datetime) -> None:
    hold.release(call.contact, at=at)
    arrange(call, at=at)


def talking(contact: Contact, by: Person) -> Call:
    """The call, locked, in which `by` speaks as its agent. Raises NoCall, NotOnThePhone."""
    call = call_of(Contact.objects.lock(contact.pk))
    if call is None or call.ended or call.stage != Call.Stage.TALK:
        raise NoCall
    if not live(call, party=PARTY.AGENT, person=by, state=Leg.State.UP):
        raise NotOnThePhone
    return call


def told(call: Call, by: Person, at: datetime) -> dict:
    return {"at": at, "by": by, "person": by, "line": call.contact.line_id, "contact": call.contact}
