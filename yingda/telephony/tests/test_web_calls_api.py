"""The customer's telephone in a web page: leave to call once, and how the call stands."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import AT
from yingda.customers.making_known import create
from yingda.customers.models import Customer
from yingda.lib.crypto import token_hash
from yingda.routing.matching import match_once
from yingda.routing.presence import go
from yingda.telephony import callers
from yingda.telephony.lobby.tests.stage import CALLER, NIGHT, own_leg, plain
from yingda.telephony.models import Call, CallBack, Hotline, WebCall, WebTicket
from yingda.telephony.pbx import address
from yingda.telephony.reports.arriving import arrived
from yingda.telephony.tests.stage import AGENT, fresh, hang_up, leg_of, pick_up
from yingda.telephony.web_calls_api import CALLS_OF_ADDRESS_AN_HOUR
from yingda.telephony.web_tickets import KEPT, LASTS, drop_old

pytestmark = pytest.mark.django_db
EXCHANGE = address.PbxAddress(
    ari_url="http://127.0.0.1:8088/ari", ari_user="u", ari_password="p", ami_host="127.0.0.1", ami_port=0, ami_user="",
    ami_secret="", ws_url="ws://127.0.0.1:8088/ws", sip_host="127.0.0.1", sip_port=5060, web_user="webcall",
    web_secret="known to all",
)  # fmt: skip


@pytest.fixture
def button(floor, monkeypatch):
    """The hotline's button, at AT, with an exchange that is there."""
    monkeypatch.setattr("yingda.telephony.web_calls_api.address", lambda: EXCHANGE)
    plain(floor, languages=["zh", "en"])
    with time_machine.travel(AT, tick=False):
        yield WebCall.objects.create(
            key="help", line=floor.cast.hotline, title="电话咨询", origins=["https://www.example.cn", "https://*.example.com"]
        )


def ask(path: str, **headers):
    return Client().get(f"/api/web-calls/{path}", headers=headers)


def ticket(key="help", *, address="203.0.113.7", origin=None, **body):
    headers = {"Origin": origin} if origin else {}
    client = Client(REMOTE_ADDR=address)
    return client.post(f"/api/web-calls/{key}/calls", body, content_type="application/json", headers=headers)


def dials(token: str, *, channel="PJSIP/webcall-1", at=AT) -> Call | None:
    found = arrived("here", channel, origin="web", endpoint="webcall", dialled=token, caller="anonymous", at=at)
    return fresh(Call(pk=found)) if isinstance(found, int) else None


def test_a_customer_is_told_what_stands_behind_the_button(button):
    said = ask("help").json()
    assert said["title"] == {"zh": "电话咨询", "en": "City Hotline"}
    assert (said["open"], said["languages"], said["voice_mail"]) == (True, ["zh", "en"], True)
    assert said["hours"]["zh"] == "周一至周五 08:00–20:00"
    with time_machine.travel(NIGHT, tick=False):
        night = ask("help").json()
    assert (night["open"], night["resumes"]) == (False, "2026-11-24T00:00:00Z")


@pytest.mark.parametrize("change", [{"active": False}, {"key": "other"}])
def test_a_button_that_does_not_stand_is_not_found(button, change):
    WebCall.objects.update(**change)
    assert ask("help").status_code == 404 and ticket().status_code == 404


def test_leave_to_call_is_for_one_call_and_only_its_hash_is_kept(button):
    given = ticket(language="en")
    assert given.status_code == 201
    token = given.json()["token"]
    assert given.json() | {"token": ""} == {
        "token": "", "username": "webcall", "secret": "known to all", "ws_url": "ws://127.0.0.1:8088/ws",
        "domain": "127.0.0.1", "ice_servers": [],
    }  # fmt: skip
    assert WebTicket.objects.get().token == token_hash(token)
    call = dials(token)
    assert (call.web, call.stage, call.contact.language) == (True, "queue", "en")  # chosen on the page
    assert dials(token).pk == call.pk  # the same channel
    assert dials(token, channel="PJSIP/webcall-2") is None and Contact.objects.count() == 1


def test_the_customers_browser_is_told_its_way_through_firewalls(button, settings):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:t.example"], "shared-with-turn"
    [turn] = ticket().json()["ice_servers"]
    assert turn["urls"] == "turn:t.example" and turn["username"].endswith(":webcall") and turn["credential"]


