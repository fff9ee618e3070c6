from datetime import timedelta

from yingda.channels.chat.models import Conversation
from yingda.channels.chat.tests.cast import PHONE, answers
from yingda.contacts.models import Contact, Message
from yingda.contacts.tests.cast import AT
from yingda.customers.making_known import create
from yingda.customers.models import Customer
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7
from yingda.routing.models import Waiting

SATURDAY = AT + timedelta(days=5)


def test_the_first_words_begin_a_contact_that_waits_in_the_queue(browser, cast):
    said = browser.begin("路灯坏了两个月").json()
    contact = Contact.objects.get(uid=said["contact"]["id"])
    assert (contact.channel, contact.line, contact.state) == ("chat", cast.hotline, "waiting")
    assert [message["text"] for message in said["messages"]] == ["路灯坏了两个月"]
    assert said["place"] == 1 and Waiting.objects.filter(contact=contact).exists()
    facts = Fact.objects.filter(contact=contact.pk, name__startswith="contact.").order_by("id")
    assert list(facts.values_list("name", flat=True)) == ["contact.arrived", "contact.message", "contact.queued"]


def test_beginning_twice_with_the_same_uid_is_beginning_once(browser):
    uid, message = uuid7(), uuid7()
    first = browser.begin(uid=uid, message_uid=message)
    second = browser.begin(uid=uid, message_uid=message)
    assert first.status_code == second.status_code == 201
    assert first.json()["messages"] == second.json()["messages"]
    assert Contact.objects.count() == Message.objects.count() == 1


def test_the_uid_of_somebody_elses_conversation_is_refused_and_tells_nothing(browser, outsider):
    said = browser.begin().json()
    answer = outsider.begin(uid=said["contact"]["id"])
    assert answer.status_code == 409 and answer.json()["code"] == "uid.taken"
    assert "contact" not in answer.json()


def test_a_second_conversation_waits_until_the_first_is_over(browser):
    browser.begin()
    assert browser.begin().json()["code"] == "chat.live"
    browser.post("end")
    assert browser.begin().status_code == 201
    assert Conversation.objects.live().count() == 1


def test_a_customer_is_recognised_by_the_phone_however_it_is_written(browser, cast):
    li = create(name="李明", phones=["13800138000"], by=None, line=cast.hotline, at=AT)
    browser.begin(phone="+86 138-0013-8000", name="老李")
    assert browser.contact.customer == li
    li.refresh_from_db()
    assert li.name == "李明"


def test_of_several_who_share_a_phone_the_one_of_that_name_is_meant(browser, cast):
    for name in ("李明", "李红"):
        create(name=name, phones=[PHONE], by=None, line=cast.hotline, at=AT)
    browser.begin(phone=PHONE, name="李红")
    assert browser.contact.customer.name == "李红"


def test_an_unknown_phone_makes_a_new_customer_known(browser):
    browser.begin(phone=PHONE, name="赵女士")
    customer = browser.contact.customer
    assert customer.name == "赵女士" and customer.kind == Customer.Kind.NEW and customer.phones.count() == 1


def test_without_name_and_phone_nobody_is_invented(browser):
    browser.begin()
    assert browser.contact.customer is None and not Customer.objects.exists()


def test_who_wrote_from_this_browser_before_is_known_again(browser):
    browser.begin(phone=PHONE, name="赵女士")
    first = browser.contact.customer
    browser.post("end")
    browser.begin()
    assert browser.contact.customer == first


def test_a_phone_that_is_none_is_refused_with_the_reason_and_nothing_begins(browser):
    answer = browser.begin(phone="12345")
    assert answer.status_code == 422 and answer.json()["field"] == "phone"
    assert not Contact.objects.exists()


def test_the_agent_who_served_this_browser_before_is_asked_first(browser, cast):
    browser.begin()
    answers(cast.wang)
    browser.post("end")
    browser.begin()
    assert Waiting.objects.get().prefers == cast.wang


def test_out_of_hours_no_conversation_begins(browser, clock):
    clock.move_to(SATURDAY)
    answer = browser.begin()
    assert answer.status_code == 409 and answer.json()["code"] == "chat.closed"
    assert not Contact.objects.exists()


def test_the_opening_line_with_the_work_number_reaches_the_visitor(browser, cast):
    browser.begin()
    answers(cast.wang)
    said = browser.get("contacts/current").json()
    opening = said["messages"][-1]
    assert opening["kind"] == "opening" and "6021" in opening["text"] and opening["by"]["work_number"] == "6021"
    assert said["contact"]["state"] == "talking" and said["place"] is None


def test_the_visitor_ends_the_conversation_once(browser, cast):
    browser.begin()
    answers(cast.wang)
    first, second = browser.post("end").json(), browser.post("end").json()
    assert first["contact"]["ended_by"] == "customer" and first["contact"] == second["contact"]
    assert Fact.objects.filter(name="contact.ended").count() == 1


def test_whoever_leaves_the_queue_is_out_of_it(browser):
    browser.begin()
    browser.post("end")
    assert not Waiting.objects.exists()


def test_before_the_first_word_there_is_no_contact(browser):
    said = browser.get("contacts/current").json()
    assert said["contact"] is None and said["messages"] == []


def test_the_position_to_listen_from_is_not_behind_what_was_told(browser):
    browser.begin()
    said = browser.get("contacts/current").json()
    assert said["position"] >= 3 or said["position"] == 0  # 0: not placed yet (PostgreSQL), so all is still to come
