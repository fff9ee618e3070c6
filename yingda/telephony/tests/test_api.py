"""What the desk asks for and does by HTTP."""

import pytest

from yingda.contacts.present import contact_out
from yingda.contacts.tests.cast import comes, signed_in
from yingda.journal.feed import Entry
from yingda.journal.models import Fact
from yingda.journal.presenting import BUILDERS
from yingda.lib.crypto import seal
from yingda.lib.ids import uuid7
from yingda.lib.times import now
from yingda.telephony import holding, supervising
from yingda.telephony.feeding import WITH_CONTACT
from yingda.telephony.models import LegQuality, Phone
from yingda.telephony.pbx import address
from yingda.telephony.reports import legs
from yingda.telephony.tests.stage import (
    AGENT,
    AT,
    COLLEAGUE,
    CUSTOMER,
    OUTSIDE,
    fresh,
    leg_of,
    pick_up,
    places,
    rings_in,
    talking,
)

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def call(floor):
    return talking(floor)


@pytest.fixture
def wang(floor):
    return signed_in(floor.cast.wang)


@pytest.fixture
def exchange(monkeypatch):
    """An exchange elsewhere."""
    monkeypatch.setenv("YINGDA_PBX", "on")
    monkeypatch.setenv("YINGDA_ARI_URL", "http://127.0.0.1:18088/ari")
    monkeypatch.setenv("YINGDA_SIP_PORT", "15060")
    assert address.address().ws_url == "ws://127.0.0.1:18088/ws"


def url(call, rest: str = "") -> str:
    return f"/api/contacts/{call.contact.uid}{rest}"


def post(client, path, **body):
    return client.post(path, body, content_type=JSON)


def put(client, path, **body):
    return client.put(path, body, content_type=JSON)


def test_a_contact_shows_its_call(wang, call):
    key, sealed = seal("+8613800138000", aad=call.uid.bytes)
    call.change(key=key, sealed=sealed)
    shown = wang.get(url(call)).json()["call"]
    assert (shown["stage"], shown["caller"], shown["number"]["digits"]) == ("talk", "138****8000", "4000012345")
    assert [(leg["party"], leg["place"], leg["state"]) for leg in shown["legs"]] == [
        ("customer", "talk", "up"),
        ("agent", "talk", "up"),
    ]
    assert shown["legs"][1]["person"]["work_number"] == "6021"
    assert (shown["hold"], shown["grace"], shown["call_back"]) == (None, None, None)


def test_a_contact_without_a_call_has_none(floor, wang):
    contact = comes(floor.cast.hotline)
    assert wang.get(f"/api/contacts/{contact.uid}").json()["call"] is None


def test_calls_cost_the_same_however_many_there_are(floor, wang, call, django_assert_max_num_queries):
    for _ in range(12):
        rings_in(floor)
    LegQuality.objects.create(leg=leg_of(call, AGENT), samples=1)
    with django_assert_max_num_queries(30):
        assert len(wang.get("/api/contacts").json()["items"]) == 13


def test_hold_news_and_back(wang, call):
    answer = post(wang, url(call, "/hold"), consent=True, expected_minutes=2)
    assert (answer.status_code, answer.json()["call"]["hold"]["expected_minutes"]) == (201, 2)
    assert post(wang, url(call, "/hold/news")).json()["call"]["hold"]["news"] is not None
    assert wang.delete(url(call, "/hold")).json()["call"]["hold"] is None
    assert post(wang, url(call, "/hold"), consent=False, expected_minutes=2).json()["code"] == "contact.no_consent"


def test_a_consultation_from_asking_to_handing_over(floor, wang, call):
    asked = post(wang, url(call, "/consultations"), person=str(floor.cast.chen.uid), consent=True)
    assert asked.status_code == 201
    pick_up(leg_of(call, COLLEAGUE), at=AT)
    assert post(wang, url(call, "/conference")).json()["call"]["legs"][2]["joined"]
    handed = post(wang, url(call, "/handover"), consent=True, reason="由同事继续办理")
    assert handed.json()["agent"]["work_number"] == "6022"
    assert [leg["party"] for leg in handed.json()["call"]["legs"]] == ["customer", "agent"]


def test_back_from_a_consultation(floor, wang, call):
    post(wang, url(call, "/consultations"), team=str(floor.cast.technical.uid))
    post(wang, url(call, "/consultations"), number="12345")
    pick_up(leg_of(call, OUTSIDE), at=AT)
    assert fresh(call).contact.holds.filter(ended=None).exists()
    back = wang.delete(url(call, "/consultations")).json()["call"]
    assert (back["hold"], len(back["legs"])) == (None, 2)


def test_dropping_and_muting_parties(floor, wang, call):
    post(wang, url(call, "/consultations"), number="12345")
    third = leg_of(call, OUTSIDE)
    muted = put(wang, url(call, f"/call/legs/{third.uid}/mute"), on=True).json()["call"]["legs"][2]
    assert (muted["muted"], muted["label"]) == (True, "12345")
    own = leg_of(call, AGENT)
    assert put(wang, url(call, f"/call/legs/{own.uid}/mute"), on=True).json()["call"]["legs"][1]["muted"]
    assert len(wang.delete(url(call, f"/call/legs/{third.uid}")).json()["call"]["legs"]) == 2
    assert wang.delete(url(call, f"/call/legs/{uuid7()}")).status_code == 404
    assert Fact.objects.filter(name="call.muted").count() == 2


def test_an_outside_transfer(wang, call):
    answer = post(wang, url(call, "/outside-transfers"), number="020-8888 6666", reason="由街道办理", consent=True)
    assert (answer.status_code, answer.json()["call"]["legs"][2]["label"]) == (201, "20****6666")


