import pytest

from yingda.contacts.classify import classify
from yingda.contacts.end import end
from yingda.contacts.recognise import recognise
from yingda.contacts.speak import speak
from yingda.contacts.tests.cast import AT, SECOND, a_customer, again
from yingda.contacts.transfer import transfer
from yingda.customers.models import Customer
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7
from yingda.routing.enqueue import VIP_RANK
from yingda.routing.matching import match_once
from yingda.routing.models import Slot, Waiting
from yingda.routing.offers import accept
from yingda.routing.tests.stage import offered, queued, ready, served, state_of

pytestmark = pytest.mark.django_db


def handed_on(contact, by, **to):
    return transfer(contact, by=by, reason="需要查线路", consent=True, uid=uuid7(), at=AT + SECOND, **to)


def test_a_transfer_to_a_team_waits_for_that_team_with_its_record(cast):
    ready(cast.wang, cast.chen)
    contact = served(cast.hotline, cast.wang)
    classify(contact, by=cast.wang, request_type="complaint", need="修好路灯", at=AT)
    handed_on(contact, cast.wang, to_team=cast.technical)
    assert state_of(cast.wang) == "ready"
    ready(cast.he, at=AT + SECOND)
    offer = offered(contact, AT + SECOND)
    assert offer.person == cast.he
    accept(offer, by=cast.he, at=AT + SECOND)
    assert (again(contact).request_type, again(contact).need) == ("complaint", "修好路灯")


def test_a_transfer_to_a_person_is_held_for_them(cast):
    ready(cast.wang, cast.chen, cast.he)
    contact = served(cast.hotline, cast.wang)
    handed_on(contact, cast.wang, to_person=cast.chen)
    assert offered(contact, AT + SECOND).person == cast.chen


def test_a_transferred_customer_keeps_the_place_and_does_not_come_back_to_who_transferred(cast):
    ready(cast.wang)
    contact = served(cast.hotline, cast.wang)
    behind = queued(cast.hotline, at=AT + SECOND)
    handed_on(contact, cast.wang, to_line=cast.hotline)
    assert Waiting.objects.in_order().first().contact == contact
    match_once(AT + SECOND)
    assert (again(contact).state, again(behind).state) == ("waiting", "offered")
    assert Fact.objects.filter(name="contact.queued", contact=contact.pk).last().data["again"] is True


def test_the_end_frees_the_place_and_the_queue_goes_on(cast):
    ready(cast.wang)
    talking = [served(cast.hotline, cast.wang) for _ in range(2)]
    waiting = queued(cast.hotline)
    assert match_once(AT) == 0
    end(talking[0], by="agent", person=cast.wang, at=AT + SECOND)
    assert Slot.objects.filter(person=cast.wang).count() == 1
    assert offered(waiting, AT + SECOND).person == cast.wang


def test_a_customer_who_leaves_the_queue_is_gone_from_it(cast):
    end(queued(cast.hotline), by="customer", at=AT)
    assert not Waiting.objects.exists()


def test_a_waiting_customer_who_turns_out_a_vip_moves_up(cast):
    contact = queued(cast.hotline)
    recognise(contact, a_customer(kind=Customer.Kind.VIP), at=AT)
    assert Waiting.objects.get().rank == VIP_RANK


def test_a_waiting_customer_who_changes_the_language_waits_for_who_speaks_it(cast):
    contact = queued(cast.hotline)
    speak(contact, "en", at=AT)
    ready(cast.chen)
    assert match_once(AT) == 0
    ready(cast.wang)
    assert offered(contact).person == cast.wang
