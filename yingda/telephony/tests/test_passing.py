"""Handing the customer on without talking with whoever takes over: within the house, and outside."""

import pytest

from yingda.contacts.errors import NoConsent
from yingda.contacts.models import Transfer
from yingda.contacts.transfer import transfer
from yingda.lib.ids import uuid7
from yingda.routing.matching import match_once
from yingda.routing.presence import go
from yingda.routing.tests.stage import state_of
from yingda.telephony.consulting import consult
from yingda.telephony.errors import SomebodyIsThere
from yingda.telephony.passing import pass_on
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
    talking,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(floor):
    return talking(floor)


def passed(floor, call, **given):
    words = {"number": "02088886666", "reason": "由街道办理", "consent": True, "uid": uuid7(), "at": AT} | given
    pass_on(call.contact, by=floor.cast.wang, **words)
    return leg_of(call, OUTSIDE)


def test_a_transfer_to_a_colleague_lets_the_customer_wait_in_the_queue_and_hear_why(floor, call):
    go(floor.cast.chen, "ready", at=AT)
    words = {"reason": "需要同事办理", "consent": True, "uid": uuid7(), "at": AT}
    transfer(call.contact, by=floor.cast.wang, to_person=floor.cast.chen, **words)
    customer = leg_of(call, CUSTOMER)
    assert (customer.place, customer.script) == ("queue", [{"say": ["zh/transferring"]}])
    assert (leg_of(call, AGENT), fresh(call).stage) == (None, "queue")
    match_once(AT)
    pick_up(leg_of(call, AGENT), at=AT + SECOND)
    assert again(call.contact).agent == floor.cast.chen
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}


def test_a_transfer_ends_a_consultation_too(floor, call):
    consult(call.contact, by=floor.cast.wang, person=floor.cast.chen, consent=True, at=AT)
    words = {"reason": "需要同事办理", "consent": True, "uid": uuid7(), "at": AT}
    transfer(call.contact, by=floor.cast.wang, to_line=floor.cast.shop, **words)
    assert (leg_of(call, COLLEAGUE), leg_of(call, AGENT)) == (None, None)


def test_the_agent_leaves_when_somebody_outside_picks_up(floor, call):
    uid = uuid7()
    leg = passed(floor, call, uid=uid)
    passed(floor, call, uid=uid)
    assert places(call) == {CUSTOMER: "hold", AGENT: "talk"}
    pick_up(leg, at=AT + 8 * SECOND)
    assert places(call) == {CUSTOMER: "talk", OUTSIDE: "talk"}
    made = Transfer.objects.get()
    assert (made.outside, made.reason, made.taken) == (True, "由街道办理", AT + 8 * SECOND)
    assert state_of(floor.cast.wang) == "ready"


@pytest.mark.parametrize("cause", ["busy", "no_answer", "unallocated", "failed"])
def test_the_customer_is_back_with_the_agent_when_nobody_picks_up_there(floor, call, cause):
    hang_up(passed(floor, call), cause, at=AT + 8 * SECOND)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}
    assert Transfer.objects.get().taken is None
    assert again(call.contact).agent == floor.cast.wang


def test_a_transfer_outside_that_failed_is_not_what_a_later_one_within_the_house_takes_up(floor, call):
    hang_up(passed(floor, call), "busy", at=AT + SECOND)
    words = {"reason": "需要同事办理", "consent": True, "uid": uuid7(), "at": AT + 2 * SECOND}
    transfer(call.contact, by=floor.cast.wang, to_person=floor.cast.chen, **words)
    go(floor.cast.chen, "ready", at=AT)
    match_once(AT + 2 * SECOND)
    pick_up(leg_of(call, AGENT), at=AT + 3 * SECOND)
    assert [made.taken is None for made in Transfer.objects.order_by("pk")] == [True, False]


def test_passing_on_needs_consent_and_nobody_else_on_the_line(floor, call):
    with pytest.raises(NoConsent):
        passed(floor, call, consent=False)
    consult(call.contact, by=floor.cast.wang, person=floor.cast.chen, consent=True, at=AT)
    with pytest.raises(SomebodyIsThere):
        passed(floor, call)


@pytest.mark.parametrize("target", ["6022", "a6022", "sip:a6022@127.0.0.1"])
def test_the_transfer_key_of_a_hard_phone_reaches_a_colleague(floor, call, target):
    legs.transferred(str(leg_of(call, AGENT).uid), target, at=AT)
    assert Transfer.objects.get().to_person == floor.cast.chen
    assert fresh(call).stage == "queue"


def test_a_transfer_key_with_a_number_that_cannot_be_dialled_changes_nothing(floor, call):
    legs.transferred(str(leg_of(call, AGENT).uid), "nobody at all", at=AT)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}
    assert not Transfer.objects.exists() and not call.contact.holds.exists()
    legs.transferred(str(leg_of(call, AGENT).uid), "12345", at=AT)
    assert leg_of(call, OUTSIDE).takes_over


def test_the_transfer_key_of_a_hard_phone_reaches_somebody_outside(floor, call):
    legs.transferred(str(leg_of(call, AGENT).uid), "12345", at=AT)
    assert leg_of(call, OUTSIDE).takes_over
    legs.transferred(str(leg_of(call, AGENT).uid), "nobody at all", at=AT)
    assert places(call) == {CUSTOMER: "hold", AGENT: "talk"}
