"""Promises over HTTP: who sees what, and that each endpoint calls its verb."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from yingda.cases import facts as cases
from yingda.cases.models import Case, Part
from yingda.journal.models import Fact
from yingda.journal.presenting import dumps
from yingda.lib.ids import uuid7
from yingda.lib.times import now
from yingda.people.models import Role
from yingda.promises.clock import tick
from yingda.promises.models import Notice, Promise
from yingda.promises.present import of_facts, promise_out
from yingda.promises.tests.cast import DAY, HOUR, a_case, a_person, happens, promise

SOON = timedelta(minutes=20)


@pytest.fixture
def at(cast):
    """The API reads the clock itself, so this cast lives now."""
    return now()


@pytest.fixture
def matter(cast, at):
    """A complex matter of wang's, opened now."""
    happens(cases.COMPLEX, at, case=a_case(cast, at=at))
    return promise("4.10")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def get(person, path, **query):
    return signed_in(person).get(f"/api{path}", query)


def post(person, path, **body):
    body = json.dumps(body, default=str)
    return signed_in(person).post(f"/api{path}", body, content_type="application/json")


def rules(answer) -> list[str]:
    return [one["rule"] for one in answer.json()["items"]]


def test_the_nearest_limit_comes_first(cast, matter):
    assert rules(get(cast.wang, "/promises", mine=True)) == ["4.9", "4.10"]


def test_settled_promises_are_shown_with_their_case(cast, matter, at):
    Promise.objects.filter(rule="4.9").update(state="cancelled", settled=at, wake=None)
    case = promise_out([matter])[0]["case"]
    assert rules(get(cast.wang, "/promises")) == ["4.10"]
    assert rules(get(cast.wang, "/promises", case=case)) == ["4.9", "4.10"]
    assert rules(get(cast.wang, "/promises", case=case, state="open")) == ["4.10"]
    assert get(cast.wang, "/promises", state="kept").status_code == 422


def test_pages_go_on_where_they_ended(cast, matter):
    first = get(cast.wang, "/promises", limit=1).json()
    second = get(cast.wang, "/promises", limit=1, after=first["next"]).json()
    assert [one["rule"] for one in first["items"] + second["items"]] == ["4.9", "4.10"]
    assert second["next"] is None


def test_an_outsider_finds_nothing(cast, matter):
    assert rules(get(cast.liu, "/promises")) == []
    assert get(cast.liu, f"/promises/{matter.uid}").status_code == 404
    for path, body in [
        ("extensions", {"id": uuid7(), "limit": now() + DAY, "reason": "x", "told": "y"}),
        ("handovers", {"id": uuid7(), "to": cast.liu.uid}),
        ("cancellation", {"reason": "x"}),
    ]:
        assert post(cast.liu, f"/promises/{matter.uid}/{path}", **body).status_code == 404


def test_a_promise_of_a_sensitive_case_is_hidden_from_colleagues(cast, at):
    case = a_case(cast, at=at)
    happens(cases.COMPLEX, at, case=case)
    case.sensitive = True
    case.save()
    assert rules(get(cast.chen, "/promises")) == []
    assert rules(get(cast.wang, "/promises")) == ["4.9", "4.10"]
    assert rules(get(cast.zhou, "/promises")) == ["4.9", "4.10"]
    assert rules(get(cast.liu, "/promises")) == []


def test_whoever_takes_part_in_a_sensitive_case_sees_its_promises_from_another_line_too(cast, at):
    case = a_case(cast, at=at)
    happens(cases.COMPLEX, at, case=case)
    Case.objects.filter(pk=case.pk).update(sensitive=True)
    for person in (cast.chen, cast.liu):
        Part.objects.create(case=case, person=person, since=at)
        assert rules(get(person, "/promises")) == ["4.9", "4.10"]
    other = a_person("he", "6032", "何平", Role.AGENT, cast.liu.team)
    assert rules(get(other, "/promises")) == []


def test_the_number_of_queries_does_not_grow(cast, matter, at, django_assert_max_num_queries):
    for _ in range(5):
        happens(cases.COMPLEX, at, case=a_case(cast, at=at))
    client = signed_in(cast.wang)
    with django_assert_max_num_queries(16):
        assert len(client.get("/api/promises").json()["items"]) == 12


