import pytest

from yingda.contacts.tests.cast import AT, SECOND, again
from yingda.journal.models import Fact
from yingda.routing.lease import GRACE, LEASE, renew_lease
from yingda.routing.matching import match_once
from yingda.routing.models import Desk, Offer, Slot, Waiting
from yingda.routing.sweeping import sweep
from yingda.routing.tests.stage import offered, queued, ready, served, state_of

pytestmark = pytest.mark.django_db
ENDED = AT + LEASE


def test_a_renewed_lease_writes_no_fact(cast):
    ready(cast.wang)
    facts = Fact.objects.count()
    assert renew_lease(cast.wang, browser="a", at=AT + 10 * SECOND) == AT + 10 * SECOND + LEASE
    assert Fact.objects.count() == facts
    assert sweep(ENDED) == 0


def test_an_agent_whose_lease_ended_is_offline_and_is_offered_nothing(cast):
    ready(cast.wang)
    queued(cast.hotline)
    assert sweep(ENDED) == 1
    assert state_of(cast.wang) == "offline"
    assert match_once(ENDED) == 0
    assert Fact.objects.filter(name="agent.lost", person=cast.wang.pk).exists()


def test_what_rang_goes_to_a_colleague_at_once(cast):
    ready(cast.wang)
    Desk.objects.update(lease_until=AT + 5 * SECOND)
    contact = queued(cast.hotline)
    offered(contact)
    ready(cast.chen, at=AT + 5 * SECOND)
    sweep(AT + 5 * SECOND)
    assert offered(contact, AT + 5 * SECOND).person == cast.chen


def test_an_agent_who_comes_back_within_the_grace_finds_the_conversation(cast):
    ready(cast.wang)
    contact = served(cast.hotline, cast.wang)
    sweep(ENDED)
    assert again(contact).state == "talking"
    renew_lease(cast.wang, browser="a", at=ENDED + GRACE - SECOND)
    assert state_of(cast.wang) == "serving"
    assert sweep(ENDED + GRACE) == 0


def test_after_the_grace_the_customer_is_told_and_a_colleague_takes_over(cast):
    ready(cast.wang)
    contact = served(cast.hotline, cast.wang)
    renew_lease(cast.chen, browser="b", at=ENDED)
    ready(cast.chen, at=ENDED + GRACE)
    behind = queued(cast.hotline, at=AT + SECOND)
    sweep(ENDED)
    assert sweep(ENDED + GRACE) == 1
    assert again(contact).state == "waiting"
    assert "连接中断" in contact.messages.last().text
    assert not Slot.objects.filter(contact=contact).exists()
    assert Waiting.objects.get(contact=contact).since == AT
    match_once(ENDED + GRACE)
    assert Offer.objects.open().get().contact == contact, "it keeps the place that it had"
    assert again(behind).state == "waiting"
    assert Desk.objects.get(person=cast.wang).wished == "offline"


def test_an_agent_given_up_says_ready_again_to_be_offered_contacts(cast):
    ready(cast.wang)
    sweep(ENDED)
    sweep(ENDED + GRACE)
    contact = queued(cast.hotline, at=ENDED + GRACE)
    renew_lease(cast.wang, browser="a", at=ENDED + GRACE)
    assert match_once(ENDED + GRACE) == 0
    ready(cast.wang, at=ENDED + GRACE)
    assert offered(contact, ENDED + GRACE).person == cast.wang


def test_a_sweep_ends_what_has_run_out_and_no_more(cast):
    ready(cast.wang, cast.chen)
    contact = queued(cast.hotline)
    rung = offered(contact)
    renew_lease(cast.chen, browser="b", at=AT + 14 * SECOND)
    assert sweep(AT + 14 * SECOND) == 0
    assert sweep(AT + 15 * SECOND) == 1
    rung.refresh_from_db()
    assert rung.outcome == "rung_out"
