import pytest

from yingda.contacts.answer import answer
from yingda.contacts.archive import archive
from yingda.contacts.end import end
from yingda.contacts.errors import NotOver, NotTalking
from yingda.contacts.participate import join, leave
from yingda.contacts.tests.cast import AT, SECOND, again, comes
from yingda.contacts.transfer import transfer
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7

pytestmark = pytest.mark.django_db


def test_the_end_says_by_whom_and_whether_anybody_had_answered(cast):
    contact = comes(cast.hotline)
    answer(contact, by=cast.wang, at=AT)
    end(contact, by="customer", at=AT + SECOND)
    contact = again(contact)
    assert (contact.state, contact.ended_by, contact.ended) == ("ended", "customer", AT + SECOND)
    assert contact.participations.filter(ended=None).count() == 0
    fact = Fact.objects.get(name="contact.ended")
    assert fact.data == {"ended_by": "customer", "answered": True, "channel": "chat"}


def test_ending_twice_is_ending_once(cast):
    contact = comes(cast.hotline)
    end(contact, by="customer", at=AT)
    end(contact, by="system", at=AT + SECOND)
    assert again(contact).ended_by == "customer"
    assert Fact.objects.get(name="contact.ended").data["answered"] is False


def test_a_customer_who_leaves_during_a_transfer_stays_with_the_agent_who_served_last(cast):
    contact = comes(cast.hotline)
    answer(contact, by=cast.wang, at=AT)
    transfer(contact, by=cast.wang, to_person=cast.chen, reason="休息", consent=True, uid=uuid7(), at=AT)
    end(contact, by="customer", at=AT)
    assert again(contact).agent == cast.wang


def test_only_what_has_ended_is_archived_and_only_once(cast):
    contact = comes(cast.hotline)
    with pytest.raises(NotOver):
        archive(contact, by=cast.wang, at=AT)
    answer(contact, by=cast.wang, at=AT)
    end(contact, by="customer", at=AT)
    archive(contact, by=cast.wang, at=AT + SECOND)
    archive(contact, by=cast.wang, at=AT + 2 * SECOND)
    assert (again(contact).state, again(contact).step, again(contact).archived) == (
        "archived",
        "feedback",
        AT + SECOND,
    )
    assert Fact.objects.filter(name="contact.archived").count() == 1


def test_a_supervisor_joins_once_the_customer_is_told_and_leaves_again(cast):
    contact = comes(cast.hotline)
    with pytest.raises(NotTalking):
        join(contact, by=cast.zhou, at=AT)
    answer(contact, by=cast.wang, at=AT)
    assert join(contact, by=cast.zhou, at=AT) == join(contact, by=cast.zhou, at=AT)
    assert "6001" in contact.messages.get(kind="news").text
    leave(contact, by=cast.zhou, at=AT + SECOND)
    leave(contact, by=cast.zhou, at=AT + SECOND)
    assert Fact.objects.filter(name="contact.left").count() == 1
    with pytest.raises(NotTalking):
        leave(contact, by=cast.wang, at=AT)
