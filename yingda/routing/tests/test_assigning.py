import pytest

from yingda.contacts.end import end
from yingda.contacts.errors import OutOfReach
from yingda.contacts.tests.cast import AT, SECOND, again
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7
from yingda.routing.assigning import assign
from yingda.routing.errors import NotInQueue
from yingda.routing.matching import match_once
from yingda.routing.models import Offer
from yingda.routing.tests.stage import offered, queued, ready, served, state_of

pytestmark = pytest.mark.django_db


def given(contact, to, by, **more):
    return assign(contact, to, by=by, **{"reason": "熟悉此事", "consent": True, "uid": uuid7(), "at": AT} | more)


def test_an_assigned_contact_is_next_and_held_for_its_agent(cast):
    ready(cast.wang)
    first, chosen = queued(cast.hotline), queued(cast.hotline, at=AT + SECOND)
    given(chosen, cast.chen, cast.zhou)
    ready(cast.chen)
    match_once(AT)
    offers = {offer.contact: offer.person for offer in Offer.objects.open()}
    assert offers == {chosen: cast.chen, first: cast.wang}
    assert Fact.objects.get(name="offer.assigned").person == cast.chen.pk


def test_what_rings_elsewhere_is_moved(cast):
    ready(cast.wang)
    contact = queued(cast.hotline)
    offer = offered(contact)
    given(contact, cast.chen, cast.zhou)
    offer.refresh_from_db()
    assert (offer.outcome, state_of(cast.wang)) == ("withdrawn", "ready")
    ready(cast.chen)
    assert offered(contact).person == cast.chen


def test_a_conversation_under_way_is_transferred(cast):
    ready(cast.wang, cast.chen)
    contact = served(cast.hotline, cast.wang)
    given(contact, cast.chen, cast.zhou)
    assert contact.transfers.get().to_person == cast.chen
    assert offered(contact).person == cast.chen


def test_nobody_is_assigned_what_they_could_not_see_or_what_is_over(cast):
    contact = queued(cast.hotline)
    with pytest.raises(OutOfReach):
        given(contact, cast.liu, cast.zhou)
    end(contact, by="customer", at=AT)
    with pytest.raises(NotInQueue):
        given(again(contact), cast.chen, cast.zhou)
