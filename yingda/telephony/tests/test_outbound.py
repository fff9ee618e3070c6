"""An agent calls a customer: who may, when, whom; the agent's phone first; the result and what follows of it."""

from datetime import timedelta

import pytest

from yingda.cases.models import Record
from yingda.cases.opening import open_case
from yingda.cases.settling import solve
from yingda.contacts.errors import UidTaken
from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import AT, SECOND, again
from yingda.customers.making_known import create
from yingda.followups.models import FollowUp
from yingda.journal.models import Fact
from yingda.lib.errors import Malformed
from yingda.lib.ids import uuid7
from yingda.promises.models import Promise
from yingda.routing.models import Slot
from yingda.routing.tests.stage import state_of
from yingda.telephony.callback_errors import Closed, TooEarly
from yingda.telephony.errors import NoPhone, NoTrunk
from yingda.telephony.lobby.tests.stage import CALLER, NIGHT, plain
from yingda.telephony.models import Attempt, CallBack, Exchange, Phone, Recording, Trunk
from yingda.telephony.outbound import call_out
from yingda.telephony.outbound_course import result
from yingda.telephony.outbound_errors import InACall, NoExchange, NoNumber, NotDecent, NotDialled, NotYourLine
from yingda.telephony.tests.stage import (
    AGENT,
    CUSTOMER,
    fresh,
    hang_up,
    leg_of,
    live,
    offered,
    pick_up,
    plug_in,
    talking,
)
from yingda.telephony.tests.test_callbacks import abandons
from yingda.telephony.wanted import wanted

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=5)


@pytest.fixture
def dial(floor):
    """`wang` calls, and it is said how."""

    def dial(*, by=None, at=AT, uid=None, line=None, **whom):
        whom = whom or {"number": CALLER}
        return call_out(by or floor.cast.wang, line or floor.cast.hotline, uid=uid or uuid7(), at=at, **whom)

    return dial


def rung(call, *, at=AT):
    """The agent has picked up, and the customer's phone is to ring. Returns the customer's leg."""
    pick_up(leg_of(call, AGENT), at=at)
    return leg_of(call, CUSTOMER)


def test_the_agents_phone_rings_first_and_picks_up_by_itself(floor, dial):
    call = dial()
    leg = leg_of(call, AGENT)
    assert (leg.person, leg.phone.username, leg.auto, leg.place) == (floor.cast.wang, "a6021", True, "talk")
    assert leg_of(call, CUSTOMER) is None and (call.stage, call.records) == ("dial", True)
    contact = again(call.contact)
    assert (contact.direction, contact.state, contact.agent, contact.answered) == (
        "outbound", "talking", floor.cast.wang, None,
    )  # fmt: skip
    assert Slot.objects.get().contact == contact and state_of(floor.cast.wang) in ("serving", "offline")


def test_a_phone_on_the_table_is_picked_up_by_hand(floor, dial):
    plug_in(floor.cast.wang, "hard")
    assert not leg_of(dial(), AGENT).auto


def test_when_the_agent_is_there_the_customer_is_rung_with_the_lines_number(floor, dial):
    plain(floor, caller_number=floor.number)
    call = dial()
    customer = rung(call)
    shown = next(leg for leg in wanted(call.pk).legs if leg.party == CUSTOMER)
    assert (shown.dial, shown.shown_number, shown.seconds) == ("PJSIP/13800138000@carrier", "4000012345", 45)
    assert (customer.state, customer.place) == ("wanted", "talk")


def test_once_the_customer_is_there_it_is_a_contact_like_any_other(floor, dial):
    call = dial()
    pick_up(rung(call), at=AT + 8 * SECOND)
    contact = again(call.contact)
    assert (contact.answered, contact.step, fresh(call).stage) == (AT + 8 * SECOND, "accept", "talk")
    assert Attempt.objects.get().result == "reached"
    assert Recording.objects.get(call=call).state == "running"
    assert {"4.27", "4.28"} <= set(Promise.objects.filter(contact=contact.pk).values_list("rule", flat=True))
    hang_up(leg_of(call, CUSTOMER), at=LATER)
    assert again(contact).state == "ended" and fresh(call).hung_up_by == "customer"
    assert Promise.objects.filter(rule="4.4", contact=contact.pk).exists()


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        ("busy", "busy"),
        ("declined", "busy"),
        ("no_answer", "no_answer"),
        ("unavailable", "no_answer"),
        ("unallocated", "wrong_number"),
        ("failed", "failed"),
        ("lost", "failed"),
    ],
)
def test_the_result_is_taken_from_how_the_customers_leg_ended(floor, dial, cause, expected):
    call = dial()
    hang_up(rung(call), cause, at=AT + 9 * SECOND)
    assert Attempt.objects.get().result == expected
    contact = again(call.contact)
    assert (contact.state, contact.answered, contact.ended_by) == ("archived", None, "system")
    assert not live(call) and not Slot.objects.exists() and not CallBack.objects.exists()
    assert not Promise.objects.unsettled().filter(contact=contact.pk).exists()


