import pytest

from yingda.contacts.end import end
from yingda.contacts.tests.cast import AT, SECOND, again
from yingda.journal.models import Fact
from yingda.routing.errors import OfferGone
from yingda.routing.matching import match_once
from yingda.routing.models import Desk, Offer, Slot, Waiting
from yingda.routing.offers import accept, decline, ring_out
from yingda.routing.tests.stage import offered, queued, ready, state_of

pytestmark = pytest.mark.django_db
RINGS = 15 * SECOND


def test_an_offer_rings_three_times_five_seconds(cast):
    ready(cast.wang)
    offer = offered(queued(cast.hotline))
    assert (offer.rings, offer.rings_out) == (3, AT + RINGS)
    assert Fact.objects.get(name="contact.offered").data == {"offer": str(offer.uid), "rings": 3, "channel": "chat"}


def test_who_accepts_serves_the_contact_and_it_no_longer_waits(cast):
    ready(cast.wang)
    contact = queued(cast.hotline)
    accept(offered(contact), by=cast.wang, at=AT + 2 * SECOND)
    assert (again(contact).state, again(contact).agent) == ("talking", cast.wang)
    assert not Waiting.objects.exists()
    assert Slot.objects.get().person == cast.wang
    assert Fact.objects.get(name="offer.accepted").data["after"] == 2_000_000


def test_accepting_twice_is_accepting_once(cast):
    ready(cast.wang)
    offer = offered(queued(cast.hotline))
    assert accept(offer, by=cast.wang, at=AT) == accept(offer, by=cast.wang, at=AT + SECOND)
    assert Fact.objects.filter(name="offer.accepted").count() == 1


def test_an_offer_of_somebody_else_or_one_that_is_over_cannot_be_accepted(cast):
    ready(cast.wang)
    offer = offered(queued(cast.hotline))
    with pytest.raises(OfferGone):
        accept(offer, by=cast.chen, at=AT)
    ring_out(offer, at=AT + RINGS)
    with pytest.raises(OfferGone):
        accept(offer, by=cast.wang, at=AT + RINGS)


def test_declined_with_a_reason_it_goes_to_a_colleague(cast):
    ready(cast.wang)
    contact = queued(cast.hotline)
    offer = offered(contact)
    ready(cast.chen)
    decline(offer, by=cast.wang, reason="正在处理投诉", at=AT + SECOND)
    decline(offer, by=cast.wang, at=AT + SECOND)
    offer.refresh_from_db()
    assert (offer.outcome, offer.reason) == ("declined", "正在处理投诉")
    assert offered(contact, AT + SECOND).person == cast.chen
    assert state_of(cast.wang) == "ready"
    assert Fact.objects.get(name="contact.requeued").data == {"reason": "declined"}


def test_before_three_rings_are_over_nothing_rings_out(cast):
    ready(cast.wang)
    offer = offered(queued(cast.hotline))
    assert ring_out(offer, at=AT + RINGS - SECOND) is False
    assert ring_out(offer, at=AT + RINGS) is True
    assert ring_out(offer, at=AT + RINGS) is False


def test_a_missed_offer_goes_to_a_colleague_and_keeps_its_place(cast):
    ready(cast.wang)
    contact = queued(cast.hotline)
    ring_out(offered(contact), at=AT + RINGS)
    ready(cast.chen, at=AT + RINGS)
    later = queued(cast.hotline, at=AT + RINGS)
    match_once(AT + RINGS)
    assert Offer.objects.open().get(contact=contact).person == cast.chen
    assert Offer.objects.open().get(contact=later).person == cast.wang
    assert Waiting.objects.get(contact=contact).since == AT


def test_two_missed_offers_in_a_row_set_the_agent_away(cast):
    ready(cast.wang)
    for at in (AT, AT + 60 * SECOND):
        ready_again = Desk.objects.filter(person=cast.wang)
        ready_again.update(lease_until=at + 30 * SECOND)
        ring_out(offered(queued(cast.hotline, at=at), at), at=at + RINGS)
        end(Waiting.objects.get().contact, by="customer", at=at + RINGS)
    assert state_of(cast.wang) == "away"
    assert Fact.objects.get(name="agent.set_away").data == {"missed": 2}
    queued(cast.hotline, at=AT + 90 * SECOND)
    assert match_once(AT + 90 * SECOND) == 0


def test_an_answer_between_forgives_the_missed_offer(cast):
    ready(cast.wang)
    missed, answered = queued(cast.hotline), queued(cast.hotline, at=AT + SECOND)
    ring_out(offered(missed), at=AT + RINGS)
    accept(offered(answered, AT + RINGS), by=cast.wang, at=AT + RINGS)
    assert Desk.objects.get(person=cast.wang).missed == 0


def test_a_customer_who_leaves_while_it_rings_frees_the_agent(cast):
    ready(cast.wang)
    contact = queued(cast.hotline)
    offer = offered(contact)
    end(contact, by="customer", at=AT + SECOND)
    offer.refresh_from_db()
    assert (offer.outcome, state_of(cast.wang)) == ("withdrawn", "ready")
    assert not Waiting.objects.exists() and not Slot.objects.exists()
    with pytest.raises(OfferGone):
        accept(offer, by=cast.wang, at=AT + SECOND)
