"""A customer telephones from somebody else's web page: a real browser, a real exchange, and what the customer hears."""

import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.conftest import CHROMIUM_FLAGS
from yingda.telephony.models import Call, Exchange, Hotline, Leg, WebCall
from yingda.testing.patience import until

pytestmark = [pytest.mark.browser, pytest.mark.commits, pytest.mark.timeout(240)]

MICROPHONE = [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",
]
KEEP_CONNECTIONS = """
const Plain = RTCPeerConnection;
window.lines = [];
window.RTCPeerConnection = class extends Plain { constructor(...given) { super(...given); window.lines.push(this); } };
"""
ENERGY = """async () => {
  for (const one of (await window.lines.at(-1).getStats()).values())
    if (one.type === "inbound-rtp" && one.kind === "audio") return one.totalAudioEnergy ?? 0;
  return 0;
}"""


@pytest.fixture(scope="module")
def chromium() -> Browser:
    """With a microphone that needs no asking."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        flags = CHROMIUM_FLAGS + MICROPHONE
        browser = playwright.chromium.launch(executable_path=path, args=flags, ignore_default_args=["--mute-audio"])
        yield browser
        browser.close()


@pytest.fixture
def shop(house):
    """Another organisation's site, with one script tag of ours on its page; its origin."""

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            tag = f'<script src="{house.url}/call.js" data-call="hotline" async></script>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f'<!doctype html><html lang="zh"><title>商店</title>{tag}</html>'.encode())

        def log_message(self, *_: object) -> None:
            """The test's output stays its own."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def telephone(pbx, house, shop, run_process) -> None:
    """The house can be called from the shop; nobody is at work yet."""
    WebCall.objects.filter(key="hotline").update(origins=[shop])
    Hotline.objects.update(notice=False, languages=["zh"])  # at once into the queue
    run_process("telephony")
    until(lambda: Exchange.objects.filter(up=True).exists(), "the driver did not reach the exchange", 30)


def test_a_customer_calls_from_a_web_page_hears_the_queue_and_is_gone_when_they_leave(telephone, shop, browse):
    page = browse()
    page.add_init_script(KEEP_CONNECTIONS)
    page.goto(shop)
    panel = page.frame_locator("iframe[title='网页电话']")
    page.get_by_role("button", name="网页电话").click()
    panel.get_by_label("怎么称呼您").fill("李先生")
    panel.get_by_label("电话", exact=True).fill("13800138000")
    panel.get_by_role("button", name="呼叫").click()
    expect(panel.get_by_role("heading", name="正在排队")).to_be_visible()
    expect(panel.get_by_text("您排在第一位")).to_be_visible()
    call = Call.objects.select_related("contact__customer").get()
    assert call.web and call.contact.customer.name.startswith("李")
    assert hears_more(page), "the queue is silent"
    panel.get_by_role("button", name="键盘").click()
    panel.get_by_role("button", name="5", exact=True).click()

    panel.get_by_role("button", name="收起，通话继续").click()
    page.get_by_role("button", name="正在等待接听").click()
    panel.get_by_role("button", name="挂断").click()
    expect(panel.get_by_text("您已挂断")).to_be_visible()
    until(lambda: gone(call), "hanging up does not end the call")

    panel.get_by_role("button", name="再打一次").click()
    panel.get_by_role("button", name="呼叫").click()
    expect(panel.get_by_role("heading", name="正在排队")).to_be_visible()
    second = Call.objects.exclude(pk=call.pk).get()
    page.close()
    until(lambda: gone(second), "a closed tab does not end the call")


def test_without_an_exchange_the_customer_is_told_and_can_try_again(house, browse):
    page = browse()
    page.goto(f"{house.url}/call/hotline")
    page.get_by_role("button", name="呼叫").click()
    expect(page.get_by_role("alert")).to_contain_text("电话暂时打不进来")
    expect(page.get_by_role("button", name="重试")).to_be_enabled()


def hears_more(page: Page) -> bool:
    """Whether sound comes in, within some seconds."""
    frame = next(frame for frame in page.frames if "/call/frame/" in frame.url)
    before = frame.evaluate(ENERGY)
    for _ in range(20):
        page.wait_for_timeout(500)
        if frame.evaluate(ENERGY) > before + 1e-4:
            return True
    return False


def gone(call: Call) -> bool:
    ended = Call.objects.filter(pk=call.pk, stage="ended", hung_up_by="customer").exists()
    return ended and not Leg.objects.filter(call=call).exclude(state="ended").exists()
