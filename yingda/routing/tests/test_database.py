import pytest
from django.db import IntegrityError, transaction

from yingda.contacts.tests.cast import AT, SECOND, comes
from yingda.lib.ids import uuid7
from yingda.routing.models import Offer, Presence, Slot

pytestmark = pytest.mark.django_db


def refused(create) -> bool:
    try:
        with transaction.atomic():
            create()
    except IntegrityError:
        return True
    return False


def offer(contact, person):
    return Offer.objects.create(uid=uuid7(), contact=contact, person=person, at=AT, rings=3, rings_out=AT + SECOND)


def test_the_database_itself_refuses_a_second_open_offer(cast):
    contact = comes(cast.hotline)
    offer(contact, cast.wang)
    assert refused(lambda: offer(contact, cast.chen)), "one a contact"
    assert refused(lambda: offer(comes(cast.hotline), cast.wang)), "one an agent"
    Offer.objects.update(outcome="declined")
    assert not refused(lambda: offer(contact, cast.chen))


def test_the_database_itself_refuses_a_place_taken_twice(cast):
    def slot(contact, number=1):
        return Slot.objects.create(person=cast.wang, channel="chat", number=number, contact=contact)

    contact = comes(cast.hotline)
    slot(contact)
    assert refused(lambda: slot(comes(cast.hotline)))
    assert refused(lambda: slot(contact, 2))
    assert not refused(lambda: slot(comes(cast.hotline), 2))


def test_the_database_itself_refuses_two_states_at_once(cast):
    Presence.objects.create(person=cast.wang, state="ready", since=AT)
    assert refused(lambda: Presence.objects.create(person=cast.wang, state="rest", since=AT))
