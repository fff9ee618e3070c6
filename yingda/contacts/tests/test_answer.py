import pytest

from yingda.contacts.answer import answer
from yingda.contacts.end import end
from yingda.contacts.errors import NotWaiting
from yingda.contacts.models import Contact
from yingda.contacts.queue import queue
from yingda.contacts.tests.cast import AT, SECOND, again, comes
from yingda.contacts.transfer import transfer
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7

pytestmark = pytest.mark.django_db


def test_the_opening_line_is_sent_for_the_agent_with_the_work_number(cast):
    contact = comes(cast.hotline)
    answer(contact, by=cast.wang, at=AT + 3 * SECOND)
    opening = contact.messages.get()
    assert (opening.kind, opening.author, opening.by) == ("opening", "agent", cast.wang)
    assert "6021" in opening.text


def test_an_english_customer_is_greeted_in_english(cast):
    contact = comes(cast.hotline, language="en")
    answer(contact, by=cast.wang, at=AT)
    assert "Qinghe Service Centre" in contact.messages.get().text


def test_the_answer_is_recorded_with_who_and_how_long_the_customer_waited(cast):
    contact = comes(cast.hotline)
    queue(contact, at=AT)
    answer(contact, by=cast.wang, at=AT + 3 * SECOND)
    fact = Fact.objects.get(name="contact.answered")
    assert (fact.by, fact.person, fact.data["waited"], fact.data["again"]) == (
        cast.wang.pk,
        cast.wang.pk,
        3_000_000,
        False,
    )
    contact = again(contact)
    assert (contact.state, contact.step, contact.agent) == ("talking", "accept", cast.wang)
    assert contact.answered == AT + 3 * SECOND


def test_answering_twice_is_answering_once(cast):
    contact = comes(cast.hotline)
    answer(contact, by=cast.wang, at=AT)
    answer(contact, by=cast.wang, at=AT + SECOND)
    assert Fact.objects.filter(name="contact.answered").count() == 1
    assert contact.messages.count() == 1


def test_a_contact_that_a_colleague_serves_or_that_ended_cannot_be_answered(cast):
    contact = comes(cast.hotline)
    answer(contact, by=cast.wang, at=AT)
    with pytest.raises(NotWaiting):
        answer(contact, by=cast.chen, at=AT)
    end(contact, by="agent", at=AT)
    with pytest.raises(NotWaiting):
        answer(contact, by=cast.wang, at=AT)


def test_after_a_transfer_the_customer_is_told_who_has_taken_over_and_is_not_greeted_anew(cast):
    contact = comes(cast.hotline)
    answer(contact, by=cast.wang, at=AT)
    transfer(contact, by=cast.wang, to_person=cast.chen, reason="需要核实设备", consent=True, uid=uuid7(), at=AT)
    answer(contact, by=cast.chen, at=AT + SECOND)
    told = list(contact.messages.order_by("id").values_list("kind", "author", "text"))
    assert [kind for kind, _, _ in told] == ["opening", "news", "news"]
    assert "6022" in told[1][2] and "6022" in told[2][2]
    assert Fact.objects.get(name="contact.answered", by=cast.chen.pk).data["again"] is True
    made = contact.transfers.get()
    assert (made.taken, made.taken_by) == (AT + SECOND, cast.chen)
    assert again(contact).answered == AT, "the first answer stays the first"
    assert again(contact).step == Contact.Step.ACCEPT
