"""What administrators see of the exchange and of everybody's phones."""

import pytest

from yingda.access.tests.test_api import person, signed_in
from yingda.lib.times import now
from yingda.telephony import phones
from yingda.telephony.models import Exchange, Phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    person("admin", "administrator")
    return signed_in("admin")


@pytest.fixture
def nowhere(monkeypatch):
    monkeypatch.setenv("YINGDA_PBX", "off")


@pytest.fixture
def elsewhere(monkeypatch):
    monkeypatch.setenv("YINGDA_PBX", "on")
    monkeypatch.setenv("YINGDA_ARI_URL", "http://127.0.0.1:18088/ari")


def test_without_an_exchange_it_says_in_words_why(admin, nowhere):
    found = admin.get("/api/exchange").json()
    assert (found["up"], found["state"], found["version"]) == (False, "off", "") and "YINGDA_PBX" in found["words"]


def test_one_that_a_driver_speaks_with_is_up_and_tells_its_version(admin, elsewhere):
    at = now()
    until = at.replace(year=at.year + 1)
    Exchange.objects.create(name="main", up=True, since=at, version="22.10.1", driver="a", driver_until=until)
    found = admin.get("/api/exchange").json()
    assert (found["up"], found["version"], found["elsewhere"]) == (True, "22.10.1", True)


def test_one_that_does_not_answer_says_so(admin, elsewhere):
    found = admin.get("/api/exchange").json()
    assert not found["up"] and "没有应答" in found["words"]


def test_phones_stand_with_their_people_and_show_no_secret(admin):
    agent = person("wangfang", "agent")
    phone = phones.own(agent, Phone.Kind.BROWSER, at=now())
    phones.seen(phone.pk, True, at=now())
    answer = admin.get("/api/phones")
    (found,) = answer.json()
    assert (found["person"]["name"], found["registered"], found["chosen"]) == (agent.name, True, True)
    assert phones.secret_of(phone) not in answer.content.decode()
    assert admin.get("/api/exchange").json()["registered"] == 1


def test_phones_of_people_who_left_are_not_shown(admin):
    agent = person("wangfang", "agent")
    phones.own(agent, Phone.Kind.BROWSER, at=now())
    agent.is_active = False
    agent.save(update_fields=["is_active"])
    assert admin.get("/api/phones").json() == []


@pytest.mark.parametrize("path", ["/api/exchange", "/api/phones"])
@pytest.mark.parametrize("role", ["agent", "supervisor", "editor", "auditor"])
def test_others_do_not_see_them(path, role):
    person("somebody", role)
    assert signed_in("somebody").get(path).status_code == 403
