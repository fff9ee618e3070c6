"""Who hangs up first, and what that ends (2.3)."""

import pytest

from yingda.contacts.end import end
from yingda.journal.models import Fact
from yingda.routing.models import Slot
from yingda.routing.tests.stage import state_of
from yingda.telephony.ending import hang_up as end_call
from yingda.telephony.models import Leg
from yingda.telephony.reports import legs
from yingda.telephony.tests.stage import (
    AGENT,
    AT,
    CUSTOMER,
    SECOND,
    again,
    fresh,
    hang_up,
    leg_of,
    rings_in,
    talking,
)

pytestmark = pytest.mark.django_db


def test_the_customer_hangs_up_first(floor):
    call = talking(floor)
    hang_up(leg_of(call, CUSTOMER), at=AT + 60 * SECOND)
    contact = again(call.contact)
    assert (contact.state, contact.ended_by, fresh(call).hung_up_by) == ("ended", "customer", "customer")
    assert Fact.objects.get(name="call.ended").data | {"waited": 0} == {
        "hung_up_by": "customer", "cause": "normal", "answered": True, "waited": 0,
    }  # fmt: skip
    assert not call.legs.exclude(state="ended").exists()
    assert state_of(floor.cast.wang) == "wrap_up"


def test_the_agent_who_hangs_up_ends_the_contact_and_is_seen_to_have_been_first(floor):
    call = talking(floor)
    agent, customer = leg_of(call, AGENT), leg_of(call, CUSTOMER)
    hang_up(agent, at=AT + 60 * SECOND)
    hang_up(customer, at=AT + 60 * SECOND)  # as we hung up on them
    assert (again(call.contact).ended_by, fresh(call).hung_up_by, fresh(call).stage) == ("agent", "agent", "ended")


def test_ending_at_the_desk_hangs_everybody_up(floor):
    call = talking(floor)
    end(call.contact, by="agent", person=floor.cast.wang, at=AT + SECOND)
    assert not call.legs.exclude(state="ended").exists()
    assert fresh(call).hung_up_by == "agent"
    assert not Slot.objects.exists()


def test_a_customer_whose_line_broke_did_not_hang_up(floor):
    call = talking(floor)
    hang_up(leg_of(call, CUSTOMER), "lost", at=AT + SECOND)
    assert (fresh(call).hung_up_by, fresh(call).cause) == ("system", "lost")


def test_a_call_may_end_before_anybody_answered(floor):
    call = rings_in(floor)
    hang_up(leg_of(call, CUSTOMER), at=AT + 30 * SECOND)
    fact = Fact.objects.get(name="call.ended")
    assert fact.data == {"hung_up_by": "customer", "cause": "normal", "answered": False, "waited": 30_000_000}


def test_ending_twice_is_ending_once(floor):
    call = talking(floor)
    with_lock = leg_of(call, CUSTOMER)
    hang_up(with_lock, at=AT + SECOND)
    hang_up(with_lock, at=AT + 2 * SECOND)
    assert Fact.objects.filter(name="call.ended").count() == 1
    end_call(fresh(call), by="agent", at=AT + 3 * SECOND)
    assert fresh(call).hung_up_by == "customer"


@pytest.mark.parametrize("uid", ["0190b5a0-0000-7000-8000-000000000000", "no uid at all"])
def test_reports_of_unknown_legs_are_ignored(floor, uid):
    legs.channel_of(uid, "x")
    legs.rang(uid, at=AT)
    legs.answered(uid, at=AT)
    legs.ended(uid, "normal", at=AT)
    legs.held(uid, True, at=AT)
    legs.transferred(uid, "6022", at=AT)
    assert not Leg.objects.exists()
