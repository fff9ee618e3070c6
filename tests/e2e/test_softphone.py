"""The phone in the desk's page: a real browser with a voice as its microphone, and a carrier's customer."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import soundfile
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.conftest import CHROMIUM_FLAGS, PATIENCE_SECONDS
from tests.e2e.switchboard import NUMBER
from tests.e2e.test_web_call import KEEP_CONNECTIONS, MICROPHONE
from yingda.journal.models import Fact
from yingda.lib.times import now
from yingda.telephony.models import Attempt, Call, CallBack, Hotline, Recording
from yingda.testing.patience import until

SPEECH = Path(__file__).resolve().parents[2] / "yingda/telephony/sounds/zh/leave_message.alaw"
CUSTOMER = 600  # Hz
CALLER = "13800138001"
AGAIN = timedelta(minutes=30)
AUDIO = "document.querySelector('.player audio')"
HEARD = 0.001  # energy that is more than comfort noise
ENERGY = """async () => {
  const line = window.lines.filter((one) => one.connectionState === "connected").at(-1);
  for (const one of (await line?.getStats())?.values() ?? [])
    if (one.type === "inbound-rtp" && one.kind === "audio") return one.totalAudioEnergy ?? 0;
  return -1;
}"""
pytestmark = [pytest.mark.browser, pytest.mark.commits, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory) -> Browser:
    """Its microphone says a sentence again and again."""
    voice = tmp_path_factory.mktemp("voice") / "voice.wav"
    samples, rate = soundfile.read(SPEECH, format="RAW", subtype="ALAW", samplerate=8000, channels=1)
    soundfile.write(voice, samples, rate, subtype="PCM_16")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
    flags = [*CHROMIUM_FLAGS, *MICROPHONE, f"--use-file-for-fake-audio-capture={voice}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags, ignore_default_args=["--mute-audio"])
        yield browser
        browser.close()


def test_an_agent_answers_holds_reloads_in_the_middle_of_a_call_and_goes_on(switchboard, browse, house, shots):
    page = browse()
    page.add_init_script(KEEP_CONNECTIONS)
    sign_in(page, house, "wangfang")
    expect(page.get_by_role("button", name="电话就绪")).to_be_visible()
    be_ready(page)
    page.keyboard.press("Escape")  # the device test that is offered once a day

    caller = switchboard.calls()
    expect(page.get_by_role("button", name="接听 F2")).to_be_visible()
    shots(page, "softphone-rings")
    page.keyboard.press("F2")
    caller.answered()
    caller.say(CUSTOMER)
    expect(page.get_by_text("通话中").first).to_be_visible()
    until(lambda: Call.objects.get().stage == "talk", "they do not come to talk")
    assert caller.hears_sound(), "the caller does not hear the agent"
    until(lambda: page.evaluate(ENERGY) > HEARD, "the agent does not hear the caller", 15)
    shots(page, "softphone-talks")

    expect(page.get_by_role("button", name="保持", exact=True)).to_be_visible()  # the desk knows later
    page.keyboard.press("F4")
    expect(page.get_by_label("大约几分钟")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("保持中").first).to_be_visible()
    until(lambda: Call.objects.get().contact.holds.filter(ended=None).exists(), "the customer is not on hold")
    shots(page, "softphone-holds")
    page.keyboard.press("F4")
    until(lambda: not Call.objects.get().contact.holds.filter(ended=None).exists(), "the hold does not end")

    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    assert caller.hears_sound(), "the caller hears nothing while the agent is away"
    until(lambda: page.evaluate(ENERGY) > HEARD, "the reloaded page does not get the call back", 30)
    call = Call.objects.get()
    assert (call.stage, call.contact.state) == ("talk", "talking")

    caller.hang_up()
    until(lambda: Call.objects.get().stage == "ended", "the call does not end")
    assert Call.objects.get().hung_up_by == "customer"
    expect(page.get_by_text("整理").first).to_be_visible()
    hears_the_recording(page, shots)


def test_a_call_back_is_dialled_from_its_task_busy_then_not_answered_then_reached(switchboard, browse, house, shots):
    Hotline.objects.update(short_abandon=0)
    switchboard.calls(caller=CALLER).answered().hang_up()
    until(lambda: CallBack.objects.exists(), "nobody owes the caller a call")
    page = browse()
    page.add_init_script(KEEP_CONNECTIONS)
    sign_in(page, house, "wangfang")
    expect(page.get_by_role("button", name="电话就绪")).to_be_visible()

    for tries, result in enumerate(("busy", "no_answer"), start=1):
        dials_the_call_back(page)
        switchboard.carrier.rings(CALLER, PATIENCE_SECONDS).reject(result)
        until(lambda result=result: Attempt.objects.filter(result=result).exists(), f"it is not kept as {result}")
        told = Fact.objects.filter(name="call.dial_result").latest("pk")
        owed = CallBack.objects.get()
        assert (owed.state, owed.tries, owed.due) == ("open", tries, told.at + AGAIN)
        page.get_by_role("link", name="回电", exact=True).click()
        expect(page.get_by_role("row", name="排队时挂断").get_by_role("button", name="拨打")).to_be_disabled()
        shots(page, f"call-back-{result}")
        CallBack.objects.update(due=now())  # half an hour goes by

    dials_the_call_back(page)
    customer = switchboard.carrier.rings(CALLER, PATIENCE_SECONDS).answer()
    customer.say(CUSTOMER)
    assert customer.hears_sound(), "the customer does not hear the agent"
    until(lambda: page.evaluate(ENERGY) > HEARD, "the agent does not hear the customer", 15)
    found = page.get_by_role("group", name="呼出结果").get_by_role("button", pressed=True)
    expect(found).to_have_text("已接通")
    shots(page, "call-back-reached")
    owed = CallBack.objects.get()
    assert (owed.state, owed.tries, owed.done_by.username) == ("done", 3, "wangfang")
    assert customer.caller.endswith(NUMBER), "the line's number is not shown"
    customer.hang_up()
    expect(page.get_by_text("客户先挂断").first).to_be_visible()
    until(lambda: Recording.objects.filter(state="kept").exists(), "what was said is not kept", PATIENCE_SECONDS)
    page.get_by_role("link", name="回电", exact=True).click()
    expect(page.get_by_role("heading", name="没有待回的电话")).to_be_visible()


def hears_the_recording(page: Page, shots) -> None:
    """Of the talk before the reload, with a reason; then to a place, faster, to marks, the customer alone."""
    page.get_by_role("listitem").filter(has_text="通话录音").first.get_by_role("button", name="收听").click()
    expect(page.get_by_label("为什么要听这段录音")).to_be_focused()
    page.keyboard.type("核对客户说的地址")
    page.keyboard.press("Enter")
    wave, play = page.get_by_role("slider", name="录音位置"), page.get_by_role("button", name="播放", exact=True)
    expect(wave).to_be_focused()
    lasts = Recording.objects.earliest("pk").seconds
    wave.click()
    assert at(page) == pytest.approx(lasts / 2, abs=0.1), "a click does not go where it shows"
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="暂停", exact=True)).to_be_visible()
    shots(page, "recording-plays")
    page.keyboard.press("]")
    assert page.evaluate(f"{AUDIO}.playbackRate") == 1.25
    until(lambda: at(page) > lasts / 2 + 0.5, "it does not play on from there", PATIENCE_SECONDS)
    expect(play).to_be_visible()  # it has come to its end

    page.keyboard.press("Home")
    assert at(page) == 0
    page.keyboard.press("ArrowRight")
    assert at(page) == pytest.approx(min(5, lasts), abs=0.1)
    page.keyboard.press("Home")
    page.keyboard.press("n")
    held = at(page)
    page.keyboard.press("n")
    resumed = at(page)
    assert 0 < held < resumed < lasts, "N does not go to the marks of the hold"
    page.keyboard.press("Home")
    page.get_by_role("list", name="录音中的步骤").get_by_role("button", name="结束保持").click()
    assert at(page) == resumed
    page.get_by_label("速度").select_option("2×")
    page.get_by_label("声音").select_option("客户")
    play.click()
    until(lambda: at(page) > resumed + 0.5, "the customer alone does not play on from there", PATIENCE_SECONDS)


def at(page: Page) -> float:
    """Where in the recording it stands, in seconds."""
    return page.evaluate(f"{AUDIO}.currentTime")


def dials_the_call_back(page: Page) -> None:
    page.reload()
    page.get_by_role("link", name="回电", exact=True).click()
    page.get_by_role("row", name="排队时挂断").get_by_role("button", name="拨打").click()


def sign_in(page: Page, house, username: str) -> None:
    page.goto(house.url)
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(house.passwords[username])
    page.keyboard.press("Enter")


def be_ready(page: Page) -> None:
    page.get_by_role("button", name="离线").click()
    page.get_by_role("menuitem", name="空闲").click()
    expect(page.get_by_role("button", name="空闲")).to_be_visible()
