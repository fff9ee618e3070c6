"""`kill -9` at random instants under load: what was acknowledged is in the database once, and nobody waits for ever."""

import random
import time

import pytest

from tests.e2e.conftest import free_port, wait_for
from yingda.contacts.models import Contact, Message
from yingda.journal.models import Fact
from yingda.journal.verify import verify
from yingda.lib.times import now
from yingda.operate.example import plant
from yingda.people.models import Person
from yingda.routing.lease import renew_lease
from yingda.routing.models import Offer
from yingda.routing.offers import accept
from yingda.routing.presence import go
from yingda.testing.siege import Besieger

VISITORS = 4
KILLS = 4
SECONDS_BETWEEN = (0.5, 2.0)
PATIENCE_SECONDS = 40
pytestmark = [pytest.mark.commits, pytest.mark.timeout(240)]


class Houses:
    """Two web processes and two clocks on one database, each of which may be killed and is then started again."""

    def __init__(self, run_process):
        self.run_process = run_process
        self.ports = [free_port(), free_port()]
        self.running = {}
        for name in ("web 0", "web 1", "clock 0", "clock 1"):
            self.start(name)
        for number in range(2):
            wait_for(f"{self.urls[number]}/health", self.running[f"web {number}"])

    @property
    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.ports]

    def start(self, name: str) -> None:
        kind, number = name.split()
        words = ("web", "--port", str(self.ports[int(number)])) if kind == "web" else ("clock",)
        self.running[name] = self.run_process(*words)

    def kill_one(self) -> None:
        name = random.choice(list(self.running))
        self.running[name].kill()
        self.start(name)


def test_acknowledged_messages_survive_any_kill_exactly_once(fresh_db, run_process):
    plant(at=now())
    houses = Houses(run_process)
    besiegers = [Besieger(houses.urls) for _ in range(VISITORS)]
    for one in besiegers:
        one.start()
    for _ in range(KILLS):
        time.sleep(random.uniform(*SECONDS_BETWEEN))
        houses.kill_one()
    time.sleep(SECONDS_BETWEEN[1])
    for one in besiegers:
        one.ending.set()
        one.join(PATIENCE_SECONDS)

    assert not [fault for one in besiegers for fault in one.faults]
    sent = {uid for one in besiegers for uid in one.sent}
    acknowledged = [uid for one in besiegers for uid in one.acknowledged]
    stored = [str(uid) for uid in Message.objects.filter(author="customer").values_list("uid", flat=True)]
    assert len(acknowledged) >= VISITORS, "the besiegers were never answered"
    assert len(stored) == len(set(stored)) and set(acknowledged) <= set(stored) <= sent
    told = [
        fact.data["message"]
        for fact in Fact.objects.filter(name="contact.message")
        if fact.data["author"] == "customer"
    ]
    assert sorted(told) == sorted(stored), "each message has its fact, once"
    everybody_is_answered(besiegers)
    report = verify()
    assert report.ok, report.say("en")


def everybody_is_answered(besiegers) -> None:
    """With two agents who take what rings, the queue empties by itself, whoever was killed before."""
    agents = list(Person.objects.filter(username__in=["wangfang", "chenjie"]))
    for person in agents:
        renew_lease(person, browser=person.username, at=now())
        go(person, "ready", reason="", at=now())
    wanted = {one.contact for one in besiegers}
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        for offer in Offer.objects.open().select_related("person"):
            accept(offer, by=offer.person, at=now())
        if wanted <= set(Contact.objects.exclude(answered=None).values_list("uid", flat=True)):
            return
        time.sleep(0.2)
    pytest.fail(f"{Contact.objects.filter(answered=None).count()} visitors still wait")
