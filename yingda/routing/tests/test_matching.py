import pytest

from yingda.contacts.tests.cast import AT, SECOND, a_customer, again, comes
from yingda.customers.models import Customer
from yingda.journal.models import Fact
from yingda.people.models import Capability, Restriction
from yingda.routing import matching
from yingda.routing.enqueue import enqueue
from yingda.routing.matching import match_once
from yingda.routing.models import Offer, Slot, Waiting
from yingda.routing.offers import accept
from yingda.routing.tests.stage import offered, queued, ready, served

pytestmark = pytest.mark.django_db


def open_offers() -> dict:
    return {offer.contact: offer.person for offer in Offer.objects.open()}


def test_the_queue_is_served_in_its_order(cast):
    first, second = queued(cast.hotline), queued(cast.hotline, at=AT + SECOND)
    ready(cast.wang)
    assert match_once(AT + SECOND) == 1
    assert open_offers() == {first: cast.wang}
    ready(cast.chen, at=AT + SECOND)
    assert match_once(AT + SECOND) == 1
    assert open_offers() == {first: cast.wang, second: cast.chen}


def test_urgency_goes_before_vip_and_vip_before_others(cast):
    plain = queued(cast.hotline)
    vip = queued(cast.hotline, at=AT + SECOND, customer=a_customer(kind=Customer.Kind.VIP))
    urgent = comes(cast.hotline, at=AT + 2 * SECOND)
    urgent.change(urgency="critical")
    enqueue(urgent, at=AT + 2 * SECOND)
    assert list(Waiting.objects.in_order().values_list("contact", flat=True)) == [urgent.pk, vip.pk, plain.pk]


def test_entering_the_queue_twice_is_entering_once(cast):
    contact = queued(cast.hotline)
    enqueue(contact, at=AT + SECOND)
    assert Waiting.objects.count() == 1
    assert Fact.objects.filter(name="contact.queued").count() == 1


def test_more_than_one_batch_is_offered(cast, monkeypatch):
    monkeypatch.setattr(matching, "BATCH", 1)
    contacts = [queued(cast.hotline) for _ in range(3)]
    ready(cast.wang, cast.chen, cast.he)
    assert match_once(AT) == 3
    assert set(open_offers()) == set(contacts)


def test_nobody_gets_more_than_the_capacity(cast):
    ready(cast.wang)
    for _ in range(3):
        queued(cast.hotline)
    for _ in range(2):
        match_once(AT)
        accept(Offer.objects.open().get(), by=cast.wang, at=AT)
    assert match_once(AT) == 0
    assert sorted(Slot.objects.values_list("number", flat=True)) == [1, 2]


def test_the_customers_last_agent_is_asked_first(cast):
    customer = a_customer()
    ready(cast.chen, at=AT - 60 * SECOND)
    ready(cast.wang)
    earlier = comes(cast.hotline, at=AT - 60 * SECOND, customer=customer)
    earlier.change(agent=cast.wang, state="archived", answered=AT, archived=AT)
    assert offered(queued(cast.hotline, customer=customer)).person == cast.wang


def test_an_english_customer_waits_for_who_speaks_english(cast):
    ready(cast.chen)
    contact = queued(cast.hotline, language="en")
    ready(cast.wang)
    assert offered(contact).person == cast.wang


def test_restrictions_of_people_are_respected_while_they_hold(cast):
    ready(cast.wang)
    contact = queued(cast.hotline)
    must_rest = Restriction.objects.create(person=cast.wang, reason="rest", since=AT, until=AT + 10 * SECOND)
    assert match_once(AT) == 0
    assert offered(contact, AT + 10 * SECOND).person == must_rest.person


def test_a_channel_without_a_capability_is_not_offered(cast):
    ready(cast.wang)
    Capability.objects.filter(person=cast.wang, kind="channel").delete()
    queued(cast.hotline)
    assert match_once(AT) == 0


def test_a_contact_that_cannot_be_offered_holds_up_nobody_and_is_tried_again_later(cast, monkeypatch):
    ready(cast.wang, cast.chen)
    poison, sound = queued(cast.hotline), queued(cast.hotline, at=AT + SECOND)
    real = matching.make_offer

    def failing(contact, *rest):
        if contact == poison:
            raise ZeroDivisionError
        return real(contact, *rest)

    monkeypatch.setattr(matching, "make_offer", failing)
    assert match_once(AT + SECOND) == 1
    assert again(sound).state == "offered"
    row = Waiting.objects.get(contact=poison)
    assert (row.failures, row.not_before) == (1, AT + 2 * SECOND)
    assert Fact.objects.get(name="routing.failed").data == {"step": "offer", "error": "ZeroDivisionError"}
    monkeypatch.undo()
    assert match_once(AT + SECOND) == 0
    assert match_once(AT + 2 * SECOND) == 1


def test_looking_costs_the_same_however_many_wait(cast, django_assert_max_num_queries):
    ready(cast.wang)
    served(cast.hotline, cast.wang)
    for _ in range(30):
        queued(cast.shop)
    with django_assert_max_num_queries(25):
        match_once(AT)
