"""Asking somebody else, three on the line, and handing over to whoever was asked (5.8)."""

import pytest

from yingda.cases.models import Case
from yingda.cases.opening import open_case
from yingda.contacts.errors import NoConsent, OutOfReach
from yingda.contacts.models import Transfer
from yingda.lib.errors import Malformed
from yingda.lib.ids import uuid7
from yingda.people.models import Restriction
from yingda.promises.models import Promise
from yingda.routing.models import Slot
from yingda.routing.presence import go
from yingda.routing.tests.stage import state_of
from yingda.telephony import holding
from yingda.telephony.consulting import cancel, confer, consult, drop, hand_on
from yingda.telephony.errors import (
    NobodyFree,
    NobodyIsThere,
    NotOnThePhone,
    NoTrunk,
    OneToAsk,
    SomebodyIsThere,
    Unreachable,
)
from yingda.telephony.models import Leg, Trunk
from yingda.telephony.reports import legs
from yingda.telephony.tests.stage import (
    AGENT,
    AT,
    COLLEAGUE,
    CUSTOMER,
    OUTSIDE,
    SECOND,
    again,
    fresh,
    hang_up,
    leg_of,
    pick_up,
    places,
    plug_in,
    talking,
)
from yingda.telephony.wanted import wanted

pytestmark = pytest.mark.django_db
INTERPRETER = "13800138000"


@pytest.fixture
def call(floor):
    return talking(floor)


def ask(floor, call, person=None, **given):
    person = None if given.get("number") or given.get("team") or given.get("line") else person or floor.cast.chen
    consult(call.contact, by=floor.cast.wang, person=person, consent=True, at=AT, **given)
    return leg_of(call, OUTSIDE if given.get("number") else COLLEAGUE)


def asked(floor, call, person=None, **given):
    leg = ask(floor, call, person, **given)
    pick_up(leg, at=AT + SECOND)
    return leg_of(call, leg.party)


def handed(floor, call, **given):
    words = {"consent": True, "reason": "需要技术支持", "uid": uuid7(), "at": AT + 2 * SECOND} | given
    return hand_on(call.contact, by=floor.cast.wang, **words)


def test_a_colleague_is_asked_while_the_customer_waits(floor, call):
    leg = ask(floor, call)
    assert (leg.person, leg.phone.username, places(call)[CUSTOMER]) == (floor.cast.chen, "a6022", "hold")
    pick_up(leg, at=AT + SECOND)
    assert places(call) == {CUSTOMER: "hold", AGENT: "talk", COLLEAGUE: "talk"}


def test_who_is_asked_gets_no_call_meanwhile(floor, call):
    asked(floor, call)
    held = Restriction.objects.get(person=floor.cast.chen, reason="on_the_phone")
    assert (held.channel, held.until) == ("phone", None)
    cancel(call.contact, by=floor.cast.wang, at=AT + 9 * SECOND)
    held.refresh_from_db()
    assert held.until == AT + 9 * SECOND


def test_back_to_the_customer(floor, call):
    asked(floor, call)
    cancel(call.contact, by=floor.cast.wang, at=AT + 2 * SECOND)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}
    assert again(call.contact).agent == floor.cast.wang


@pytest.mark.parametrize("cause", ["busy", "declined", "no_answer", "unavailable", "normal"])
def test_a_colleague_who_cannot_is_no_reason_for_the_customer_to_wait_on(floor, call, cause):
    hang_up(ask(floor, call), cause, at=AT + SECOND)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}


def test_the_agent_may_turn_from_one_to_the_other(floor, call):
    asked(floor, call)
    holding.resume(call.contact, by=floor.cast.wang, at=AT + SECOND)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk", COLLEAGUE: "hold"}
    holding.hold(call.contact, by=floor.cast.wang, consent=True, expected_minutes=1, at=AT + SECOND)
    assert places(call) == {CUSTOMER: "hold", AGENT: "talk", COLLEAGUE: "talk"}


def test_three_on_the_line(floor, call):
    ask(floor, call, number=INTERPRETER)
    with pytest.raises(NobodyIsThere):
        confer(call.contact, by=floor.cast.wang, at=AT)
    pick_up(leg_of(call, OUTSIDE), at=AT)
    confer(call.contact, by=floor.cast.wang, at=AT)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk", OUTSIDE: "talk"}


def test_a_third_party_is_dropped(floor, call):
    leg = asked(floor, call, number=INTERPRETER)
    drop(call.contact, leg, by=floor.cast.wang, at=AT + 2 * SECOND)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}


def test_an_outside_number_is_sealed_and_goes_out_by_the_trunk(floor, call):
    leg = ask(floor, call, number=INTERPRETER)
    assert INTERPRETER.encode() not in bytes(leg.sealed)
    rung = next(one for one in wanted(call.pk).legs if one.party == OUTSIDE)
    assert (rung.dial, rung.shown_number) == ("PJSIP/13800138000@carrier", "4000012345")


def test_a_service_number_is_dialled_as_it_is(floor, call):
    ask(floor, call, number="12345")
    assert next(one for one in wanted(call.pk).legs if one.party == OUTSIDE).dial == "PJSIP/12345@carrier"


