"""Calls that we make and owe, over HTTP."""

import pytest
import time_machine

from yingda.contacts.tests.cast import AT, SECOND, signed_in
from yingda.customers.making_known import create
from yingda.lib.ids import uuid7
from yingda.telephony.lobby.tests.stage import CALLER, NIGHT, plain
from yingda.telephony.models import Attempt, Call, CallBack
from yingda.telephony.tests.stage import AGENT, CUSTOMER, fresh, hang_up, leg_of, pick_up, talking
from yingda.telephony.tests.test_callbacks import MINUTE, abandons

pytestmark = pytest.mark.django_db


class Door:
    def __init__(self, person):
        self.client = signed_in(person)

    def post(self, path, body=None):
        return self.client.post(f"/api/{path}", body or {}, content_type="application/json")

    def put(self, path, body):
        return self.client.put(f"/api/{path}", body, content_type="application/json")

    def get(self, path):
        return self.client.get(f"/api/{path}")


@pytest.fixture
def wang(floor):
    """At the desk, a minute after somebody gave up."""
    plain(floor)
    abandons(floor)
    with time_machine.travel(AT + MINUTE, tick=False):
        yield Door(floor.cast.wang)


def call_body(**whom):
    return {"uid": str(uuid7()), "line": "hotline"} | whom


def test_the_list_shows_whom_to_call_masked_and_whether_it_may_be_now(wang, floor):
    (item,) = wang.get("call-backs").json()["items"]
    assert (item["caller"], item["reason"], item["state"], item["missed"]) == ("138****8000", "abandoned", "open", 1)
    assert item["line"]["code"] == "hotline" and item["may_call_now"] is True and item["customer"] is None
    assert CALLER not in wang.get("call-backs").content.decode()
    assert wang.get(f"call-backs/{item['id']}").json() == item
    with time_machine.travel(NIGHT, tick=False):
        (item,) = Door(floor.cast.wang).get("call-backs").json()["items"]
    assert item["may_call_now"] is False


def test_the_list_comes_in_pages_by_state_and_line(wang, floor):
    for number in range(3):
        abandons(floor, caller=f"1390013900{number}", at=AT + number * SECOND)
    first = wang.get("call-backs?limit=3").json()
    rest = wang.get(f"call-backs?limit=3&after={first['next']}").json()
    dues = [one["due"] for one in first["items"] + rest["items"]]
    assert len(dues) == 4 and dues == sorted(dues) and rest["next"] is None
    assert wang.get("call-backs?state=done").json()["items"] == []
    assert wang.get("call-backs?line=shop").json()["items"] == []
    assert wang.get("call-backs?after=x").status_code == 422


def test_pages_take_a_fixed_number_of_queries(wang, floor, django_assert_max_num_queries):
    for number in range(6):
        abandons(floor, caller=f"1390013900{number}")
    with django_assert_max_num_queries(16):
        assert len(wang.get("call-backs").json()["items"]) == 7


def test_a_call_back_is_dialled_from_its_task(wang, floor):
    task = wang.get("call-backs").json()["items"][0]["id"]
    body = call_body(call_back=task)
    made = wang.post("calls", body)
    assert made.status_code == 201, made.content
    contact = made.json()
    assert (contact["direction"], contact["state"], contact["call"]["stage"]) == ("outbound", "talking", "dial")
    assert (contact["call"]["call_back"], contact["call"]["dial_result"]) == (task, None)
    assert wang.post("calls", body).json()["id"] == contact["id"]
    call = Call.objects.get(contact__uid=contact["id"])
    pick_up(leg_of(call, AGENT), at=AT + MINUTE)
    pick_up(leg_of(call, CUSTOMER), at=AT + MINUTE)
    hang_up(leg_of(fresh(call), CUSTOMER), at=AT + MINUTE)
    assert wang.get("call-backs").json()["items"] == []
    (done,) = wang.get("call-backs?state=done").json()["items"]
    assert done["done_by"]["name"] == "王芳" and done["owner"]["name"] == "王芳"
    assert wang.get(f"contacts/{contact['id']}").json()["call"]["dial_result"] == "reached"
    corrected = wang.put(f"contacts/{contact['id']}/dial-result", {"result": "wrong_number"})
    assert (corrected.status_code, corrected.json()["call"]["dial_result"]) == (200, "wrong_number")
    assert Attempt.objects.get().result == "wrong_number"
    assert wang.get("call-backs?state=given_up").json()["items"][0]["id"] == task


def test_refusals_reach_the_desk_in_words(wang, floor):
    none = wang.post("calls", call_body())
    assert (none.status_code, none.json()["code"]) == (422, "call.no_number")
    bad = wang.post("calls", call_body(number="12345678901234567"))
    assert (bad.status_code, bad.json()["field"]) == (422, "number")
    with time_machine.travel(NIGHT, tick=False):
        late = Door(floor.cast.wang).post("calls", call_body(number=CALLER))
    assert (late.status_code, late.json()["code"]) == (409, "call.not_decent") and "08:30" in late.json()["message"]


def test_a_call_back_is_cancelled_with_a_reason(wang):
    task = wang.get("call-backs").json()["items"][0]["id"]
    assert wang.post(f"call-backs/{task}/cancellation", {"reason": " "}).json()["field"] == "reason"
    said = wang.post(f"call-backs/{task}/cancellation", {"reason": "客户已到窗口办理"})
    assert (said.status_code, said.json()["state"], said.json()["note"]) == (201, "cancelled", "客户已到窗口办理")


@pytest.mark.parametrize("who", ["liu", "editor"])
def test_an_outsider_finds_nothing_and_can_call_nobody(wang, floor, who):
    door = Door(getattr(floor.cast, who))
    task = CallBack.objects.get().uid
    li = create(name="李明", phones=[CALLER], by=None, line=floor.cast.hotline, at=AT)
    assert door.get("call-backs").json()["items"] == []
    assert door.get(f"call-backs/{task}").status_code == 404
    assert door.post(f"call-backs/{task}/cancellation", {"reason": "x"}).status_code == 404
    for whom in ({"call_back": str(task)}, {"customer": str(li.uid)}, {"number": CALLER}, {"case": str(uuid7())}):
        assert door.post("calls", call_body(**whom)).status_code == 404
    talk = talking(floor, floor.cast.chen)
    assert door.put(f"contacts/{talk.contact.uid}/dial-result", {"result": "busy"}).status_code == 404


def test_an_inspector_sees_and_calls_nobody(wang, floor):
    door = Door(floor.cast.wu)
    task = door.get("call-backs").json()["items"][0]["id"]
    assert door.post("calls", call_body(call_back=task)).status_code == 403
    assert door.post(f"call-backs/{task}/cancellation", {"reason": "x"}).status_code == 403


def test_an_inbound_call_has_no_result_of_dialling(wang, floor):
    talk = talking(floor, floor.cast.wang)
    assert wang.put(f"contacts/{talk.contact.uid}/dial-result", {"result": "busy"}).status_code == 404
