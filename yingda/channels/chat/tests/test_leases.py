from datetime import timedelta

from yingda.channels.chat.leases import GONE_AFTER, end_gone
from yingda.channels.chat.models import Conversation
from yingda.channels.chat.tests.cast import answers
from yingda.contacts.tests.cast import AT
from yingda.promises.tasks import TASKS
from yingda.routing.models import Waiting

LATER = AT + GONE_AFTER


def test_a_visitor_who_is_gone_ends_the_conversation(browser, cast):
    browser.begin()
    contact = answers(cast.wang)
    assert end_gone(LATER) == 1
    contact.refresh_from_db()
    assert (contact.state, contact.ended_by, contact.ended) == ("ended", "customer", LATER)


def test_a_visitor_who_is_gone_waits_no_longer(browser):
    browser.begin()
    end_gone(LATER)
    assert not Waiting.objects.exists()


def test_one_who_says_that_they_are_there_stays(browser, clock):
    browser.begin()
    clock.shift(timedelta(minutes=2))
    assert browser.put("presence").status_code == 204
    assert end_gone(LATER) == 0 and browser.contact.state == "waiting"


def test_looking_at_the_conversation_is_a_sign_of_life_too(browser, clock):
    browser.begin()
    clock.shift(timedelta(minutes=2))
    browser.get("position")
    assert Conversation.objects.get().online_until == AT + timedelta(minutes=2) + GONE_AFTER


def test_what_is_over_is_watched_no_longer(browser, clock):
    browser.begin()
    browser.post("end")
    assert end_gone(LATER) == 0
    assert Conversation.objects.get().online_until is None
    clock.shift(GONE_AFTER)
    browser.get("contacts/current")
    assert Conversation.objects.get().online_until is None


def test_the_clock_looks_for_them():
    assert TASKS["chat.gone"].function is end_gone
