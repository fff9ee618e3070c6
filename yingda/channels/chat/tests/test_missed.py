import pytest

from yingda.cases.models import Case, Record
from yingda.cases.taking import take
from yingda.channels.chat.leases import GONE_AFTER, end_gone
from yingda.channels.chat.tests.cast import PHONE, answers
from yingda.contacts.end import end
from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import AT
from yingda.customers.making_known import create
from yingda.journal.models import Fact
from yingda.people.scope import scope_of
from yingda.promises.models import Promise


def test_who_left_a_phone_and_was_never_answered_is_a_case_of_the_pool(browser, cast):
    browser.begin("路灯坏了\n在广场北侧", phone=PHONE, name="赵女士")
    browser.say("两个月了")
    said = browser.post("end").json()
    contact, case = Contact.objects.get(), Case.objects.get()
    assert (contact.state, contact.ended_by, contact.archived) == ("archived", "customer", AT)
    assert (case.source, case.owner, case.line, case.title) == ("message", None, cast.hotline, "路灯坏了")
    assert case.customer.name == "赵女士"
    assert Record.objects.get(case=case, contact=contact).description == "路灯坏了\n在广场北侧\n两个月了"
    assert said["case"] == case.number and case.number in said["messages"][-1]["text"]


def test_nobody_who_cannot_be_reached_becomes_a_duty(browser):
    browser.begin()
    said = browser.post("end").json()
    assert said["contact"]["state"] == "archived" and said["case"] is None
    assert not Case.objects.exists()


def test_a_mail_address_known_from_before_is_a_way_to_reach_them(browser, cast):
    li = create(name="李明", email="li@example.cn", by=None, line=cast.hotline, at=AT)
    browser.begin()
    Contact.objects.update(customer=li)
    end_gone(AT + GONE_AFTER)
    assert Case.objects.get().customer == li and Contact.objects.get().state == "archived"


def test_what_an_agent_ends_on_purpose_is_filed_without_a_case(browser, cast):
    browser.begin(phone=PHONE)
    end(Contact.objects.get(), by="agent", person=cast.wang, at=AT)
    assert Contact.objects.get().state == "archived" and not Case.objects.exists()


@pytest.mark.parametrize("by", ["customer", "agent"])
def test_a_conversation_that_was_answered_waits_for_its_record(browser, cast, by):
    browser.begin(phone=PHONE)
    contact = answers(cast.wang)
    end(contact, by=by, person=None, at=AT)
    assert Contact.objects.get().state == "ended" and not Case.objects.exists()


def test_the_missed_are_still_counted_and_nothing_more_is_owed_on_the_contact(browser):
    browser.begin(phone=PHONE)
    browser.post("end")
    browser.post("end")
    assert Fact.objects.get(name="contact.ended").data["answered"] is False
    assert Fact.objects.filter(name="contact.archived", by=None).count() == 1
    assert not Promise.objects.unsettled().filter(contact=Contact.objects.get().pk).exists()
    assert Case.objects.count() == 1


def test_a_colleague_takes_the_case_and_an_outsider_does_not_see_it(browser, outsider, cast):
    browser.begin(phone=PHONE)
    browser.post("end")
    case = Case.objects.get()
    assert take(case, by=cast.chen, at=AT).owner == cast.chen
    assert not Case.objects.visible_to(scope_of(cast.liu)).exists()
    assert outsider.get("contacts/current").json()["case"] is None
