from yingda.channels.chat import limits
from yingda.channels.chat.models import Visitor
from yingda.channels.chat.tests.cast import Browser
from yingda.lib.crypto import token_hash


def test_only_the_hash_of_a_token_is_kept(browser):
    visitor = Visitor.objects.get(uid=browser.uid)
    assert visitor.token == token_hash(browser.token) and browser.token not in visitor.token
    assert visitor.page == "https://www.example.cn/help"


def test_a_visitor_gets_no_cookie(browser):
    assert not browser.meet().cookies and not browser.begin().cookies


def test_meeting_again_before_anything_was_said_gives_a_token_that_works(browser):
    first = browser.token
    browser.met()
    assert browser.token != first and Visitor.objects.count() == 1
    assert browser.begin().status_code == 201


def test_once_something_was_said_the_uid_gives_no_token_any_more(browser):
    browser.begin()
    answer = browser.meet()
    assert answer.status_code == 409 and answer.json()["code"] == "uid.taken"


def test_a_token_that_nobody_was_given_is_refused(site, clock):
    stranger = Browser(site.key)
    stranger.token = "x" * 43
    for answer in (stranger.begin(), stranger.get("contacts/current"), stranger.say("?"), stranger.put("presence")):
        assert answer.status_code == 401


def test_a_site_that_is_switched_off_is_gone_for_all(browser, site):
    site.active = False
    site.save()
    assert browser.get(site.key).status_code == 404
    assert browser.meet().status_code == 404
    assert browser.begin().status_code == 401


def test_one_address_cannot_make_visitors_without_end(site, clock, monkeypatch):
    monkeypatch.setattr(limits, "VISITORS_AN_HOUR", 3)
    answers = [Browser(site.key).meet().status_code for _ in range(4)]
    assert answers == [201, 201, 201, 429]
    assert Browser(site.key, address="203.0.113.8").meet().status_code == 201
