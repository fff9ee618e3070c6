"""An agent calls a customer: the agent's phone first, then the customer's; each try has its result (`outbound_course`).

Nobody is called outside the line's decent hours, and an agent has one call at a time.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yingda.cases.models import Case
from yingda.cases.opening import add_contact
from yingda.contacts import calling
from yingda.contacts.errors import UidTaken
from yingda.contacts.models import Contact
from yingda.customers.models import Customer
from yingda.customers.phones import normalise
from yingda.customers.sealed import clear
from yingda.followups.errors import AlreadyDone
from yingda.followups.models import FollowUp
from yingda.journal import record, verb
from yingda.lib.ids import uuid7
from yingda.people.models import Line, Person
from yingda.routing.models import Desk, Offer, Slot
from yingda.routing.moving import hold_place, take_place
from yingda.standard import versions
from yingda.telephony import callbacks, callers, facts
from yingda.telephony.callback_errors import Closed, TooEarly
from yingda.telephony.errors import NoPhone
from yingda.telephony.hotlines import first_language, hotline_of, is_decent
from yingda.telephony.lines import trunk_of
from yingda.telephony.models import Attempt, Call, CallBack, Exchange, Leg, Number, Phone
from yingda.telephony.moving import add_leg, made, moved
from yingda.telephony.outbound_errors import InACall, NoExchange, NoNumber, NotDecent, NotYourLine
from yingda.telephony.phones import to_ring

PHONE = Contact.Channel.PHONE


@dataclass(frozen=True)
class Whom:
    """Whom to call and what for: a number, a customer, or whoever the task names."""

    number: str = ""
    customer: Customer | None = None
    call_back: CallBack | None = None
    follow_up: FollowUp | None = None
    case: Case | None = None

    def matter(self) -> Case | None:
        """The case that the call is about."""
        return self.case or (self.follow_up and self.follow_up.case) or (self.call_back and self.call_back.case)

    def known(self) -> Customer | None:
        """The customer, as far as the task says."""
        matter = self.matter()
        return self.customer or (self.call_back and self.call_back.customer) or (matter and matter.customer)

    def digits(self) -> str:
        """The number to dial in E.164. Raises Malformed, NoNumber."""
        if self.number:
            return normalise(self.number, field="number")
        if self.call_back:
            return callers.number_of(self.call_back)
        customer = self.known()
        phone = customer and customer.phones.order_by("-preferred", "-pk").first()
        if phone is None:
            raise NoNumber
        return clear(phone)


@verb
def call_out(
    by: Person, line: Line, *, uid: UUID, at: datetime, phone: Phone | None = None, **whom: object
) -> Call:
    """Call whom the fields of `Whom` name. Twice with a uid is once.

    `phone`: the agent's, when they dialled there (then its leg is up and the caller of this verb adds it). Raises
    UidTaken, NotYourLine, NotDecent, InACall, NoPhone, NoExchange, NoTrunk, TrunkFull, NoNumber, Malformed, Closed,
    TooEarly.
    """
    if found := made_before(by, uid):
        return found
    target = Whom(**whom)
    must_be_allowed(by, line, at)
    task_is_open(target, at)
    digits = target.digits()
    must_be_free(by)
    ringing = phone or to_ring(by.pk)
    if ringing is None:
        raise NoPhone
    call = make_call(begin(by, line, target, digits, uid, at), digits, target.call_back, at)
    try_of(call, by=by, call_back=target.call_back, follow_up=target.follow_up, case=target.matter(), at=at)
    take_place(call.contact, by, at=at)
    hold_place(call.contact)
    if phone is None:
        auto = ringing.kind == Phone.Kind.BROWSER  # its person has just asked for the call
        add_leg(call, Leg.Party.AGENT, at=at, person=by, phone=ringing, auto=auto)
    moved(call, at=at)
    return call


def begin(by: Person, line: Line, target: Whom, digits: str, uid: UUID, at: datetime) -> Contact:
    customer = target.known()
    return calling.begin(
        line=line,
        channel=PHONE,
        uid=uid,
        by=by,
        at=at,
        customer=customer or callers.known(digits),
        language=customer.language if customer else first_language(hotline_of(line)),
        direction=Contact.Direction.FOLLOW_UP if target.follow_up else Contact.Direction.OUTBOUND,
    )


def made_before(by: Person, uid: UUID) -> Call | None:
    call = Call.objects.filter(contact__uid=uid).select_related("contact__line").first()
    if call and not Attempt.objects.filter(contact=call.contact_id, by=by).exists():
        raise UidTaken
    return call


def must_be_allowed(by: Person, line: Line, at: datetime) -> None:
    if by.team is None or not by.team.lines.filter(pk=line.pk).exists():
        raise NotYourLine(line=line.name)
    hotline = hotline_of(line)
    if not is_decent(hotline, versions.in_force(line, at).calendar.tz, at):
        raise NotDecent(since=f"{hotline.decent_from:%H:%M}", until=f"{hotline.decent_until:%H:%M}")


def task_is_open(target: Whom, at: datetime) -> None:
    if target.call_back:
        row = callbacks.locked(target.call_back)
        if row.state != CallBack.State.OPEN:
            raise Closed
        if row.due > at:
            tz = versions.in_force(row.line_id, at).calendar.tz
            raise TooEarly(due=f"{row.due.astimezone(tz):%m-%d %H:%M}")
    if target.follow_up and target.follow_up.done:
        raise AlreadyDone


def must_be_free(by: Person) -> None:
    """One call at a time; the desk's lock lets two requests come one after the other."""
    Desk.objects.lock_for(by.pk)
    if Slot.objects.filter(person=by, channel=PHONE).exists():
        raise InACall
    if Offer.objects.open().filter(person=by, contact__channel=PHONE).exists():
        raise InACall
    if Leg.objects.filter(person=by, state__in=Leg.LIVE).exists():
        raise InACall


def make_call(contact: Contact, digits: str, call_back: CallBack | None, at: datetime) -> Call:
    hotline = hotline_of(contact.line)
    exchange = Exchange.objects.order_by("-up", "pk").first()
    if exchange is None or not exchange.up:
        raise NoExchange
    uid = uuid7()
    call = Call(
        uid=uid,
        contact=contact,
        exchange=exchange,
        stage=Call.Stage.DIAL,
        number=hotline.caller_number or Number.objects.filter(line=contact.line, active=True).order_by("pk").first(),
        records=hotline.records,
        began=at,
        plan={"call_back": str(call_back.uid)} if call_back else {},
        **callers.sealed(digits, uid),
    )
    call.trunk = trunk_of(call)
    return made(call)


def try_of(
    call: Call,
    *,
    by: Person,
    at: datetime,
    call_back: CallBack | None = None,
    follow_up: FollowUp | None = None,
    case: Case | None = None,
) -> Attempt:
    """The try as a row, and the contact among its case's contacts."""
    contact = call.contact
    tried = Attempt.objects.create(
        contact=contact, call_back=call_back, follow_up=follow_up, case=case, by=by, at=at
    )
    if call_back and call_back.owner_id is None:
        CallBack.objects.filter(pk=call_back.pk).update(owner=by)
    if case:
        add_contact(case, contact, by=by, at=at)
    record(
        facts.DIALLED, at=at, by=by, line=contact.line_id, contact=contact, case=case, person=by,
        direction=contact.direction,
    )  # fmt: skip
    return tried
