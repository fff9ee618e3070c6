from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yingda.access.models import Look
from yingda.customers.making_known import create
from yingda.customers.models import Customer
from yingda.customers.tests.cast import AT, desk_of
from yingda.customers.tests.test_documents import cards
from yingda.journal.models import Fact

JSON = "application/json"
mobiles = st.from_regex(r"1(38|39|58|86|99)[0-9]{8}", fullmatch=True)


@pytest.fixture
def li(cast) -> Customer:
    return create(
        name="李雪", phones=["13800138000"], email="li@example.cn", remarks="另有 139 0013 9000",
        documents={"passport": "E12345678"}, line=cast.hotline, by=cast.wang, at=AT,
    )


def test_an_agent_makes_a_customer_known_and_finds_it_by_name_phone_and_last_digits(cast):
    desk = desk_of(cast.wang)
    body = {"uid": str(uuid4()), "name": "李雪", "phones": ["138 0013 8000"]}
    made = desk.post("/api/customers", body, JSON)
    assert made.status_code == 201
    assert desk.post("/api/customers", body, JSON).json()["id"] == made.json()["id"]
    for asked in ("q=lx", "phone=13800138000", "last4=8000", ""):
        items = desk.get(f"/api/customers?{asked}").json()["items"]
        assert [(one["name"], one["phones"][0]["phone"]) for one in items] == [("李*", "138****8000")]
    assert desk.get("/api/customers?q=李").json()["count"] == {"number": 1, "more": False}


def test_an_outsider_of_another_line_finds_nothing(cast, li):
    desk = desk_of(cast.outsider)
    assert desk.get("/api/customers?phone=13800138000").json()["items"] == []
    assert desk.get("/api/customers?q=李雪").json()["items"] == []
    assert desk.get(f"/api/customers/{li.uid}").status_code == 404
    assert desk.patch(f"/api/customers/{li.uid}", {"name": "X"}, JSON).status_code == 404
    assert desk.post(f"/api/customers/{li.uid}/reveals", {"field": "phone", "reason": "好奇"}, JSON).status_code == 404
    assert desk.post(f"/api/customers/{li.uid}/merger", {"into": str(li.uid)}, JSON).status_code == 404
    assert desk.post(f"/api/customers/{li.uid}/erasure").status_code == 404
    assert not Look.objects.exists()


def test_a_reveal_needs_a_reason_and_is_recorded(cast, li):
    desk = desk_of(cast.wang)
    path = f"/api/customers/{li.uid}/reveals"
    assert desk.post(path, {"field": "phone", "reason": " "}, JSON).status_code == 422
    assert desk.post(path, {"field": "phone", "reason": "需要回电"}, JSON).json()["value"] == "+8613800138000"
    assert desk.post(path, {"field": "document", "reason": "核对证件"}, JSON).json()["value"] == "E12345678"
    assert desk.post(path, {"field": "name", "reason": "核对姓名"}, JSON).json()["value"] == "李雪"
    assert Look.objects.order_by("pk").values_list("field", "reason").first() == ("phone", "需要回电")
    assert Fact.objects.filter(name="access.looked", by=cast.wang.pk).count() == 3


def test_a_malformed_phone_names_field_and_reason_in_the_readers_language(cast, li):
    answer = desk_of(cast.wang).patch(
        f"/api/customers/{li.uid}", {"phones": ["1380013"]}, JSON, headers={"X-Language": "en"}
    )
    assert answer.status_code == 422
    assert (answer.json()["field"], answer.json()["message"]) == (
        "phone", "Phone: no number looks like this; check it with the customer.",
    )


def test_only_a_supervisor_merges_and_erases(cast, li):
    other = create(name="李雪", line=cast.hotline, by=cast.wang, at=AT)
    body = {"into": str(li.uid)}
    assert desk_of(cast.wang).post(f"/api/customers/{other.uid}/merger", body, JSON).status_code == 403
    desk = desk_of(cast.chen)
    assert desk.post(f"/api/customers/{other.uid}/merger", body, JSON).json()["id"] == str(li.uid)
    assert desk.get(f"/api/customers/{other.uid}").json()["successor"] == str(li.uid)
    assert desk.post(f"/api/customers/{li.uid}/erasure").json()["erased"] is not None
    assert desk.get(f"/api/customers/{li.uid}").json()["phones"] == []


def test_the_list_takes_a_fixed_number_of_queries(cast, django_assert_max_num_queries):
    desk = desk_of(cast.wang)
    desk.get("/api/customers")
    for n in range(30):
        create(phones=[f"138001380{n:02d}"], line=cast.hotline, by=cast.wang, at=AT)
    with django_assert_max_num_queries(11):
        page = desk.get("/api/customers?limit=20").json()
    assert len(page["items"]) == 20
    rest = desk.get(f"/api/customers?limit=20&after={page['next']}").json()
    assert (len(rest["items"]), rest["next"]) == (10, None)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(number=mobiles, card=cards())
def test_no_clear_number_remains_in_any_answer(cast, number, card):
    desk = desk_of(cast.wang)
    body = {
        "uid": str(uuid4()), "name": "李雪", "phones": [number], "remarks": f"电话{number}，证件{card}",
        "documents": [{"kind": "identity_card", "number": card}],
    }
    made = desk.post("/api/customers", body, JSON)
    assert made.status_code == 201
    answers = [made, desk.get(f"/api/customers/{made.json()['id']}"), desk.get(f"/api/customers?phone={number}")]
    for answer in answers:
        assert number not in answer.content.decode()
        assert card not in answer.content.decode()
        assert "李雪" not in answer.content.decode()
