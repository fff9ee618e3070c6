import pytest

from yingda.contacts.answer import answer
from yingda.contacts.post import post
from yingda.contacts.present import contact_out
from yingda.contacts.see import see
from yingda.contacts.tests.cast import AT, SECOND, comes
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7

pytestmark = pytest.mark.django_db


def test_what_is_read_is_marked_once_and_only_the_other_sides(cast):
    contact = comes(cast.hotline)
    answer(contact, by=cast.wang, at=AT)
    asked = [post(contact, author="customer", text=text, uid=uuid7(), at=AT) for text in ("您好", "在吗")]
    assert contact_out([contact])[0]["unread"] == 2
    assert see(contact, author="agent", upto=asked[0], by=cast.wang, at=AT + SECOND) == 1
    assert see(contact, author="agent", upto=asked[0], by=cast.wang, at=AT + 2 * SECOND) == 0
    assert contact_out([contact])[0]["unread"] == 1
    assert contact.messages.get(pk=asked[0].pk).seen == AT + SECOND
    assert contact.messages.get(kind="opening").seen is None
    assert Fact.objects.filter(name="contact.seen").count() == 1


def test_a_customer_who_reads_does_not_mark_whispers(cast):
    contact = comes(cast.hotline)
    answer(contact, by=cast.wang, at=AT)
    whisper = post(contact, author="agent", by=cast.wang, text="注意", kind="whisper", uid=uuid7(), at=AT)
    assert see(contact, author="customer", upto=whisper, at=AT) == 1
    assert contact.messages.get(pk=whisper.pk).seen is None
