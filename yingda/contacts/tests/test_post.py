import pytest

from yingda.contacts.answer import answer
from yingda.contacts.end import end
from yingda.contacts.errors import EmptyMessage, LongMessage, NotYours, Over, UidTaken
from yingda.contacts.models import Message
from yingda.contacts.participate import join
from yingda.contacts.post import post
from yingda.contacts.present import message_out
from yingda.contacts.tests.cast import AT, comes
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(cast):
    made = comes(cast.hotline)
    answer(made, by=cast.wang, at=AT)
    return made


def says(contact, text="路灯坏了两个月", **given):
    return post(contact, **{"author": "customer", "text": text, "uid": uuid7(), "at": AT} | given)


def test_a_customer_writes_while_waiting(cast):
    waiting = comes(cast.hotline)
    assert says(waiting).text == "路灯坏了两个月"
    fact = Fact.objects.get(name="contact.message")
    assert fact.data == {"message": str(waiting.messages.get().uid), "author": "customer", "kind": "text"}


def test_the_same_id_again_is_the_same_message(contact):
    uid = uuid7()
    assert says(contact, uid=uid) == says(contact, uid=uid)
    assert Message.objects.filter(uid=uid).count() == 1


def test_an_id_of_somebody_elses_message_is_refused(cast, contact):
    uid = uuid7()
    says(contact, uid=uid)
    with pytest.raises(UidTaken):
        says(contact, uid=uid, author="agent", by=cast.wang)


def test_only_who_takes_part_writes_as_an_agent(cast, contact):
    says(contact, "请问在哪条路？", author="agent", by=cast.wang)
    with pytest.raises(NotYours):
        says(contact, "我来看看", author="agent", by=cast.chen)
    join(contact, by=cast.chen, at=AT)
    assert says(contact, "我来看看", author="agent", by=cast.chen).by == cast.chen


def test_nobody_writes_into_an_ended_contact_and_the_sentence_says_what_to_do(cast, contact):
    end(contact, by="agent", person=cast.wang, at=AT)
    with pytest.raises(Over) as refused:
        says(contact)
    assert "重新发起" in refused.value.say("zh")
    with pytest.raises(Over):
        says(contact, author="agent", by=cast.wang)


def test_a_message_is_left_out_of_hours(cast):
    assert says(comes(cast.hotline, closed=True)).author == "customer"


def test_colleagues_may_whisper_after_the_end_and_the_customer_never_sees_it(cast, contact):
    says(contact, "这位客户上周来过", author="agent", by=cast.wang, kind="whisper")
    end(contact, by="customer", at=AT)
    says(contact, "已登记", author="agent", by=cast.wang, kind="whisper")
    assert contact.messages.for_customer().filter(kind="whisper").count() == 0
    assert contact.messages.filter(kind="whisper").count() == 2


def test_an_empty_and_an_endless_message_are_refused(contact):
    with pytest.raises(EmptyMessage):
        says(contact, "  \n")
    with pytest.raises(LongMessage):
        says(contact, "长" * 4001)


def test_numbers_typed_into_a_message_are_masked_for_staff_and_clear_for_their_owner(contact):
    message = says(contact, "我的电话是 13800138000")
    (staff,), (own,) = message_out([message]), message_out([message], "customer")
    assert "13800138000" not in staff["text"] and "138" in staff["text"]
    assert own["text"] == message.text