def test_an_agent_who_has_had_enough_of_ringing_did_not_reach_them(floor, dial):
    call = dial()
    rung(call)
    hang_up(leg_of(call, AGENT), at=AT + 30 * SECOND)
    assert Attempt.objects.get().result == "no_answer" and again(call.contact).ended_by == "agent"


def test_an_agent_whose_phone_does_not_answer_has_not_tried(floor, dial):
    call = dial()
    hang_up(leg_of(call, AGENT), "no_answer", at=AT + 30 * SECOND)
    assert Attempt.objects.get().result == "failed" and again(call.contact).state == "archived"


def test_twice_with_one_id_is_one_call(floor, dial):
    uid = uuid7()
    assert dial(uid=uid).pk == dial(uid=uid).pk and Contact.objects.count() == 1
    with pytest.raises(UidTaken):
        dial(uid=uid, by=floor.cast.chen)


def test_nobody_is_called_outside_decent_hours(floor, dial):
    with pytest.raises(NotDecent) as refused:
        dial(at=NIGHT)
    assert "08:30" in refused.value.say("zh") and "20:30" in refused.value.say("en")
    assert not Contact.objects.exists()


def test_who_cannot_call_is_told_why(floor, dial):
    with pytest.raises(NotYourLine):
        dial(line=floor.cast.shop)
    with pytest.raises(NotYourLine):
        dial(by=floor.cast.wu)
    with pytest.raises(NoNumber):
        dial(customer=create(name="李明", by=None, line=floor.cast.hotline, at=AT))
    with pytest.raises(Malformed):
        dial(number="12345678901234567")
    Phone.objects.update(registered=False)
    with pytest.raises(NoPhone):
        dial()
    Phone.objects.update(registered=True)
    Trunk.objects.update(active=False)
    with pytest.raises(NoTrunk):
        dial()
    Exchange.objects.update(up=False)
    with pytest.raises(NoExchange):
        dial()
    assert not Contact.objects.exists() and not Slot.objects.exists()


def test_an_agent_has_one_call_at_a_time(floor, dial):
    dial()
    with pytest.raises(InACall):
        dial()
    talking(floor, floor.cast.chen)
    with pytest.raises(InACall):
        dial(by=floor.cast.chen)
    offered(floor, floor.cast.he)
    with pytest.raises(InACall):
        dial(by=floor.cast.he)


def test_a_customer_is_called_at_the_preferred_number_and_known_numbers_are_recognised(floor, dial):
    li = create(name="李明", phones=["13900139000", CALLER], by=None, line=floor.cast.hotline, at=AT)
    call = dial(customer=li)
    assert call.contact.customer == li
    assert next(leg.dial for leg in wanted(rung(call).call_id).legs if leg.party == CUSTOMER).startswith(
        "PJSIP/13800138000"
    )
    hang_up(leg_of(call, AGENT), at=AT)
    assert dial(number="139 0013 9000").contact.customer == li


def test_a_call_for_a_case_belongs_to_the_case(floor, dial):
    li = create(name="李明", phones=[CALLER], by=None, line=floor.cast.hotline, at=AT)
    case = open_case(line=floor.cast.hotline, customer=li, by=floor.cast.wang, at=AT)
    call = dial(case=case)
    assert Record.objects.get(contact=call.contact).case == case and Attempt.objects.get().case == case


