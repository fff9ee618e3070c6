"""The customer waits with music, by consent, and hears news (2.6, 4.3)."""

import pytest

from yingda.contacts import hold as contacts
from yingda.contacts.errors import NoConsent
from yingda.contacts.models import Hold
from yingda.promises.models import Promise
from yingda.telephony.errors import NotOnThePhone
from yingda.telephony.holding import hold, resume, tell
from yingda.telephony.reports import legs
from yingda.telephony.tests.stage import AGENT, AT, CUSTOMER, SECOND, again, fresh, hang_up, leg_of, places, talking

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(floor):
    return talking(floor)


def held(floor, call, at=AT):
    hold(call.contact, by=floor.cast.wang, consent=True, expected_minutes=2, at=at)


def test_a_customer_on_hold_hears_music_until_the_agent_is_back(floor, call):
    with pytest.raises(NoConsent):
        hold(call.contact, by=floor.cast.wang, consent=False, expected_minutes=2, at=AT)
    held(floor, call)
    assert places(call) == {CUSTOMER: "hold", AGENT: "talk"}
    resume(call.contact, by=floor.cast.wang, at=AT + 20 * SECOND)
    assert places(call) == {CUSTOMER: "talk", AGENT: "talk"}
    assert fresh(call).stage == "talk"


def test_news_is_spoken_into_the_music_and_keeps_the_promise(floor, call):
    held(floor, call)
    tell(call.contact, by=floor.cast.wang, at=AT + 25 * SECOND)
    assert leg_of(call, CUSTOMER).script == [{"say": ["zh/hold_news"]}]
    assert Promise.objects.get(rule="4.3", state="kept")
    assert Promise.objects.get(rule="4.3", state="running").limit == AT + 55 * SECOND


def test_only_the_agent_on_the_phone_lets_the_customer_wait(floor, call):
    for other in (floor.cast.chen, floor.cast.zhou):
        with pytest.raises(NotOnThePhone):
            hold(call.contact, by=other, consent=True, expected_minutes=1, at=AT)


def test_the_hold_key_of_a_hard_phone_is_a_hold(floor, call):
    agent = str(leg_of(call, AGENT).uid)
    legs.held(agent, True, at=AT)
    legs.held(agent, True, at=AT)
    assert places(call)[CUSTOMER] == "hold"
    legs.held(agent, False, at=AT + SECOND)
    assert places(call)[CUSTOMER] == "talk"


def test_an_agent_who_hangs_up_on_a_waiting_customer_is_rung_again(floor, call):
    held(floor, call)
    hang_up(leg_of(call, AGENT), at=AT + 5 * SECOND)
    assert again(call.contact).state == "talking"
    assert (fresh(call).stage, places(call)) == ("queue", {CUSTOMER: "queue"})
    assert leg_of(call, AGENT).state == "wanted"
    assert not Hold.objects.filter(ended=None).exists()


def test_a_hold_of_a_contact_without_a_call_moves_nobody(floor, call):
    hang_up(leg_of(call, CUSTOMER), at=AT + SECOND)
    contacts.resume(again(call.contact), at=AT + SECOND)
    assert fresh(call).stage == "ended"
