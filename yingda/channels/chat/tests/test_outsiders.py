"""A visitor sees their own conversation and nothing else: whatever is another's is a 404, as if it did not exist."""

from yingda.channels.chat.hearing import sign_in
from yingda.channels.chat.tests.cast import answers
from yingda.journal.feed import Entry
from yingda.journal.models import Fact
from yingda.journal.presenting import Batch
from yingda.lib.ids import uuid7


def listening(browser):
    return sign_in({"authorization": f"Bearer {browser.token}"}, {})


def test_an_outsider_has_no_conversation_to_see(browser, outsider):
    browser.begin("只给坐席看的话")
    assert outsider.get("contacts/current").json()["contact"] is None
    for answer in (
        outsider.get("messages"), outsider.get("position"), outsider.put("presence"), outsider.post("end"),
        outsider.post("typing"), outsider.say("?"), outsider.send_file("a.txt", b"x"),
    ):  # fmt: skip
        assert answer.status_code == 404


def test_an_outsider_with_a_conversation_of_their_own_sees_only_that(browser, outsider):
    browser.begin("甲的话")
    outsider.begin("乙的话")
    for path in ("contacts/current", "messages"):
        assert "甲的话" not in outsider.get(path).content.decode()


def test_anothers_file_is_not_found(browser, outsider):
    browser.begin()
    outsider.begin()
    file = browser.send_file("证明.txt", b"private").json()["file"]["id"]
    assert outsider.get(f"files/{file}").status_code == 404
    assert outsider.get(f"files/{uuid7()}").status_code == 404


def test_anothers_message_cannot_be_marked_as_read(browser, outsider, cast):
    browser.begin()
    answers(cast.wang)
    outsider.begin()
    opening = browser.get("messages").json()["items"][-1]["id"]
    assert outsider.post("seen", {"message": opening}).status_code == 404


def test_anothers_uid_cannot_be_used_to_write_or_to_take_a_file(browser, outsider):
    browser.begin()
    outsider.begin()
    mine = browser.send_file("证明.txt", b"private").json()["id"]
    assert outsider.send_file("证明.txt", b"private", mine).status_code == 409
    assert outsider.say("?", mine).status_code == 409


def test_the_feed_takes_the_token_only_from_its_header_and_only_with_a_conversation(browser):
    assert listening(browser) is None
    browser.begin()
    assert listening(browser).contact == browser.contact.pk
    assert sign_in({}, {"token": browser.token}) is None
    assert sign_in({"authorization": f"Basic {browser.token}"}, {}) is None


def test_the_feed_tells_a_visitor_what_concerns_the_own_conversation_and_no_more(browser, outsider, cast):
    browser.begin("甲的话")
    outsider.begin("乙的话")
    answers(cast.wang)
    entries = [Entry(fact.pk, fact) for fact in Fact.objects.order_by("id")]
    told = b"".join(Batch(entries).seen_by(listening(browser), 0)).decode()
    assert "甲的话" in told and "乙的话" not in told
    assert "contact.answered" in told
    assert "offer." not in told and "agent." not in told and "promise." not in told
