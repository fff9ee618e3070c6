"""An agent is lost in mid-call: the customer hears a sentence and music, and nobody drops them."""

from datetime import timedelta

import pytest

from yingda.journal.models import Fact
from yingda.routing.lease import GRACE, give_back, lose, renew_lease
from yingda.routing.matching import match_once
from yingda.routing.models import Offer, Slot, Waiting
from yingda.routing.presence import go
from yingda.telephony import grace
from yingda.telephony.errors import NoCall
from yingda.telephony.reports import legs, phones
from yingda.telephony.sweeping import sweep
from yingda.telephony.tests.stage import (
    AGENT,
    AT,
    CUSTOMER,
    SECOND,
    again,
    fresh,
    hang_up,
    leg_of,
    pick_up,
    places,
    plug_in,
    rings_in,
    talking,
)
from yingda.telephony.wanted import wanted

pytestmark = pytest.mark.django_db
LOST = AT + 60 * SECOND


@pytest.fixture
def call(floor):
    return talking(floor)


def lost(floor, call, *, on=False):
    """The agent's connection broke; the phone is `on` again or not yet."""
    phones.registered("a6021", on, at=LOST)
    hang_up(leg_of(call, AGENT), "lost", at=LOST)


def test_the_customer_hears_a_sentence_and_music(floor, call):
    lost(floor, call)
    customer = leg_of(call, CUSTOMER)
    assert (customer.place, customer.script) == ("queue", [{"say": ["zh/reconnecting"]}])
    assert (fresh(call).stage, fresh(call).grace, again(call.contact).state) == ("queue", LOST, "talking")
    assert Fact.objects.filter(name="call.grace").count() == 1
    assert leg_of(call, AGENT) is None


def test_the_agent_is_rung_as_soon_as_their_phone_is_back_and_it_picks_up_by_itself(floor, call):
    lost(floor, call)
    phones.registered("a6021", True, at=LOST + 4 * SECOND)
    leg = leg_of(call, AGENT)
    assert (leg.auto, leg.seconds, leg.person) == (True, 26, floor.cast.wang)
    assert ("X-Yingda-Auto", "1") in wanted(call.pk).legs[-1].headers
    pick_up(leg, at=LOST + 5 * SECOND)
    assert (fresh(call).stage, fresh(call).grace) == ("talk", None)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}
    assert leg_of(call, CUSTOMER).script == []
    assert sweep(LOST + GRACE + SECOND) == 0


def test_a_hard_phone_is_rung_again_but_does_not_pick_up_by_itself(floor):
    phones.registered("a6021", False, at=AT)
    plug_in(floor.cast.wang, "hard")
    call = talking(floor)
    hang_up(leg_of(call, AGENT), "lost", at=LOST)
    assert (leg_of(call, AGENT).phone.username, leg_of(call, AGENT).auto) == ("h6021", False)


def test_after_the_grace_somebody_else_is_asked_at_the_old_place(floor, call):
    lost(floor, call)
    assert sweep(LOST + GRACE - SECOND) == 0
    go(floor.cast.chen, "ready", at=LOST + 10 * SECOND)
    later = rings_in(floor, at=LOST + 5 * SECOND)
    assert sweep(LOST + GRACE) == 1
    row = Waiting.objects.get(contact=call.contact)
    assert (row.since, row.avoids) == (AT, floor.cast.wang)
    match_once(LOST + GRACE)
    assert (leg_of(call, AGENT).person, leg_of(later, AGENT)) == (floor.cast.chen, None)
    pick_up(leg_of(call, AGENT), at=LOST + GRACE + SECOND)
    assert again(call.contact).agent == floor.cast.chen
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}


def test_an_agent_who_rejects_the_ringing_does_not_keep_the_customer_waiting(floor, call):
    lost(floor, call, on=True)
    leg = leg_of(call, AGENT)
    hang_up(leg, "declined", at=LOST + SECOND)
    assert (again(call.contact).state, fresh(call).grace) == ("waiting", None)


def test_an_agent_who_is_not_at_the_ringing_phone_has_until_the_grace_is_over(floor, call):
    lost(floor, call, on=True)
    hang_up(leg_of(call, AGENT), "unavailable", at=LOST + SECOND)
    assert (again(call.contact).state, leg_of(call, AGENT)) == ("talking", None)
    assert sweep(LOST + GRACE) == 1


def test_a_customer_may_give_up_during_the_grace(floor, call):
    lost(floor, call)
    hang_up(leg_of(call, CUSTOMER), at=LOST + 10 * SECOND)
    assert (fresh(call).stage, fresh(call).grace, fresh(call).hung_up_by) == ("ended", None, "customer")
    assert sweep(LOST + GRACE) == 0


def test_a_page_that_was_loaded_anew_asks_to_be_rung(floor, call):
    old = leg_of(call, AGENT)
    grace.lost(call.contact, by=floor.cast.wang, at=LOST)
    new = leg_of(call, AGENT)
    assert (new.state, new.auto, new.pk == old.pk) == ("wanted", True, False)
    legs.ended(str(old.uid), "lost", at=LOST + 15 * SECOND)  # the exchange notices the dead page late
    pick_up(new, at=LOST + SECOND)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}
    with pytest.raises(NoCall):
        grace.lost(call.contact, by=floor.cast.chen, at=LOST)


def test_reloading_twice_is_being_rung_once(floor, call):
    grace.lost(call.contact, by=floor.cast.wang, at=LOST)
    grace.lost(call.contact, by=floor.cast.wang, at=LOST + 2 * SECOND)
    assert call.legs.filter(party=AGENT).exclude(state="ended").count() == 1
    assert fresh(call).grace == LOST


def test_a_browser_that_is_gone_does_not_end_a_talk_by_phone(floor, call):
    person = floor.cast.wang
    renew_lease(person, browser="b", at=AT)
    gone = AT + timedelta(seconds=31)
    assert lose(person.pk, at=gone)
    assert give_back(person.pk, at=gone + GRACE) == 0
    assert (again(call.contact).state, places(call)) == ("talking", {CUSTOMER: "talk", AGENT: "talk"})
    assert Slot.objects.get().person == person


def test_a_browser_that_is_gone_gives_up_what_rings(floor):
    person = floor.cast.wang
    go(person, "ready", at=AT)
    call = rings_in(floor, wishes={"prefers": person})
    match_once(AT)
    assert lose(person.pk, at=AT + timedelta(seconds=31))
    assert (leg_of(call, AGENT), Offer.objects.open().exists()) == (None, False)