def test_what_cannot_be_asked_is_said(floor, call):
    by, at = floor.cast.wang, AT
    with pytest.raises(OneToAsk):
        consult(call.contact, by=by, consent=True, at=at)
    with pytest.raises(NoConsent):
        consult(call.contact, by=by, person=floor.cast.chen, consent=False, at=at)
    with pytest.raises(Unreachable):
        consult(call.contact, by=by, person=floor.cast.liu, consent=True, at=at)
    with pytest.raises(Malformed):
        consult(call.contact, by=by, number="999 elephants", consent=True, at=at)
    with pytest.raises(NotOnThePhone):
        consult(call.contact, by=floor.cast.chen, person=floor.cast.he, consent=True, at=at)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}, "nobody waits for a refusal"
    first = ask(floor, call)
    assert ask(floor, call) == first
    with pytest.raises(SomebodyIsThere):
        ask(floor, call, floor.cast.he)


def test_somebody_of_a_team_is_asked_who_has_been_idle_longest(floor, call):
    with pytest.raises(NobodyFree):
        ask(floor, call, team=floor.cast.technical)
    go(floor.cast.he, "ready", at=AT)
    assert ask(floor, call, team=floor.cast.technical).person == floor.cast.he


def test_a_colleague_whose_own_customer_waits_for_them_is_not_asked(floor, call):
    theirs = talking(floor, floor.cast.chen)
    hang_up(leg_of(theirs, AGENT), "lost")
    hang_up(leg_of(theirs, AGENT), "failed")  # rung again in vain
    with pytest.raises(Unreachable):
        ask(floor, call, floor.cast.chen)


def test_a_colleague_on_another_call_is_not_reached(floor, call):
    talking(floor, floor.cast.chen)
    with pytest.raises(Unreachable):
        ask(floor, call)


def test_handing_over_to_who_was_asked_lets_nobody_wait(floor, call):
    case = open_case(call.contact, by=floor.cast.wang, at=AT)
    asked(floor, call)
    uid = uuid7()
    for _ in range(2):
        handed(floor, call, uid=uid)
    contact = again(call.contact)
    assert (contact.state, contact.agent, contact.step) == ("talking", floor.cast.chen, "accept")
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}
    assert leg_of(call, AGENT).person == floor.cast.chen
    made = Transfer.objects.get()
    assert (made.to_person, made.taken_by, made.taken) == (floor.cast.chen, floor.cast.chen, AT + 2 * SECOND)
    assert Case.objects.get(pk=case.pk).owner == floor.cast.wang, "who took it first keeps the case (1.3)"
    assert (Slot.objects.get().person, Slot.objects.get().held) == (floor.cast.chen, True)
    assert state_of(floor.cast.wang) == "ready"
    assert Promise.objects.get(rule="4.27").owner == floor.cast.chen
    assert not Restriction.objects.filter(person=floor.cast.chen, reason="on_the_phone", until=None).exists()


def test_a_handover_needs_consent_and_somebody_who_serves_the_line(floor, call):
    with pytest.raises(NobodyIsThere):
        handed(floor, call)
    plug_in(floor.cast.liu)
    asked(floor, call, floor.cast.liu)
    with pytest.raises(NoConsent):
        handed(floor, call, consent=False)
    with pytest.raises(OutOfReach):
        handed(floor, call)
    assert places(call) == {CUSTOMER: "hold", AGENT: "talk", COLLEAGUE: "talk"}


def test_an_agent_who_hangs_up_leaves_the_customer_with_the_colleague(floor, call):
    asked(floor, call)
    hang_up(leg_of(call, AGENT), at=AT + 5 * SECOND)
    assert again(call.contact).agent == floor.cast.chen
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}


def test_a_customer_left_with_somebody_outside_is_no_longer_the_agents_work(floor, call):
    asked(floor, call, number=INTERPRETER)
    hang_up(leg_of(call, AGENT), at=AT + 5 * SECOND)
    assert places(call) == {CUSTOMER: "talk", OUTSIDE: "talk"}
    assert (again(call.contact).state, state_of(floor.cast.wang)) == ("talking", "ready")
    hang_up(leg_of(call, OUTSIDE), at=AT + 90 * SECOND)
    assert (again(call.contact).state, fresh(call).hung_up_by) == ("ended", "system")


def test_a_handover_to_somebody_outside_keeps_its_reason(floor, call):
    asked(floor, call, number=INTERPRETER)
    handed(floor, call)
    made = Transfer.objects.get()
    assert (made.outside, made.taken, made.reason) == (True, AT + 2 * SECOND, "需要技术支持")
    assert places(call) == {CUSTOMER: "talk", OUTSIDE: "talk"}


def test_without_a_trunk_nobody_outside_is_called(floor, call):
    Trunk.objects.update(active=False)
    call.change(trunk=None)
    with pytest.raises(NoTrunk):
        ask(floor, call, number=INTERPRETER)


def test_a_customer_who_hangs_up_during_a_consultation_ends_it_all(floor, call):
    asked(floor, call)
    hang_up(leg_of(call, CUSTOMER), at=AT + 5 * SECOND)
    assert not Leg.objects.exclude(state="ended").exists()
    legs.ended(str(call.legs.get(party=COLLEAGUE).uid), "normal", at=AT + 6 * SECOND)
