"""A small service centre with a real exchange, driven by a process of its own; the tests play agents at their desks."""

from dataclasses import dataclass, field
from datetime import time, timedelta

from yingda.lib.times import now
from yingda.people.models import Person
from yingda.routing.matching import match_once
from yingda.routing.presence import go
from yingda.standard.models import CalendarDay
from yingda.telephony.models import Call, Exchange, Hotline, Leg, Number, Phone, Trunk
from yingda.telephony.phones import choose, secret_of
from yingda.telephony.tests.stage import Floor, a_floor
from yingda.testing.carrier import CARRIER_HOST, Carrier
from yingda.testing.exchange import Pbx
from yingda.testing.parties import Party
from yingda.testing.parties import Phone as DeskPhone
from yingda.testing.patience import until
from yingda.testing.processes import Process

HOTLINE = "4000012345"
EXCHANGE = "main"
PATIENCE = 15
STARTS_SECONDS = 60  # a process, on a machine that has other things to do


@dataclass
class Centre:
    """`driver` is the process that was started first. Callers come straight into the queue."""

    floor: Floor
    pbx: Pbx
    carrier: Carrier
    start: object
    drivers: list[Process] = field(default_factory=list)

    def drive(self) -> Process:
        """One more driver."""
        self.drivers.append(self.start("telephony"))
        return self.drivers[-1]

    def stands_by(self) -> Process:
        """One more, which waits for its turn."""
        self.drive().wait_until_it_says("stands by", STARTS_SECONDS)
        return self.drivers[-1]

    @property
    def driver(self) -> Process:
        return self.drivers[0]

    def desk(self, person: Person) -> DeskPhone:
        """The agent's phone on the table, registered, and the agent ready."""
        phone = choose(person, Phone.Kind.HARD, at=now())
        wait_for(lambda: phone.username in self.pbx.known, "the account is not pushed")
        desk = self.carrier.phone(phone.username, secret_of(phone))
        self.gets_ready(person, phone)
        return desk

    def gets_ready(self, person: Person, phone: Phone) -> None:
        """Once the phone is known to be registered."""
        until(lambda: Phone.objects.get(pk=phone.pk).registered, "the driver does not tell that a phone is registered")
        go(person, "ready", at=now())
        match_once(now())  # as the web process does, in which agents get ready

    def reaches(self, number: str) -> str:
        """The SIP URI of this number at the exchange."""
        return f"sip:{number}@{self.pbx.address.sip_host}:{self.pbx.address.sip_port}"

    def calls(self, number: str = HOTLINE, caller: str = "13800138000") -> Party:
        return self.carrier.call(number, caller=caller)

    def talk(self, person: Person | None = None) -> tuple[Party, Party]:
        """A customer and an agent who talk with each other."""
        desk = self.desk(person or self.floor.cast.wang)
        customer = self.calls().answered()
        agent = desk.rings().answer()
        hear_each_other(customer, agent)
        return customer, agent


def a_centre(pbx: Pbx, carrier: Carrier, start) -> Centre:
    floor = a_floor()
    Exchange.objects.update(up=False)  # the one of tests without a driver
    Phone.objects.all().delete()
    Trunk.objects.update(host=CARRIER_HOST, port=carrier.port)
    Number.objects.update(digits=HOTLINE)
    for shift in range(-2, 3):  # open all day, whatever day the test runs on
        day = now().date() + timedelta(days=shift)
        CalendarDay.objects.create(day=day, kind="hours", hours=[["00:00", "24:00"]])
    at_any_hour = {"decent_from": time.min, "decent_until": time.max}  # tests call people when they run
    Hotline.objects.create(line=floor.cast.hotline, notice=False, **at_any_hour)
    return Centre(floor, pbx, carrier, start)


def hear_each_other(one: Party, other: Party, tones: tuple[int, int] = (600, 1000)) -> None:
    one.say(tones[0])
    other.say(tones[1])
    assert other.hears(tones[0]), f"{other.number} does not hear {one.number}"
    assert one.hears(tones[1]), f"{one.number} does not hear {other.number}"


def exchange() -> Exchange | None:
    return Exchange.objects.filter(name=EXCHANGE).first()


def only_call() -> Call:
    return until(lambda: Call.objects.select_related("contact").order_by("-pk").first(), "no call came")


def leg_of(call: Call, party: str = "customer") -> Leg:
    return call.legs.filter(party=party).latest("pk")


def wait_for(test, otherwise: str, within: float = PATIENCE):
    return until(test, otherwise, within)


def is_over(call: Call) -> Call:
    """The call, once it has ended."""
    wait_for(lambda: Call.objects.get(pk=call.pk).ended, "the call does not end")
    return Call.objects.get(pk=call.pk)
