"""Callers in the queue hear where they stand, and may keep their place without staying on the line."""

from datetime import timedelta

import pytest

from yingda.contacts.end import end
from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import AT, SECOND, again
from yingda.journal.models import Fact
from yingda.routing.lease import renew_lease
from yingda.routing.matching import match_once
from yingda.routing.models import Waiting
from yingda.routing.presence import go
from yingda.telephony import callers
from yingda.telephony.lobby.places import GOODBYE, release_places
from yingda.telephony.lobby.queueing import announce
from yingda.telephony.lobby.tests.stage import calls, heard, hears, own_leg, plain
from yingda.telephony.models import Attempt, Call, CallBack
from yingda.telephony.reports.scripts import pressed
from yingda.telephony.tests.stage import AGENT, CUSTOMER, fresh, hang_up, leg_of, pick_up

pytestmark = pytest.mark.django_db
HALF_MINUTE = timedelta(seconds=30)


@pytest.fixture
def call(floor):
    plain(floor)
    return calls(floor.number)


def offered_place(call, *, at=AT + HALF_MINUTE):
    announce(at)
    return fresh(call)


def kept(call, *, at=AT + 40 * SECOND):
    """The caller presses the key, hears the goodbye, and is gone. Returns the contact that waits instead."""
    call = heard(offered_place(call), "1", at=at)
    heard(call, at=at + 8 * SECOND)
    return Contact.objects.filter(direction="outbound").latest("pk")


def agent_comes(person, at):
    renew_lease(person, browser="b", at=at)
    go(person, "ready", at=at)
    match_once(at)


def test_who_waits_hears_the_place_every_half_minute(floor, call):
    calls(floor.number, caller="13900139000", at=AT + SECOND)
    assert announce(AT + HALF_MINUTE - SECOND) == 0
    assert announce(AT + HALF_MINUTE) == 1  # the other one came a second later
    assert hears(call)[:3] == ["zh/all_busy", "zh/position_a", "zh/n_1"]
    heard(call)
    assert announce(AT + 2 * HALF_MINUTE - SECOND) == 1
    assert announce(AT + 2 * HALF_MINUTE) == 1
    assert hears(call)[:2] == ["zh/position_a", "zh/n_1"]
    assert Fact.objects.filter(name="call.announced", data__prompt="position").count() == 3


def test_nobody_is_interrupted(floor, call):
    announce(AT + HALF_MINUTE)
    assert announce(AT + 2 * HALF_MINUTE) == 0  # still hears the first


def test_nothing_is_said_to_whom_an_agent_is_about_to_answer(floor, call):
    agent_comes(floor.cast.wang, AT)
    assert again(call.contact).state == "offered" and announce(AT + HALF_MINUTE) == 0


def test_a_line_may_announce_nothing(floor, call):
    plain(floor, position_every=0)
    assert announce(AT + timedelta(hours=1)) == 0


def test_the_expected_wait_is_said_where_it_can_be_known(floor, call, monkeypatch):
    monkeypatch.setattr("yingda.telephony.lobby.queueing.positions", lambda rows, at: {call.contact_id: (2, 170)})
    announce(AT + HALF_MINUTE)
    assert hears(call)[1:5] == ["zh/position_a", "zh/n_2", "zh/position_b", "zh/expected_wait_a"]
    assert "zh/minutes_3" in hears(call)


@pytest.mark.parametrize(("place", "wait"), [(2, 3600), (250, None)])
def test_a_very_long_wait_is_called_long(floor, call, monkeypatch, place, wait):
    monkeypatch.setattr("yingda.telephony.lobby.queueing.positions", lambda rows, at: {call.contact_id: (place, wait)})
    announce(AT + HALF_MINUTE)
    assert "zh/expected_wait_long" in hears(call)


def test_after_a_while_the_place_may_be_kept(floor, call):
    call = offered_place(call)
    assert own_leg(call).script[-1] | {"ask": []} == {"ask": [], "digits": 1, "seconds": 6, "valid": "1"}
    assert hears(call)[-1] == "zh/offer_place"
    heard(call)
    announce(AT + 2 * HALF_MINUTE)
    assert "zh/offer_place" not in hears(call)  # once


@pytest.mark.parametrize("settings", [{"holds_place": False}, {"offer_place_after": 600}])
def test_a_line_may_offer_it_later_or_not_at_all(floor, call, settings):
    plain(floor, **settings)
    assert "zh/offer_place" not in hears(offered_place(call))


def test_a_hidden_number_is_offered_nothing_that_we_cannot_keep(floor):
    plain(floor)
    assert "zh/offer_place" not in hears(offered_place(calls(floor.number, caller="anonymous")))


def test_a_kept_place_waits_where_the_caller_stood(floor, call):
    calls(floor.number, caller="13900139000", at=AT + SECOND)
    contact = kept(call)
    first = Waiting.objects.in_order().first()
    assert first.contact == contact and first.since == AT
    row = CallBack.objects.get()
    assert (row.reason, row.state, callers.number_of(row)) == ("kept_place", "open", "+8613800138000")
    before = again(call.contact)
    assert (fresh(call).stage, before.state, before.ended_by) == ("ended", "archived", "system")
    assert Fact.objects.get(name="call.place_kept").data == {"call_back": str(row.uid)}


