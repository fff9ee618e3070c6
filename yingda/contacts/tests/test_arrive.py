import pytest

from yingda.contacts.arrive import arrive
from yingda.contacts.errors import UidTaken
from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import AT, comes
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7
from yingda.standard import versions

pytestmark = pytest.mark.django_db


def test_a_customer_who_comes_waits_under_the_standard_in_force(cast):
    contact = comes(cast.hotline)
    assert (contact.state, contact.step) == (Contact.State.WAITING, Contact.Step.CONNECT)
    assert contact.standard_id == versions.in_force(cast.hotline, AT).version
    fact = Fact.objects.get(name="contact.arrived")
    assert (fact.contact, fact.line, fact.data) == (
        contact.pk,
        cast.hotline.pk,
        {"channel": "chat", "direction": "inbound"},
    )


def test_the_same_id_again_is_the_same_contact(cast):
    uid = uuid7()
    first = arrive(line=cast.hotline, channel="chat", uid=uid, at=AT)
    assert arrive(line=cast.hotline, channel="chat", uid=uid, at=AT) == first
    assert Fact.objects.filter(name="contact.arrived").count() == 1


def test_an_id_of_another_line_is_refused(cast):
    uid = uuid7()
    arrive(line=cast.hotline, channel="chat", uid=uid, at=AT)
    with pytest.raises(UidTaken):
        arrive(line=cast.shop, channel="chat", uid=uid, at=AT)


def test_out_of_hours_a_contact_does_not_wait(cast):
    contact = comes(cast.hotline, closed=True)
    assert contact.state == Contact.State.CLOSED
    assert Fact.objects.filter(name="contact.closed_hours", contact=contact.pk).exists()
