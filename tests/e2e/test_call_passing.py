"""A supervisor hears a call, joins, takes it over and passes it on, all by clicking; each party is heard by a tone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_softphone import be_ready
from tests.e2e.test_story import sign_in
from yingda.telephony.models import Call
from yingda.testing.patience import until

CUSTOMER, WANG, ZHOU, HE, OUTSIDE = 600, 1000, 2200, 1600, 1400  # what each says, in Hz
NUMBER = "12345"
pytestmark = [pytest.mark.browser, pytest.mark.commits, pytest.mark.timeout(240)]


def test_a_call_is_listened_to_joined_taken_over_and_passed_inside_and_outside(switchboard, browse, house, shots):
    wang = switchboard.agent("wangfang")
    he, zhou = switchboard.agent("heping", ready=False), switchboard.agent("zhoumin", ready=False)
    caller = switchboard.calls()
    phone = wang.takes()
    caller.answered()
    caller.say(CUSTOMER)
    phone.say(WANG)
    assert caller.hears(WANG) and phone.hears(CUSTOMER)

    page = browse()
    sign_in(page, house, "zhoumin")
    listens_from_the_floor(page)
    ear = zhou.takes()
    ear.say(ZHOU)
    assert ear.hears(CUSTOMER) and ear.hears(WANG)
    assert caller.hears_not(ZHOU) and phone.hears_not(ZHOU), "a supervisor who listens is heard"
    shots(page, "supervisor-listens")
    page.get_by_role("button", name="加入通话").click()
    assert caller.hears(ZHOU) and phone.hears(ZHOU) and ear.hears(WANG)
    page.get_by_role("button", name="接管").click()
    assert phone.ended() == "normal"
    assert caller.hears(ZHOU) and ear.hears(CUSTOMER)
    assert caller.stops_hearing(WANG)

    transfers(page, way="外线", to=NUMBER)
    busy = switchboard.carrier.rings(NUMBER)
    assert caller.stops_hearing(ZHOU) and caller.hears_sound(), "the customer is not left with music"
    busy.reject("busy")
    assert caller.hears(ZHOU) and ear.hears(CUSTOMER), "the customer is not given back"
    desk = browse()
    sign_in(desk, house, "heping")
    be_ready(desk)
    transfers(page, way="班组", to="技术组")
    colleague = he.takes()
    assert ear.ended() == "normal"
    colleague.say(HE)
    assert caller.hears(HE) and colleague.hears(CUSTOMER)
    desk.get_by_role("link", name=re.compile("电话访客")).click()
    transfers(desk, way="同事", to="王芳 6021")
    phone = wang.takes()
    assert colleague.ended() == "normal"
    phone.say(WANG)
    assert caller.hears(WANG) and phone.hears(CUSTOMER)

    words = {"number": NUMBER, "reason": "由厂家处理", "consent": True}
    wang.post(f"/api/contacts/{wang.contact['id']}/outside-transfers", words)
    outside = switchboard.carrier.rings(NUMBER).answer()
    assert phone.ended() == "normal"
    outside.say(OUTSIDE)
    assert caller.hears(OUTSIDE) and outside.hears(CUSTOMER)
    caller.hang_up()
    assert outside.ended() == "normal"
    until(lambda: Call.objects.get().stage == "ended", "the call does not end")


def listens_from_the_floor(page: Page) -> None:
    page.get_by_role("link", name="现场", exact=True).click()
    page.get_by_role("button", name="监听与参与").click()
    page.get_by_role("menuitem", name=re.compile("监听")).click()


def transfers(page: Page, *, way: str, to: str) -> None:
    """At once, without asking there first."""
    page.get_by_role("toolbar", name="来访操作").get_by_role("button", name="转接").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("直接转", exact=True).click()
    dialog.get_by_text(way, exact=True).click()
    if way == "外线":
        dialog.get_by_label("转给", exact=True).last.fill(to)
    else:
        dialog.get_by_role("combobox").click()
        page.get_by_role("option", name=to).click()
    dialog.get_by_label("原因").fill("由他们处理更快")
    dialog.get_by_label(re.compile("客户同意")).check()
    dialog.get_by_role("button", name="转接", exact=True).click()
    expect(dialog).to_be_hidden()