def test_the_key_may_be_pressed_at_any_time_after_the_offer(floor, call):
    heard(offered_place(call))
    pressed(str(own_leg(call).uid), "1", at=AT + 50 * SECOND)
    assert hears(call) == ["zh/place_kept"]
    hang_up(own_leg(call), at=AT + 52 * SECOND)  # in the middle of the goodbye
    assert CallBack.objects.get().reason == "kept_place" and Waiting.objects.get().since == AT


def test_nobody_is_asked_for_a_caller_who_hears_the_goodbye(floor, call):
    heard(offered_place(call), "1", at=AT + 40 * SECOND)
    agent_comes(floor.cast.wang, AT + 41 * SECOND)
    assert again(call.contact).state == "waiting"
    agent_comes(floor.cast.wang, AT + 41 * SECOND + GOODBYE)  # the end of the script was never told
    assert again(call.contact).state == "offered"


def test_in_turn_an_agent_is_connected_with_the_customer(floor, call):
    contact = kept(call)
    later = AT + timedelta(minutes=3)
    agent_comes(floor.cast.wang, later)
    back = Call.objects.get(contact=contact)
    pick_up(leg_of(back, AGENT), at=later + 2 * SECOND)
    contact = again(contact)
    assert (contact.state, contact.agent, contact.answered) == ("talking", floor.cast.wang, None)
    customer = leg_of(back, CUSTOMER)
    assert (customer.state, customer.place, fresh(back).stage) == ("wanted", "talk", "dial")
    pick_up(customer, at=later + 9 * SECOND)
    assert again(contact).answered == later + 9 * SECOND and fresh(back).stage == "talk"
    row = CallBack.objects.get()
    assert (row.state, row.done_by, row.owner, row.tries) == ("done", floor.cast.wang, floor.cast.wang, 1)
    assert Attempt.objects.get().result == "reached"


def test_a_kept_place_whose_customer_does_not_answer_is_tried_again_later(floor, call):
    contact = kept(call)
    later = AT + timedelta(minutes=3)
    agent_comes(floor.cast.wang, later)
    back = Call.objects.get(contact=contact)
    pick_up(leg_of(back, AGENT), at=later)
    hang_up(leg_of(back, CUSTOMER), "no_answer", at=later + HALF_MINUTE)
    row = CallBack.objects.get()
    assert (row.state, row.tries, row.due) == ("open", 1, later + HALF_MINUTE + timedelta(minutes=30))
    assert (again(contact).state, Attempt.objects.get().result) == ("archived", "no_answer")


def test_an_agent_who_does_not_take_it_leaves_it_in_its_place(floor, call):
    contact = kept(call)
    later = AT + timedelta(minutes=3)
    agent_comes(floor.cast.wang, later)
    back = Call.objects.get(contact=contact)
    hang_up(leg_of(back, AGENT), "declined", at=later)
    assert again(contact).state == "waiting" and Waiting.objects.get().since == AT
    agent_comes(floor.cast.chen, later + SECOND)
    assert leg_of(back, AGENT).person == floor.cast.chen


def test_who_calls_again_and_is_answered_gives_the_kept_place_up(floor, call):
    contact = kept(call)
    later = AT + timedelta(minutes=3)
    second = calls(floor.number, at=later)
    Waiting.objects.filter(contact=second.contact).update(rank=-1)
    agent_comes(floor.cast.wang, later)
    pick_up(leg_of(second, AGENT), at=later)
    assert CallBack.objects.get().state == "done" and again(contact).state == "archived"
    assert not Waiting.objects.exists()


def test_places_that_are_kept_at_closing_time_become_ordinary_call_backs(floor, call):
    contact = kept(call)
    assert release_places(AT + timedelta(hours=9)) == 0
    evening = AT + timedelta(hours=10, minutes=30)  # half past eight: closed, and too late to call anybody
    assert release_places(evening) == 1
    row = CallBack.objects.get()
    assert (row.state, again(contact).state) == ("open", "archived")
    assert row.due == AT + timedelta(hours=22, minutes=30)  # half past eight in the morning
    assert release_places(evening) == 0


def test_a_contact_ended_by_a_supervisor_is_called_back_like_any_other(floor, call):
    end(call.contact, by="agent", person=floor.cast.zhou, at=AT + HALF_MINUTE)
    assert CallBack.objects.get().reason == "abandoned"


def test_who_kept_a_place_and_calls_again_has_it_back(floor, call):
    calls(floor.number, caller="13900139000", at=AT + SECOND)
    contact = kept(call)
    second = calls(floor.number, at=AT + timedelta(minutes=2))
    first = Waiting.objects.in_order().first()
    assert (first.contact, first.since) == (second.contact, AT)
    assert again(contact).state == "archived" and CallBack.objects.get().state == "open"
    hang_up(own_leg(second), at=AT + timedelta(minutes=3))
    assert CallBack.objects.get().missed == 2
