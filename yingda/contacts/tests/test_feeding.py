import json

import pytest

from yingda.contacts.answer import answer
from yingda.contacts.classify import classify
from yingda.contacts.post import post
from yingda.contacts.tests.cast import AT, a_customer, comes, signed_in
from yingda.journal.audience import Audience
from yingda.journal.feed import after
from yingda.journal.placer import place_once
from yingda.journal.presenting import Batch
from yingda.lib.db import on_postgresql
from yingda.lib.ids import uuid7
from yingda.people.scope import scope_of

pytestmark = pytest.mark.django_db


def pushed_to(audience: Audience) -> list[dict]:
    if on_postgresql():
        place_once()
    events = Batch(after(0, 500)).seen_by(audience, 0)
    return [json.loads(line[6:]) for event in events for line in event.split(b"\n") if line.startswith(b"data: ")]


def staff(person) -> Audience:
    return Audience("staff", f"person:{person.pk}", scope=scope_of(person))


def customer_of(contact) -> Audience:
    return Audience("customer", f"contact:{contact.pk}", contact=contact.pk)


@pytest.fixture
def contact(cast):
    made = comes(cast.hotline, customer=a_customer())
    answer(made, by=cast.wang, at=AT)
    post(made, author="customer", text="我的电话是 13800138000", uid=uuid7(), at=AT)
    post(made, author="agent", by=cast.wang, text="这位客户上周来过", kind="whisper", uid=uuid7(), at=AT)
    classify(made, by=cast.wang, request_type="complaint", need="修好路灯", at=AT)
    return made


def test_what_is_pushed_equals_what_is_fetched(cast, contact):
    wang = signed_in(cast.wang)
    fetched = {one["id"]: one for one in wang.get(f"/api/contacts/{contact.uid}/messages").json()["items"]}
    shown = wang.get(f"/api/contacts/{contact.uid}").json()
    events = pushed_to(staff(cast.wang))
    messages = [one for one in events if one["name"] in ("contact.message", "contact.whispered")]
    assert {one["data"]["message"]: one["object"] for one in messages} == fetched
    contacts = [one for one in events if one["name"] in ("contact.arrived", "contact.answered", "contact.classified")]
    assert len(contacts) == 3
    assert all(one["object"] == shown for one in contacts)
    assert {(one["contact"], one["line"]) for one in contacts} == {(str(contact.uid), "hotline")}


def test_the_customer_gets_their_own_words_no_whisper_and_nothing_of_the_record(cast, contact):
    events = pushed_to(customer_of(contact))
    assert {one["name"] for one in events} == {"contact.answered", "contact.message"}
    texts = [one["object"]["text"] for one in events if one["name"] == "contact.message"]
    assert "我的电话是 13800138000" in texts and "这位客户上周来过" not in texts
    answered = next(one["object"] for one in events if one["name"] == "contact.answered")
    assert answered["agent"]["work_number"] == "6021"
    assert not answered.keys() & {"customer", "need", "steps", "case"}


def test_nobody_of_another_line_and_no_other_customer_gets_anything(cast, contact):
    assert [one for one in pushed_to(staff(cast.liu)) if one["contact"]] == []
    assert pushed_to(customer_of(comes(cast.shop))) == []
