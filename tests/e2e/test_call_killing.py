"""`kill -9` while people talk: web process and driver die unheard; of a dead exchange the desk knows, and the caller is
called back."""

import os
import signal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.switchboard import PATIENCE, Switchboard
from tests.e2e.test_story import sign_in
from yingda.telephony.models import Call, CallBack, Exchange, Recording
from yingda.testing.exchange import Pbx
from yingda.testing.parties import Party
from yingda.testing.patience import until

pytestmark = [pytest.mark.browser, pytest.mark.commits, pytest.mark.timeout(240)]
KNOWN_SECONDS = 2


def test_web_and_driver_die_unheard_and_the_desk_knows_when_the_exchange_dies(
    switchboard, house, browse, run_process, pbx
):
    wang = switchboard.agent("wangfang")
    page = browse()
    sign_in(page, house, "wangfang")
    caller = switchboard.calls()
    phone = wang.takes()
    caller.answered()
    hear_each_other(caller, phone, 600, 1000)
    expect(page.get_by_role("button", name="保持", exact=True)).to_be_visible()

    house.web.kill()
    hear_each_other(caller, phone, 700, 1100)
    run_process("web", "--port", str(switchboard.port)).wait_until_it_serves(switchboard.port)
    driver = Exchange.objects.get().driver
    switchboard.driver.kill()
    hear_each_other(caller, phone, 800, 1200)
    run_process("telephony")
    until(lambda: Exchange.objects.get().driver not in ("", driver), "nobody drives the exchange", PATIENCE)
    holds_and_resumes(page, caller, 1200)
    caller.hang_up()
    assert phone.ended() == "normal"
    expect(page.get_by_text("客户先挂断").first).to_be_visible()
    until(lambda: Recording.objects.filter(state="kept").exists(), "the recording is not kept", PATIENCE)
    call = Call.objects.get()
    assert (call.stage, call.hung_up_by, Recording.objects.count()) == ("ended", "customer", 1)

    the_exchange_dies(switchboard, page, pbx)


def the_exchange_dies(switchboard: Switchboard, page: Page, pbx: Pbx) -> None:
    """Under a talk of another agent's: the desk knows, and the caller is called back."""
    chen = switchboard.agent("chenjie")
    second = switchboard.calls(caller="13800138001")
    other = chen.takes()
    second.answered()
    hear_each_other(second, other, 600, 1400)
    expect(page.get_by_role("button", name="我的电话：话机就绪")).to_be_visible()
    os.kill(pbx.asterisk.pid, signal.SIGKILL)
    expect(page.get_by_role("button", name="我的电话：电话中断")).to_be_visible(timeout=KNOWN_SECONDS * 1000)
    pbx.start()
    until(lambda: CallBack.objects.exists(), "nobody owes the caller a call", PATIENCE)
    assert CallBack.objects.get().reason == "lost"
    page.get_by_role("link", name="回电", exact=True).click()
    expect(page.get_by_role("row", name="通话中断")).to_contain_text("138****8001")
    expect(page.get_by_role("button", name="我的电话：话机就绪")).to_be_visible()


def hear_each_other(one: Party, other: Party, first: int, second: int) -> None:
    one.say(first)
    other.say(second)
    assert other.hears(first) and one.hears(second)


def holds_and_resumes(page: Page, caller: Party, agent: int) -> None:
    """The desk that was open all the time shows the call, and what is done there happens."""
    page.get_by_role("button", name="保持", exact=True).click()
    page.get_by_role("button", name="客户同意，开始保持").click()
    assert caller.stops_hearing(agent) and caller.hears_sound()
    page.get_by_role("button", name="恢复通话").click()
    assert caller.hears(agent)
