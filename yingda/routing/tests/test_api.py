import pytest

from yingda.contacts.tests.cast import AT, SECOND, a_customer, again, signed_in
from yingda.lib.ids import uuid7
from yingda.lib.times import now
from yingda.routing.models import Desk, Offer
from yingda.routing.tests.stage import offered, queued, ready, served

pytestmark = pytest.mark.django_db
JSON = "application/json"


def test_an_agent_says_what_they_do_and_sees_it(cast):
    wang = signed_in(cast.wang)
    assert wang.get("/api/presence").json()["state"] == "offline"
    body = wang.put("/api/presence", {"state": "ready"}, content_type=JSON).json()
    assert (body["state"], body["wished"]) == ("ready", "ready")
    assert body["lease_until"]
    rest = wang.put("/api/presence", {"state": "rest", "reason": "lunch"}, content_type=JSON).json()
    assert (rest["state"], rest["reason"]) == ("rest", "lunch")
    assert wang.put("/api/presence", {"state": "serving"}, content_type=JSON).status_code == 422


def test_the_browser_renews_the_lease(cast):
    ready(cast.wang, at=now())
    until = signed_in(cast.wang).put("/api/presence/lease", {"browser": "tab-1"}, content_type=JSON).json()["until"]
    assert until
    assert Desk.objects.get(person=cast.wang).browser == "tab-1"


def test_nobody_without_customers_has_a_presence_to_set(cast):
    for person in (cast.wu, cast.editor):
        client = signed_in(person)
        assert client.put("/api/presence", {"state": "ready"}, content_type=JSON).status_code == 403
        assert client.put("/api/presence/lease", {"browser": "x"}, content_type=JSON).status_code == 403


def test_what_rings_is_shown_and_accepted(cast):
    ready(cast.wang)
    offer = offered(queued(cast.hotline, customer=a_customer()))
    wang = signed_in(cast.wang)
    (shown,) = wang.get("/api/offers").json()["items"]
    assert (shown["id"], shown["rings"], shown["contact"]["customer"]["name"]) == (str(offer.uid), 3, "李*")
    accepted = wang.post(f"/api/offers/{offer.uid}/acceptance")
    assert (accepted.status_code, accepted.json()["state"]) == (200, "talking")
    assert wang.post(f"/api/offers/{offer.uid}/acceptance").json()["id"] == accepted.json()["id"]
    assert wang.get("/api/offers").json()["items"] == []


def test_an_offer_is_declined_with_a_reason_and_then_gone(cast):
    ready(cast.wang)
    offer = offered(queued(cast.hotline))
    wang = signed_in(cast.wang)
    assert wang.post(f"/api/offers/{offer.uid}/refusal", {"reason": "忙"}, content_type=JSON).status_code == 204
    gone = wang.post(f"/api/offers/{offer.uid}/acceptance")
    assert (gone.status_code, gone.json()["code"]) == (409, "offer.gone")


def test_somebody_elses_offer_is_not_found(cast):
    ready(cast.wang)
    offer = offered(queued(cast.hotline))
    for person in (cast.chen, cast.liu, cast.zhou):
        client = signed_in(person)
        assert client.get("/api/offers").json()["items"] == []
        assert client.post(f"/api/offers/{offer.uid}/acceptance").status_code == 404
        assert client.post(f"/api/offers/{offer.uid}/refusal", {}, content_type=JSON).status_code == 404
    assert Offer.objects.open().count() == 1


def test_the_queue_shows_who_waits_in_order_page_by_page_to_those_who_serve_it(cast):
    contacts = [queued(cast.hotline, at=AT + n * SECOND, customer=a_customer()) for n in range(3)]
    queued(cast.shop)
    wang = signed_in(cast.wang)
    page = wang.get("/api/queue?limit=2").json()
    rest = wang.get(f"/api/queue?limit=2&after={page['next']}").json()
    items = page["items"] + rest["items"]
    assert [item["contact"] for item in items] == [str(contact.uid) for contact in contacts]
    assert [item["position"] for item in items] == [1, 2, 3]
    assert items[0]["expected_seconds"] is None
    assert len(signed_in(cast.wu).get("/api/queue").json()["items"]) == 4
    assert signed_in(cast.editor).get("/api/queue").json()["items"] == []


def test_the_queue_costs_the_same_however_long_it_is(cast, django_assert_max_num_queries):
    ready(cast.wang)
    for n in range(20):
        queued(cast.hotline, at=AT + n * SECOND, customer=a_customer())
    wang = signed_in(cast.wang)
    with django_assert_max_num_queries(24):
        assert len(wang.get("/api/queue").json()["items"]) == 20


def test_a_supervisor_sees_the_floor_of_the_lines_that_are_theirs(cast, django_assert_max_num_queries):
    ready(cast.wang, cast.chen, cast.he, cast.liu)
    for person in (cast.wang, cast.chen, cast.he):
        served(cast.hotline, person)
    zhou = signed_in(cast.zhou)
    with django_assert_max_num_queries(26):
        agents = zhou.get("/api/agents").json()["items"]
    floor = {agent["person"]["work_number"]: agent for agent in agents}
    assert floor.keys() == {"6021", "6022", "6041"}
    assert floor["6021"]["presence"]["state"] == "serving"
    assert (len(floor["6021"]["contacts"]), floor["6021"]["capacity"]) == (1, {"chat": 2})
    assert signed_in(cast.wang).get("/api/agents").status_code == 403


def test_a_supervisor_assigns_and_nobody_else_does(cast):
    contact = queued(cast.hotline)
    path = f"/api/contacts/{contact.uid}/assignments"
    body = {"id": str(uuid7()), "agent": str(cast.chen.uid), "reason": "熟悉此事"}
    assert signed_in(cast.liu).post(path, body, content_type=JSON).status_code == 404
    assert signed_in(cast.wang).post(path, body, content_type=JSON).status_code == 403
    zhou = signed_in(cast.zhou)
    assert zhou.post(path, body | {"agent": str(cast.liu.uid)}, content_type=JSON).status_code == 404
    assert zhou.post(path, body, content_type=JSON).status_code == 200
    assert again(contact).waiting.prefers == cast.chen