def test_a_promise_explains_itself_in_both_languages(cast, matter):
    shown = get(cast.wang, f"/promises/{matter.uid}").json()
    assert [step["zh"][:2] for step in shown["explanation"]][-1] == "时限"
    assert shown["explanation"][0]["en"].startswith("Opened")
    assert shown["subject"]["label"].startswith("260608-")
    assert len(shown["reminders"]) == 2


def test_a_word_is_given_once(cast, matter, at):
    case = promise_out([matter])[0]["case"]
    body = {"id": uuid7(), "due": at + 2 * HOUR, "words": "两小时内回电 13800138000"}
    first, second = (post(cast.wang, f"/cases/{case}/promises", **body) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert (first.json()["rule"], first.json()["owner"]["work_number"]) == ("4.8", "6021")
    assert "13800138000" not in first.json()["words"]
    refused = post(cast.wang, f"/cases/{case}/promises", id=uuid7(), due=at - HOUR)
    assert (refused.status_code, refused.json()["field"]) == (422, "due")


def test_extending_needs_the_customer_told(cast, matter):
    path, limit = f"/promises/{matter.uid}/extensions", matter.limit + HOUR
    assert post(cast.wang, path, id=uuid7(), limit=limit, reason="等厂家", told=" ").json()["field"] == "told"
    assert post(cast.wang, path, id=uuid7(), limit=limit, reason="等厂家", told="已电话告知").status_code == 201
    assert promise("4.10").limit == limit
    again = post(cast.wang, path, id=uuid7(), limit=limit + SOON, reason="等厂家", told="已电话告知")
    assert (again.status_code, again.json()["code"]) == (409, "promise.extended_often")


def test_a_colleague_may_look_but_not_touch_and_the_supervisor_may(cast, matter):
    assert get(cast.chen, f"/promises/{matter.uid}").status_code == 200
    assert post(cast.chen, f"/promises/{matter.uid}/cancellation", reason="x").status_code == 403
    cancelled = post(cast.zhou, f"/promises/{matter.uid}/cancellation", reason="重复登记")
    assert (cancelled.status_code, cancelled.json()["state"]) == (201, "cancelled")


def test_a_handover_is_answered_by_the_one_who_was_asked(cast, matter):
    asked = post(cast.wang, f"/promises/{matter.uid}/handovers", id=uuid7(), to=cast.chen.uid)
    path = f"/promises/{matter.uid}/handovers/{asked.json()['id']}"
    assert post(cast.zhou, f"{path}/acceptance").status_code == 404
    assert post(cast.chen, f"{path}/acceptance").json()["accepted"] is True
    assert post(cast.chen, f"{path}/refusal").status_code == 409
    assert promise("4.10").owner == cast.chen


def test_nobody_of_another_line_can_be_asked(cast, matter):
    refused = post(cast.wang, f"/promises/{matter.uid}/handovers", id=uuid7(), to=cast.liu.uid)
    assert (refused.status_code, refused.json()["field"]) == (422, "to")


def test_notices_are_unread_until_seen_by_their_person(cast, matter):
    tick(matter.limit)
    notices = get(cast.wang, "/notices").json()["items"]
    assert {one["kind"] for one in notices} == {"escalation"}
    assert get(cast.chen, "/notices").json()["items"] == []
    newest = notices[0]["id"]
    assert post(cast.chen, "/notices/seen", upto=newest).json() == {"seen": 0}
    assert post(cast.wang, "/notices/seen", upto=newest).json() == {"seen": len(notices)}
    assert get(cast.wang, "/notices").json()["items"] == []
    assert Notice.objects.exclude(seen=None).count() == len(notices)


def test_what_is_pushed_equals_what_is_fetched(cast, matter):
    opened = Fact.objects.filter(name="promise.opened", data__promise=str(matter.uid))
    pushed = of_facts(list(opened), "staff")[opened.get().pk]
    fetched = [one for one in get(cast.wang, "/promises").json()["items"] if one["id"] == str(matter.uid)]
    assert json.loads(dumps(pushed)) == fetched[0]
    assert of_facts(list(opened), "customer") == {}


def test_an_unknown_rule_still_shows_the_promise(cast, matter):
    Promise.objects.filter(pk=matter.pk).update(rule="4.999")
    assert get(cast.wang, "/promises").status_code == 200