def test_leave_to_call_ends_soon(button):
    token = ticket().json()["token"]
    assert dials(token, at=AT + LASTS) is None
    assert dials("0" * 40) is None


def test_who_says_who_they_are_is_recognised_and_can_be_called_back(button, floor):
    li = create(name="李明", phones=[CALLER], by=None, line=floor.cast.hotline, at=AT)
    call = dials(ticket(name="李明", phone="138 0013 8000").json()["token"])
    assert call.contact.customer == li and callers.number_of(call) == "+8613800138000"
    hang_up(own_leg(call), at=AT + timedelta(seconds=30))
    assert CallBack.objects.get().customer == li


def test_somebody_new_with_a_name_is_made_known_only_when_they_call(button):
    token = ticket(name="赵雷").json()["token"]
    assert not Customer.objects.exists()
    assert dials(token).contact.customer.name == "赵雷"


def test_at_night_a_web_caller_may_leave_a_message_too(button):
    with time_machine.travel(NIGHT, tick=False):
        token = ticket().json()["token"]
    assert dials(token, at=NIGHT).stage == "lobby"


@pytest.mark.parametrize("body", [{"phone": "12"}, {"language": "fr"}, {"name": "x" * 41}])
def test_malformed_words_are_named(button, body):
    answer = ticket(**body)
    said = answer.json()
    named = said.get("field") or said["fields"][0]["field"].removeprefix("body.")
    assert answer.status_code == 422 and named in body


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 201),
        ("http://testserver", 201),
        ("https://www.example.cn", 201),
        ("https://shop.example.com", 201),
        ("https://evil.example.org", 403),
        ("null", 403),
    ],
)
def test_only_our_own_frame_and_the_buttons_sites_may_ask(button, origin, status):
    assert ticket(origin=origin).status_code == status


def test_one_address_gets_only_so_many(button):
    said = [ticket().status_code for _ in range(CALLS_OF_ADDRESS_AN_HOUR + 1)]
    assert said == [201] * CALLS_OF_ADDRESS_AN_HOUR + [429]
    assert ticket(address="203.0.113.8").status_code == 201


def test_without_an_exchange_the_customer_is_told(button, monkeypatch):
    def none():
        raise address.NoPbx(zh="没有启动", en="not started")

    monkeypatch.setattr("yingda.telephony.web_calls_api.address", none)
    answer = ticket()
    assert (answer.status_code, answer.json()["code"]) == (409, "pbx.none") and not WebTicket.objects.exists()


def test_the_customer_sees_how_the_call_stands(button, floor):
    token = ticket().json()["token"]
    assert ask(f"calls/{token}").json() == {"state": "lobby", "position": None, "expected_seconds": None, "waited": 0}
    call = dials(token)
    with time_machine.travel(AT + timedelta(seconds=12), tick=False):
        assert ask(f"calls/{token}").json() == {
            "state": "queue", "position": 1, "expected_seconds": None, "waited": 12,
        }  # fmt: skip
    hang_up(own_leg(call), at=AT + timedelta(seconds=20))
    assert ask(f"calls/{token}").json()["state"] == "ended"
    assert ask(f"calls/{'0' * 40}").status_code == 404 and ask("calls/x").status_code in (404, 422)


def test_a_ticket_nobody_used_has_ended(button):
    token = ticket().json()["token"]
    with time_machine.travel(AT + LASTS, tick=False):
        assert ask(f"calls/{token}").json()["state"] == "ended"


def test_old_tickets_are_forgotten(button):
    ticket()
    assert drop_old(AT + KEPT) == 0
    assert drop_old(AT + KEPT + 2 * LASTS) == 1 and not WebTicket.objects.exists()


def test_a_line_without_settings_has_its_own_language(button):
    Hotline.objects.all().delete()
    assert ask("help").json()["languages"] == ["zh"]


def test_a_call_that_is_answered_shows_so(button, floor):
    token = ticket().json()["token"]
    call = dials(token)
    go(floor.cast.wang, "ready", at=AT)
    match_once(AT)
    pick_up(leg_of(call, AGENT), at=AT + timedelta(seconds=4))
    said = ask(f"calls/{token}").json()
    assert (said["state"], said["position"], said["waited"]) == ("talk", None, 4)
