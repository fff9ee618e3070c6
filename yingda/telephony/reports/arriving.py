"""Somebody calls: from outside by a trunk, from a web page, or a colleague from a phone."""

from datetime import datetime

from yingda.contacts import facts as contact_facts
from yingda.contacts.arrive import arrive
from yingda.contacts.models import Contact
from yingda.customers.models import Customer
from yingda.journal import record, verb
from yingda.lib.errors import Refusal
from yingda.lib.ids import uuid7
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Line
from yingda.standard import versions
from yingda.telephony import callers, facts
from yingda.telephony.errors import TrunkFull
from yingda.telephony.hotlines import first_language, hotline_of
from yingda.telephony.lines import is_full
from yingda.telephony.lobby import going, steps
from yingda.telephony.lobby.joining import join
from yingda.telephony.models import Call, Exchange, Leg, Number, Phone, Trunk, TurnedAway, WebTicket
from yingda.telephony.moving import add_leg, made
from yingda.telephony.outbound import call_out
from yingda.telephony.outbound_course import ring_customer
from yingda.telephony.web_tickets import customer_of, use

Place, Stage = Leg.Place, Call.Stage
UNALLOCATED, BUSY = "unallocated", "busy"
EXCHANGE = Prepared(lambda: Exchange.objects.filter(name=Given(Exchange, "name")).values_list("id"))
KNOWN = Prepared(  # by the channel alone: an exchange has as many calls as there are
    lambda: Leg.objects.filter(channel=Given(Leg, "channel")).values_list("call", "call__exchange")
)
NUMBER = Prepared(
    lambda: Number.objects.filter(digits=Given(Number, "digits"), active=True, line__active=True)
    .select_related("line__hotline__menu", "trunk")
    .order_by("pk")
)
TRUNK = Prepared(lambda: Trunk.objects.filter(name=Given(Trunk, "name")).order_by("pk"))


def arrived(
    exchange: str, channel: str, *, origin: str, endpoint: str, dialled: str, caller: str, at: datetime
) -> int | str:
    """The call that this channel of the exchange belongs to, made now unless it is known; or why it is to be hung up:
    UNALLOCATED, or BUSY when the trunk's lines are all taken.

    `origin`: trunk (`endpoint` is the trunk's name), web (`dialled` is a ticket's token), agent (`endpoint` is the
    user name of a colleague's phone).
    """
    here, known = exchange_and_call(exchange, channel)
    if known:
        return known
    come = {"trunk": by_trunk, "web": by_web, "agent": by_agent}[origin]
    try:
        return come(here, channel, endpoint=endpoint, dialled=dialled, caller=caller, at=at)
    except TrunkFull:
        return BUSY
    except Refusal:
        return UNALLOCATED  # a phone can be told no sentence: it hears that the number cannot be dialled


def exchange_and_call(exchange: str, channel: str) -> tuple[int, int | None]:
    """The exchange's row, and the latest call that the channel is known to belong to."""
    found = EXCHANGE.values(name=exchange)
    here = found[0][0] if found else Exchange.objects.get_or_create(name=exchange)[0].pk
    return here, max((call for call, where in KNOWN.values(channel=channel) if where == here), default=None)


@verb
def by_trunk(exchange: int, channel: str, *, endpoint: str, dialled: str, caller: str, at: datetime) -> int | str:
    number = NUMBER.first(digits=dialled)
    if number is None:
        return UNALLOCATED
    digits = callers.read(caller)
    trunk = number.trunk if number.trunk and number.trunk.name == endpoint else None
    trunk = trunk or TRUNK.first(name=endpoint)
    if trunk and is_full(trunk):
        turn_away(number.line, trunk, at=at)
        return BUSY
    call = begin(
        number.line,
        exchange,
        channel,
        digits=digits,
        customer=callers.known(digits),
        at=at,
        number=number,
        trunk=trunk,
    )
    return call.pk


def turn_away(line: Line, trunk: Trunk, *, at: datetime) -> None:
    """The caller hears busy; the floor counts them."""
    TurnedAway.objects.create(line=line, trunk=trunk, at=at)
    record(facts.TRUNK_FULL, at=at, line=line, trunk=trunk.uid)


@verb
def by_web(exchange: int, channel: str, *, endpoint: str, dialled: str, caller: str, at: datetime) -> int | str:
    ticket = use(dialled, at=at)
    if ticket is None:
        return UNALLOCATED
    line = ticket.web_call.line
    digits, customer = customer_of(ticket, at=at)
    call = begin(line, exchange, channel, digits=digits, customer=customer, at=at, web=True, language=ticket.language)
    WebTicket.objects.filter(pk=ticket.pk).update(contact=call.contact)
    return call.pk


@verb
def by_agent(exchange: int, channel: str, *, endpoint: str, dialled: str, caller: str, at: datetime) -> int | str:
    """A colleague dials: a call of ours like one from the desk, on the first line of their team that shows a number."""
    phone = Phone.objects.filter(username=endpoint, active=True).select_related("person__team").first()
    line = phone and line_of(phone)
    if line is None:
        return UNALLOCATED
    call = call_out(phone.person, line, uid=uuid7(), at=at, number=dialled, phone=phone)
    add_leg(
        call, Leg.Party.AGENT, at=at, person=phone.person, phone=phone, channel=channel, state=Leg.State.UP, answered=at
    )
    ring_customer(call, at=at)
    return call.pk


def line_of(phone: Phone) -> Line | None:
    if phone.person.team is None:
        return None
    lines = phone.person.team.lines.filter(active=True).select_related("hotline").order_by("pk")
    return min(lines, key=lambda line: hotline_of(line).caller_number_id is None, default=None)


def begin(
    line: Line,
    exchange: int,
    channel: str,
    *,
    digits: str,
    customer: Customer | None,
    at: datetime,
    language: str = "",
    **fields: object,
) -> Call:
    """The contact with its call and the caller's leg: in the queue at once, or at the first step of the lobby."""
    hotline = hotline_of(line)
    is_open = versions.in_force(line, at).calendar.is_open(at)
    way = steps.opening_steps(hotline, chosen=bool(language)) if is_open else steps.closed_steps(hotline)
    contact = arrive(
        line=line, channel=Contact.Channel.PHONE, at=at, customer=customer, queues=not way,
        language=language or first_language(hotline),
    )  # fmt: skip
    if not is_open:
        record(contact_facts.CLOSED_HOURS, at=at, line=line, contact=contact, channel=contact.channel)
    plan = {"steps": way} | ({} if is_open else {"closed": True})
    call = make_call(contact, exchange, digits, at=at, plan=plan, records=hotline.records, **fields)
    there = {
        "at": at, "channel": channel, "trunk": call.trunk, "state": Leg.State.UP, "rang": at, "answered": at,
    }  # fmt: skip
    if way:
        going.go_on(call, add_leg(call, Leg.Party.CUSTOMER, place=Place.LOBBY, **there), at=at)
    else:
        join(call, at=at)
        add_leg(call, Leg.Party.CUSTOMER, place=Place.QUEUE, **there)
    return call


def make_call(contact: Contact, exchange: int, digits: str, *, at: datetime, plan: dict, **fields: object) -> Call:
    uid = uuid7()
    call = Call(
        uid=uid,
        contact=contact,
        exchange_id=exchange,
        stage=Stage.LOBBY if plan["steps"] else Stage.QUEUE,
        began=at,
        plan=plan,
        **callers.sealed(digits, uid),
        **fields,
    )
    return made(call)
