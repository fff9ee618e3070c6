from datetime import timedelta

import pytest

from yingda.cases.models import Case
from yingda.channels.chat.tests.cast import PHONE
from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import AT
from yingda.lib.ids import uuid7
from yingda.routing.models import Waiting

SATURDAY = AT + timedelta(days=5)


@pytest.fixture(autouse=True)
def weekend(clock):
    clock.move_to(SATURDAY)


def test_a_message_left_out_of_hours_becomes_a_case_with_who_to_call(browser):
    said = browser.leave("夜间施工太吵", name="赵女士").json()
    case = Case.objects.get()
    assert said["contact"]["state"] == "closed" and said["case"] == case.number
    assert case.customer.name == "赵女士" and case.customer.phones.count() == 1
    assert case.source == "message" and not Waiting.objects.exists()


def test_the_visitor_is_told_the_number(browser):
    said = browser.leave().json()
    assert [message["author"] for message in said["messages"]] == ["customer", "system"]
    assert said["case"] in said["messages"][-1]["text"]


def test_leaving_it_twice_is_leaving_it_once(browser):
    uid, message = uuid7(), uuid7()
    first, second = (browser.leave(uid=uid, message_uid=message).json() for _ in range(2))
    assert first["case"] == second["case"] and first["messages"] == second["messages"]
    assert Case.objects.count() == Contact.objects.count() == 1


@pytest.mark.parametrize("phone", ["", "12"])
def test_without_a_phone_that_reaches_somebody_it_is_refused(browser, phone):
    assert browser.leave(phone=phone).status_code == 422
    assert not Contact.objects.exists()


def test_when_service_resumes_a_conversation_begins_beside_it(browser, clock):
    browser.leave(phone=PHONE)
    clock.move_to(AT + timedelta(days=7))
    said = browser.begin("接着说").json()
    assert said["contact"]["state"] == "waiting" and said["case"] is None
