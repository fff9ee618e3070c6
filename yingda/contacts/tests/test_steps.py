import pytest

from yingda.contacts.answer import answer
from yingda.contacts.archive import archive
from yingda.contacts.classify import classify
from yingda.contacts.end import end
from yingda.contacts.present import contact_out
from yingda.contacts.steps import MORE, extend, lacks
from yingda.contacts.tests.cast import AT, SECOND, again, comes
from yingda.contacts.transfer import transfer
from yingda.lib.ids import uuid7
from yingda.lib.say import say

pytestmark = pytest.mark.django_db


def wanting(contact) -> list[str]:
    return [word("zh") for word in lacks(again(contact))]


def test_at_every_step_the_contact_says_what_it_lacks(cast):
    contact = comes(cast.hotline)
    assert wanting(contact) == ["等待坐席接起"]
    answer(contact, by=cast.wang, at=AT)
    assert wanting(contact) == ["问题类型", "核心诉求"]
    classify(contact, by=cast.wang, request_type="complaint", at=AT)
    assert wanting(contact) == ["核心诉求"]
    classify(contact, by=cast.wang, need="修好路灯", at=AT)
    assert wanting(contact) == ["答复客户，或约定答复时间"]
    transfer(contact, by=cast.wang, to_team=cast.technical, reason="需要查线路", consent=True, uid=uuid7(), at=AT)
    assert wanting(contact) == ["等待对方接手"]
    answer(contact, by=cast.he, at=AT)
    assert again(contact).step == "handle"
    end(contact, by="customer", at=AT)
    assert wanting(contact) == ["归档服务记录"]
    archive(contact, by=cast.he, at=AT)
    assert wanting(contact) == ["客户评价"]


def test_a_higher_room_says_more_exactly_what_a_step_lacks(cast, monkeypatch):
    monkeypatch.setitem(MORE, "connect", [])
    extend("connect", lambda contacts: {contact.pk: [say("电话", "Phone")] for contact in contacts})
    assert wanting(comes(cast.hotline)) == ["电话"]


def test_the_steps_reached_show_when_and_transfer_shows_only_where_there_was_one(cast):
    contact = comes(cast.hotline)
    answer(contact, by=cast.wang, at=AT + SECOND)
    (out,) = contact_out([again(contact)])
    assert [(step["step"], step["reached"]) for step in out["steps"]] == [
        ("connect", AT),
        ("accept", AT + SECOND),
        ("handle", None),
        ("archive", None),
        ("feedback", None),
    ]
    assert out["steps"][1]["lacks"] == ["问题类型", "核心诉求"]
    assert out["steps"][1]["lacks_en"] == ["Request type", "The core need"]