def test_a_reload_rings_me_again(wang, call):
    legs_now = post(wang, url(call, "/call/lost")).json()["call"]["legs"]
    assert [(leg["party"], leg["place"], leg["state"]) for leg in legs_now] == [
        ("customer", "queue", "up"),
        ("agent", "talk", "wanted"),
    ]


def test_only_supervisors_of_the_line_supervise(floor, wang, call):
    assert put(wang, url(call, "/supervision"), mode="listen").status_code == 403
    zhou = signed_in(floor.cast.zhou)
    assert put(zhou, url(call, "/supervision"), mode="listen").json()["call"]["legs"][2]["party"] == "supervisor"
    assert len(zhou.delete(url(call, "/supervision")).json()["call"]["legs"]) == 2
    assert put(signed_in(floor.cast.liu), url(call, "/supervision"), mode="listen").status_code == 404


def test_colleagues_who_take_no_part_do_nothing_in_a_call(floor, call):
    chen, liu = signed_in(floor.cast.chen), signed_in(floor.cast.liu)
    for client, status in ((chen, 409), (liu, 404)):
        assert post(client, url(call, "/hold"), consent=True, expected_minutes=1).status_code == status
        assert post(client, url(call, "/consultations"), number="12345").status_code == status
        assert post(client, url(call, "/call/lost")).status_code == status
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}


def test_my_phone_is_made_with_the_first_look(floor, exchange):
    liu = signed_in(floor.cast.liu)
    mine = liu.get("/api/phone").json()
    assert (mine["configured"], mine["choice"], mine["registered"]) == (True, "browser", False)
    assert mine["browser"] | {"secret": ""} == {
        "username": "a6031", "secret": "", "domain": "127.0.0.1", "ws_url": "ws://127.0.0.1:18088/ws",
        "ice_servers": [],
    }  # fmt: skip
    assert liu.get("/api/phone").json()["browser"]["secret"] == mine["browser"]["secret"]


def test_my_phone_is_told_its_way_through_firewalls(floor, exchange, settings):
    settings.STUN_URLS, settings.TURN_URLS = ["stun:s.example"], ["turn:t.example"]
    settings.TURN_SECRET = "shared-with-turn"
    stun, turn = signed_in(floor.cast.liu).get("/api/phone").json()["browser"]["ice_servers"]
    assert stun == {"urls": "stun:s.example", "username": None, "credential": None}
    assert turn["urls"] == "turn:t.example" and turn["username"].endswith(":a6031") and turn["credential"]


def test_without_an_exchange_my_phone_says_so(floor, monkeypatch):
    floor.exchange.delete()
    monkeypatch.setenv("YINGDA_PBX", "off")
    mine = signed_in(floor.cast.liu).get("/api/phone").json()
    assert (mine["configured"], mine["browser"], mine["exchange"]["up"]) == (False, None, False)
    assert "YINGDA_PBX" in mine["exchange"]["words"]
    assert not Phone.objects.filter(person=floor.cast.liu).exists()


def test_the_exchange_is_up_while_a_driver_speaks_with_it(floor, wang, exchange):
    floor.exchange.driver_until = now()
    floor.exchange.save()
    assert not wang.get("/api/phone").json()["exchange"]["up"]


def test_a_hard_phone_is_set_up_and_chosen(floor, wang, exchange):
    made = post(wang, "/api/phone/hard-secret").json()
    assert (made["username"], made["server"], made["port"]) == ("h6021", "127.0.0.1", 15060)
    assert post(wang, "/api/phone/hard-secret").json()["secret"] != made["secret"]
    mine = put(wang, "/api/phone", choice="hard").json()
    assert (mine["choice"], mine["hard"]) == ("hard", {"username": "h6021", "registered": False})


def test_who_serves_nobody_gets_no_phone(floor, exchange):
    wu = signed_in(floor.cast.wu)
    assert wu.get("/api/phone").json()["browser"] is None
    assert put(wu, "/api/phone", choice="browser").status_code == 403
    assert post(wu, "/api/phone/hard-secret").status_code == 403


def test_devices_are_checked_before_a_shift(wang, exchange):
    assert not post(wang, "/api/phone/checks", heard=True, level=0.01, echoed=True).json()["passed"]
    assert post(wang, "/api/phone/checks", heard=True, level=0.4, echoed=True, device="耳机").json()["passed"]
    assert wang.get("/api/phone").json()["check"]["passed"]
    assert Fact.objects.filter(name="device.checked").count() == 2


def test_i_measure_my_own_leg_only(floor, wang, call):
    own, other = leg_of(call, AGENT), leg_of(call, CUSTOMER)
    body = {"loss": 0.5, "jitter": 3.0, "round_trip": 18.0}
    assert post(wang, "/api/phone/quality", leg=str(own.uid), **body).status_code == 204
    assert post(wang, "/api/phone/quality", leg=str(other.uid), **body).status_code == 404
    assert wang.get(url(call)).json()["call"]["legs"][1]["quality"] == body


def test_what_is_pushed_equals_what_is_fetched(floor, wang, call):
    holding.hold(call.contact, by=floor.cast.wang, consent=True, expected_minutes=1, at=AT)
    supervising.supervise(call.contact, by=floor.cast.zhou, mode="listen", at=AT)
    legs.held(str(leg_of(call, AGENT).uid), False, at=AT)
    fetched = contact_out([fresh(call).contact])[0]
    for name in WITH_CONTACT:
        for fact in Fact.objects.filter(name=name.name, contact=call.contact_id):
            assert BUILDERS[name.name]([Entry(1, fact).fact], "staff") == {fact.pk: fetched}
    names = set(Fact.objects.filter(contact=call.contact_id).values_list("name", flat=True))
    assert {"call.moved", "call.ringing", "leg.answered", "call.supervised"} <= names
