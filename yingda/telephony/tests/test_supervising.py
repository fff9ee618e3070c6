"""Supervisors listen, whisper, take part and take over (7.2)."""

import pytest

from yingda.contacts.models import Participation, Transfer
from yingda.journal.models import Fact
from yingda.routing.models import Slot
from yingda.routing.tests.stage import state_of
from yingda.telephony.errors import NoCall, NoPhone, NotOnThePhone, SomebodyIsThere
from yingda.telephony.models import Phone
from yingda.telephony.supervising import stop, supervise
from yingda.telephony.tests.stage import (
    AGENT,
    AT,
    CUSTOMER,
    SECOND,
    SUPERVISOR,
    again,
    hang_up,
    leg_of,
    pick_up,
    places,
    rings_in,
    talking,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(floor):
    return talking(floor)


def supervised(floor, call, mode):
    supervise(call.contact, by=floor.cast.zhou, mode=mode, at=AT)
    leg = leg_of(call, SUPERVISOR)
    pick_up(leg, at=AT + SECOND)
    return leg


@pytest.mark.parametrize("mode", ["listen", "whisper"])
def test_a_supervisor_hears_the_call_and_the_customer_does_not_notice(floor, call, mode):
    leg = supervised(floor, call, mode)
    assert (leg.person, leg.auto) == (floor.cast.zhou, True)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk", SUPERVISOR: mode}
    assert Fact.objects.get(name="call.supervised").data == {"mode": mode}
    assert not Participation.objects.filter(person=floor.cast.zhou).exists()


def test_who_joins_takes_part_until_they_only_listen_again(floor, call):
    supervised(floor, call, "join")
    assert places(call)[SUPERVISOR] == "talk"
    part = Participation.objects.get(person=floor.cast.zhou)
    supervise(call.contact, by=floor.cast.zhou, mode="listen", at=AT + 2 * SECOND)
    part.refresh_from_db()
    assert (places(call)[SUPERVISOR], part.ended) == ("listen", AT + 2 * SECOND)


def test_taking_over_rings_the_supervisor_and_then_frees_the_agent(floor, call):
    supervise(call.contact, by=floor.cast.zhou, mode="take_over", at=AT)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}, "until they are there, nothing changes"
    pick_up(leg_of(call, SUPERVISOR), at=AT + SECOND)
    assert again(call.contact).agent == floor.cast.zhou
    assert leg_of(call, AGENT).person == floor.cast.zhou
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}
    assert (Slot.objects.get().person, state_of(floor.cast.wang)) == (floor.cast.zhou, "ready")
    assert Transfer.objects.get().by == floor.cast.zhou


def test_a_supervisor_who_listens_may_take_over_at_once(floor, call):
    supervised(floor, call, "listen")
    supervise(call.contact, by=floor.cast.zhou, mode="take_over", at=AT + 3 * SECOND)
    assert again(call.contact).agent == floor.cast.zhou


def test_a_supervisor_leaves(floor, call):
    supervised(floor, call, "join")
    stop(call.contact, by=floor.cast.zhou, at=AT + 3 * SECOND)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}
    assert Participation.objects.get(person=floor.cast.zhou).ended == AT + 3 * SECOND
    with pytest.raises(NotOnThePhone):
        stop(call.contact, by=floor.cast.zhou, at=AT + 4 * SECOND)


def test_a_supervisor_hanging_up_is_leaving(floor, call):
    leg = supervised(floor, call, "whisper")
    hang_up(leg, at=AT + 3 * SECOND)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}


def test_an_agent_who_hangs_up_leaves_the_customer_with_a_supervisor_who_joined(floor, call):
    supervised(floor, call, "join")
    hang_up(leg_of(call, AGENT), at=AT + 5 * SECOND)
    assert again(call.contact).agent == floor.cast.zhou


def test_an_agent_who_hangs_up_ends_a_call_that_is_only_listened_to(floor, call):
    supervised(floor, call, "listen")
    hang_up(leg_of(call, AGENT), at=AT + 5 * SECOND)
    assert again(call.contact).state == "ended"
    assert leg_of(call, SUPERVISOR) is None


def test_what_cannot_be_heard_is_said(floor, call):
    with pytest.raises(NoCall):
        supervise(rings_in(floor).contact, by=floor.cast.zhou, mode="listen", at=AT)
    with pytest.raises(SomebodyIsThere):
        supervise(call.contact, by=floor.cast.wang, mode="listen", at=AT)
    Phone.objects.filter(person=floor.cast.zhou).update(registered=False)
    with pytest.raises(NoPhone):
        supervise(call.contact, by=floor.cast.zhou, mode="listen", at=AT)
