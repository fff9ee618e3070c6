import io

import pytest
from PIL import Image

from yingda.channels.chat import limits
from yingda.channels.chat.tests.cast import answers
from yingda.contacts.models import Message
from yingda.contacts.post import MOST_CHARACTERS, post
from yingda.lib.ids import uuid7
from yingda.lib.times import now


def test_a_message_sent_twice_is_there_once(browser):
    browser.begin()
    uid = uuid7()
    assert browser.say("就在公交站旁边", uid).json() == browser.say("就在公交站旁边", uid).json()
    assert [message["text"] for message in browser.get("messages").json()["items"]] == ["路灯坏了", "就在公交站旁边"]


def test_a_message_before_any_conversation_finds_none(browser):
    assert browser.say("有人吗").status_code == 404


def test_a_message_that_is_too_long_is_refused_in_a_sentence(browser):
    browser.begin()
    answer = browser.say("长" * (MOST_CHARACTERS + 1))
    assert answer.status_code == 422 and str(MOST_CHARACTERS) in answer.json()["message"]


def test_an_empty_message_is_refused(browser):
    browser.begin()
    assert browser.say("   ").status_code == 422


def test_after_the_end_a_message_is_refused_and_the_way_out_is_named(browser):
    browser.begin()
    browser.post("end")
    answer = browser.say("还有")
    assert answer.status_code == 409 and answer.json()["code"] == "contact.over"


def test_a_visitor_who_floods_is_slowed_down(browser, monkeypatch):
    monkeypatch.setattr(limits, "MESSAGES_A_MINUTE", 2)
    browser.begin()
    assert [browser.say(str(n)).status_code for n in range(3)] == [201, 201, 429]


def test_many_visitors_of_one_address_are_slowed_down_together(browser, outsider, monkeypatch):
    monkeypatch.setattr(limits, "MESSAGES_OF_ADDRESS_A_MINUTE", 2)
    for one in (browser, outsider):
        one.begin()
    assert [one.say("?").status_code for one in (browser, outsider, browser)] == [201, 201, 429]


def test_what_colleagues_whisper_never_reaches_the_visitor(browser, cast):
    browser.begin()
    contact = answers(cast.wang)
    whisper = post(contact, author="agent", by=cast.wang, kind="whisper", text="注意态度", uid=uuid7(), at=now())
    for path in ("contacts/current", "messages"):
        assert "注意态度" not in browser.get(path).content.decode()
    assert browser.post("seen", {"message": whisper.uid}).status_code == 404


def test_reading_is_told_to_the_agent(browser, cast):
    browser.begin()
    answers(cast.wang)
    opening = browser.get("messages").json()["items"][-1]
    assert browser.post("seen", {"message": opening["id"]}).status_code == 204
    assert Message.objects.get(uid=opening["id"]).seen is not None


def test_typing_is_a_signal_to_the_agent_and_leaves_no_trace(browser, cast, monkeypatch):
    heard = []
    monkeypatch.setattr("yingda.contacts.typing.send", lambda key, payload: heard.append((key, payload["author"])))
    browser.begin()
    answers(cast.wang)
    before = Message.objects.count()
    assert browser.post("typing").status_code == 204
    assert heard == [(f"person:{cast.wang.pk}", "customer")] and Message.objects.count() == before


@pytest.fixture
def picture():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#336699").save(out, "PNG")
    return out.getvalue()


def test_a_picture_is_shown_inline_only_as_we_made_it_anew(browser, picture):
    browser.begin()
    message = browser.send_file("路灯.png", picture + b"<script>alert(1)</script>").json()
    assert message["kind"] == "file" and message["file"]["picture"] and message["file"]["name"] == "路灯.png"
    answer = browser.get(f"files/{message['file']['id']}")
    assert answer["Content-Type"] == "image/png" and answer["Content-Disposition"].startswith("inline")
    assert b"<script>" not in answer.content


def test_a_document_is_only_ever_an_attachment(browser):
    browser.begin()
    message = browser.send_file("合同.pdf", b"%PDF-1.4").json()
    answer = browser.get(f"files/{message['file']['id']}")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


REFUSED = [("a.exe", b"MZ"), ("a.html", b"<p>"), ("a.png", b"no picture"), ("a.txt", b"")]


@pytest.mark.parametrize("name, content", REFUSED)
def test_what_is_no_file_for_us_is_refused_with_the_reason(browser, name, content):
    browser.begin()
    answer = browser.send_file(name, content)
    assert answer.status_code == 422 and name in answer.json()["message"]
    assert Message.objects.count() == 1


def test_a_file_sent_twice_is_there_once(browser, picture):
    browser.begin()
    uid = uuid7()
    assert browser.send_file("a.png", picture, uid).json() == browser.send_file("a.png", picture, uid).json()
    assert Message.objects.filter(kind="file").count() == 1
