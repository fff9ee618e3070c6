"""An offer rings a phone, and what the phone does is its answer."""

from datetime import timedelta

import pytest

from yingda.journal.models import Fact
from yingda.people.models import Restriction
from yingda.promises.models import Promise
from yingda.routing.lease import renew_lease
from yingda.routing.matching import match_once
from yingda.routing.models import Offer, Slot
from yingda.routing.offers import accept
from yingda.routing.presence import go
from yingda.routing.sweeping import sweep as sweep_routing
from yingda.routing.tests.stage import state_of
from yingda.telephony.models import Leg, Phone
from yingda.telephony.reports import legs
from yingda.telephony.reports.phones import registered
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
    offer_of,
    offered,
    pick_up,
    places,
    rings_in,
)

pytestmark = pytest.mark.django_db


def test_an_offer_rings_the_chosen_phone_of_the_agent(floor):
    call, leg = offered(floor)
    assert (leg.person, leg.phone.username, leg.place, leg.state) == (floor.cast.wang, "a6021", "talk", "wanted")
    assert (leg.offer, leg.seconds) == (offer_of(call.contact).uid, 20)
    assert leg_of(call, CUSTOMER).place == "queue"


def test_the_rings_count_from_when_the_phone_really_rings(floor):
    call, leg = offered(floor)
    later = AT + 4 * SECOND
    legs.rang(str(leg.uid), at=later)
    legs.rang(str(leg.uid), at=later + SECOND)
    assert offer_of(call.contact).rings_out == later + 15 * SECOND
    assert Fact.objects.get(name="call.ringing").data == {"leg": str(leg.uid), "rings": 3}
    promise = Promise.objects.get(rule="4.1")
    assert (promise.limit, promise.owner) == (later + 15 * SECOND, floor.cast.wang)


def test_picking_up_accepts_and_connects(floor):
    call, leg = offered(floor)
    legs.rang(str(leg.uid), at=AT)
    legs.answered(str(leg.uid), at=AT + 3 * SECOND)
    legs.answered(str(leg.uid), at=AT + 4 * SECOND)
    contact = again(call.contact)
    assert (contact.state, contact.agent, contact.answered) == ("talking", floor.cast.wang, AT + 3 * SECOND)
    assert (fresh(call).stage, places(call)) == ("talk", {CUSTOMER: "talk", AGENT: "talk"})
    assert Promise.objects.get(rule="4.1").state == "kept"
    assert Slot.objects.get(contact=contact).held


@pytest.mark.parametrize("cause", ["declined", "busy"])
def test_a_phone_that_rejects_passes_the_call_to_somebody_else(floor, cause):
    call, leg = offered(floor)
    go(floor.cast.chen, "ready", at=AT)
    legs.rang(str(leg.uid), at=AT)
    hang_up(leg, cause, at=AT + SECOND)
    assert Offer.objects.get(uid=leg.offer).outcome == "declined"
    match_once(AT + SECOND)
    assert leg_of(call, AGENT).person == floor.cast.chen
    assert leg_of(call, CUSTOMER).place == "queue"


def test_who_does_not_pick_up_is_hung_up_and_missed_it(floor):
    call, leg = offered(floor)
    legs.rang(str(leg.uid), at=AT + 2 * SECOND)
    sweep_routing(AT + 16 * SECOND)
    assert leg_of(call, AGENT) == leg
    sweep_routing(AT + 17 * SECOND)
    assert leg_of(call, AGENT) is None
    assert Offer.objects.get(uid=leg.offer).outcome == "rung_out"


def test_a_phone_that_gives_up_ringing_by_itself_rang_out(floor):
    _, leg = offered(floor)
    legs.rang(str(leg.uid), at=AT)
    hang_up(leg, "no_answer", at=AT + 9 * SECOND)
    assert Offer.objects.get(uid=leg.offer).outcome == "rung_out"


def test_a_phone_that_does_not_ring_counts_as_off_for_a_minute_or_until_it_registers_anew(floor):
    call, leg = offered(floor)
    assert sweep(AT + 5 * SECOND) == 0
    assert sweep(AT + 6 * SECOND) == 1
    assert Offer.objects.get(uid=leg.offer).outcome == "declined"
    held = Restriction.objects.get(person=floor.cast.wang, until__gt=AT + 6 * SECOND)
    assert (held.reason, held.until) == ("no_phone", AT + 66 * SECOND)
    renew_lease(floor.cast.wang, browser="b", at=AT + 40 * SECOND)
    match_once(AT + 40 * SECOND)
    assert leg_of(call, AGENT) is None
    registered("a6021", True, at=AT + 41 * SECOND)
    match_once(AT + 42 * SECOND)
    assert leg_of(call, AGENT).person == floor.cast.wang


def test_while_the_exchange_is_away_no_phone_is_blamed(floor):
    floor.exchange.driver_until = AT
    floor.exchange.save()
    offered(floor)
    assert sweep(AT + 6 * SECOND) == 1
    assert not Restriction.objects.filter(person=floor.cast.wang, until__gt=AT + 6 * SECOND).exists()


def test_who_has_no_phone_is_asked_for_no_call_but_for_chats(floor):
    Phone.objects.all().update(registered=False)
    go(floor.cast.wang, "ready", at=AT)
    call = rings_in(floor)
    match_once(AT)
    assert (offer_of(call.contact), leg_of(call, AGENT)) == (None, None)
    assert state_of(floor.cast.wang) == "ready"
    held = Restriction.objects.get(person=floor.cast.wang, until=None)
    assert (held.reason, held.channel, held.line) == ("no_phone", "phone", None)


def test_accepting_at_the_desk_lets_the_customer_hear_music_until_the_phone_is_picked_up(floor):
    call, leg = offered(floor)
    accept(offer_of(call.contact), by=floor.cast.wang, at=AT)
    assert places(call) == {CUSTOMER: "queue"}
    pick_up(leg, at=AT + SECOND)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}


def test_a_call_accepted_at_the_desk_whose_phone_never_rings_goes_to_somebody_else_in_the_end(floor):
    call, _ = offered(floor)
    accept(offer_of(call.contact), by=floor.cast.wang, at=AT)
    assert sweep(AT + 6 * SECOND) == 1
    assert fresh(call).grace == AT + 6 * SECOND
    hang_up(leg_of(call, AGENT), "unavailable", at=AT + 7 * SECOND)
    assert sweep(AT + 36 * SECOND) == 1
    assert (again(call.contact).state, leg_of(call, AGENT)) == ("waiting", None)


def test_a_call_accepted_without_any_phone_is_not_forgotten(floor):
    call, leg = offered(floor)
    Phone.objects.update(registered=False)
    leg.change(state="ended")
    accept(offer_of(call.contact), by=floor.cast.wang, at=AT)
    assert (fresh(call).stage, fresh(call).grace) == ("queue", AT)
    registered("a6021", True, at=AT + SECOND)
    pick_up(leg_of(call, AGENT), at=AT + 2 * SECOND)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}


def test_a_customer_who_gives_up_ends_the_ringing(floor):
    call, leg = offered(floor)
    hang_up(leg_of(call, CUSTOMER), at=AT + 3 * SECOND)
    assert not call.legs.exclude(state="ended").exists()
    assert (fresh(call).hung_up_by, again(call.contact).ended_by) == ("customer", "customer")
    legs.answered(str(leg.uid), at=AT + timedelta(seconds=4))
    assert Leg.objects.get(pk=leg.pk).state == "ended"
