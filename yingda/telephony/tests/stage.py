"""What the tests of calls do again and again. They play the driver: they report what phones did."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import AT, SECOND, Cast, a_cast, again, comes
from yingda.journal import verb
from yingda.people.models import Capability, Line, Person
from yingda.routing.enqueue import enqueue
from yingda.routing.matching import match_once
from yingda.routing.models import Offer
from yingda.routing.presence import go
from yingda.telephony.models import Call, Exchange, Leg, Number, Phone, Trunk
from yingda.telephony.moving import add_leg, live
from yingda.telephony.phones import choose
from yingda.telephony.reports import legs, phones

__all__ = ["AT", "SECOND", "again"]
AGENT, CUSTOMER, COLLEAGUE = Leg.Party.AGENT, Leg.Party.CUSTOMER, Leg.Party.COLLEAGUE
OUTSIDE, SUPERVISOR = Leg.Party.OUTSIDE, Leg.Party.SUPERVISOR


@dataclass
class Floor:
    """The cast of contacts on the phone, with an exchange that is up, a trunk and a number of the hotline."""

    cast: Cast
    exchange: Exchange
    number: Number


def a_floor() -> Floor:
    """`wang`, `chen`, `he` and `zhou` have phones that are registered."""
    cast = a_cast()
    until = AT + timedelta(days=1)
    exchange = Exchange.objects.create(name="here", up=True, since=AT, driver="test", driver_until=until)
    trunk = Trunk.objects.create(name="carrier", host="127.0.0.1")
    number = Number.objects.create(digits="4000012345", line=cast.hotline, trunk=trunk)
    for person in (cast.wang, cast.chen, cast.he):
        Capability.objects.create(person=person, kind=Capability.Kind.CHANNEL, code="phone", number=1)
    for person in (cast.wang, cast.chen, cast.he, cast.zhou):
        plug_in(person)
    return Floor(cast, exchange, number)


def plug_in(person: Person, kind: str = "browser", at: datetime = AT) -> Phone:
    phone = choose(person, kind, at=at)
    phones.registered(phone.username, True, at=at)
    return phone


@verb
def rings_in(floor: Floor, *, at: datetime = AT, line: Line | None = None, wishes: dict | None = None) -> Call:
    """A caller has heard what there is to hear and waits in the queue."""
    contact = comes(line or floor.cast.hotline, at=at, channel="phone")
    call = Call.objects.create(
        contact=contact, exchange=floor.exchange, stage="queue", number=floor.number, trunk=floor.number.trunk, began=at
    )
    add_leg(call, CUSTOMER, at=at, place="queue", state="up", channel=f"trunk-{call.pk}", answered=at)
    enqueue(contact, at=at, **(wishes or {}))
    return call


def offered(floor: Floor, person: Person | None = None, *, at: datetime = AT) -> tuple[Call, Leg]:
    """A call whose agent's leg is wanted."""
    person = person or floor.cast.wang
    go(person, "ready", at=at)
    call = rings_in(floor, at=at, wishes={"prefers": person})
    match_once(at)
    return call, leg_of(call, AGENT)


def talking(floor: Floor, person: Person | None = None, *, at: datetime = AT) -> Call:
    """A call in which the agent and the customer talk."""
    call, leg = offered(floor, person, at=at)
    pick_up(leg, at=at)
    return fresh(call)


def pick_up(leg: Leg, *, at: datetime = AT) -> None:
    legs.rang(str(leg.uid), at=at)
    legs.answered(str(leg.uid), at=at)


def hang_up(leg: Leg, cause: str = "normal", *, at: datetime = AT) -> None:
    legs.ended(str(leg.uid), cause, at=at)


def leg_of(call: Call, party: str, **where: object) -> Leg | None:
    """The live leg of this party."""
    return next(iter(live(call, party=party, **where)), None)


def fresh(call: Call) -> Call:
    return Call.objects.select_related("contact").get(pk=call.pk)


def places(call: Call) -> dict[str, str]:
    """Who is where, of those who are up."""
    return {leg.party: leg.place for leg in live(call, state="up")}


def offer_of(contact: Contact) -> Offer | None:
    return Offer.objects.open().filter(contact=contact).first()