def test_a_call_back_is_owned_by_who_calls_and_ends_when_the_customer_is_reached(floor, dial):
    plain(floor)
    abandons(floor)
    row = CallBack.objects.get()
    call = dial(call_back=row, at=LATER)
    row.refresh_from_db()
    assert (row.owner, row.state) == (floor.cast.wang, "open")
    pick_up(rung(call, at=LATER), at=LATER)
    row.refresh_from_db()
    assert (row.state, row.tries, row.done_by) == ("done", 1, floor.cast.wang)
    with pytest.raises(Closed):
        dial(by=floor.cast.chen, call_back=row, at=LATER)


def test_a_call_back_is_retried_by_rule_and_then_given_up(floor, dial):
    plain(floor, retries=2, retry_minutes=10)
    abandons(floor)
    at = LATER
    for tries in (1, 2, 3):
        row = CallBack.objects.get()
        hang_up(rung(dial(call_back=row, at=at), at=at), "busy", at=at)
        row.refresh_from_db()
        assert row.tries == tries
        with pytest.raises((TooEarly, Closed)):
            dial(call_back=row, at=at)
        at += timedelta(minutes=10)
    assert row.state == "given_up"
    assert [fact.data["result"] for fact in Fact.objects.filter(name="call_back.tried")] == ["busy"] * 3


def test_a_retry_waits_for_decent_hours(floor, dial):
    plain(floor, retry_minutes=720)
    abandons(floor)
    hang_up(rung(dial(call_back=CallBack.objects.get(), at=LATER), at=LATER), "busy", at=LATER)
    assert CallBack.objects.get().due == AT + timedelta(hours=22, minutes=30)  # 08:30 the next morning


def test_the_agents_word_corrects_what_the_exchange_took_for_the_result(floor, dial):
    plain(floor)
    abandons(floor)
    call = dial(call_back=CallBack.objects.get(), at=LATER)
    pick_up(rung(call, at=LATER), at=LATER)
    hang_up(leg_of(call, AGENT), at=LATER + 5 * SECOND)
    result(fresh(call), "no_answer", by=floor.cast.wang, at=LATER)  # a machine answered
    row = CallBack.objects.get()
    assert (row.state, row.tries, row.due) == ("open", 1, LATER + timedelta(minutes=30))
    result(fresh(call), "wrong_number", by=floor.cast.wang, at=LATER)
    assert CallBack.objects.get().state == "given_up"
    result(fresh(call), "wrong_number", by=floor.cast.wang, at=LATER)
    assert Fact.objects.filter(name="call.dial_result").count() == 3


def test_a_caller_missed_anew_keeps_the_new_call_back_when_the_old_one_is_corrected(floor, dial):
    plain(floor)
    abandons(floor)
    call = dial(call_back=CallBack.objects.get(), at=LATER)
    pick_up(rung(call, at=LATER), at=LATER)
    hang_up(leg_of(call, AGENT), at=LATER)
    abandons(floor, at=LATER)
    result(fresh(call), "no_answer", by=floor.cast.wang, at=LATER)
    assert sorted(CallBack.objects.values_list("state", flat=True)) == ["done", "open"]


def test_an_inbound_call_has_no_result_of_dialling(floor):
    with pytest.raises(NotDialled):
        result(talking(floor), "busy", by=floor.cast.wang, at=AT)


@pytest.fixture
def follow_up(floor):
    li = create(name="李明", phones=[CALLER], by=None, line=floor.cast.hotline, at=AT)
    case = open_case(line=floor.cast.hotline, customer=li, by=floor.cast.wang, at=AT)
    solve(case, by=floor.cast.wang, root_cause="other", measures="已修", result="已亮", at=AT)
    return FollowUp.objects.get()


def test_a_follow_up_by_phone_counts_its_tries(floor, dial, follow_up):
    call = dial(follow_up=follow_up)
    assert (call.contact.direction, Record.objects.get(contact=call.contact).case) == ("follow_up", follow_up.case)
    hang_up(rung(call), "no_answer", at=AT + 9 * SECOND)
    follow_up.refresh_from_db()
    assert (follow_up.tries, follow_up.last_try) == (1, AT + 9 * SECOND)
    result(fresh(call), "busy", by=floor.cast.wang, at=LATER)
    follow_up.refresh_from_db()
    assert follow_up.tries == 1  # one try, whatever it is called


def test_a_follow_up_that_reached_the_customer_waits_for_its_outcome(floor, dial, follow_up):
    pick_up(rung(dial(follow_up=follow_up)), at=AT)
    follow_up.refresh_from_db()
    assert (follow_up.tries, follow_up.done) == (0, None)
