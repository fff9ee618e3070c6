"""The chat widget in a real Chromium, on the example page, against a real web process and clock."""

import re
import time
from datetime import timedelta

import pytest
from playwright.sync_api import FrameLocator, Page, Route, expect

from tests.e2e.conftest import PHONE
from yingda.contacts.models import Contact, Message
from yingda.contacts.post import post
from yingda.lib.ids import uuid7
from yingda.lib.times import now
from yingda.people.models import Person
from yingda.routing.lease import renew_lease
from yingda.routing.models import Offer
from yingda.routing.offers import accept
from yingda.routing.presence import go
from yingda.standard.models import CalendarDay

pytestmark = [pytest.mark.browser, pytest.mark.commits]

PATIENCE_SECONDS = 20


def every_day(kind: str, hours: list) -> None:
    """The days around now are like this, whatever day the test runs on."""
    today = now().date()
    for shift in range(-2, 3):
        CalendarDay.objects.create(day=today + timedelta(days=shift), kind=kind, hours=hours)


@pytest.fixture
def open_all_day(fresh_db):
    every_day("hours", [["00:00", "24:00"]])


@pytest.fixture
def closed_all_day(fresh_db):
    every_day("closed", [])


def chat_on(page: Page, url: str) -> FrameLocator:
    """Open the example page and the chat on it."""
    page.goto(f"{url}/demo/hotline")
    page.get_by_role("button", name="在线客服").click()
    return page.frame_locator("iframe")


def write(chat: FrameLocator, text: str) -> None:
    box = chat.get_by_label("输入消息")
    box.fill(text)
    box.press("Enter")


def answered_by(username: str) -> Contact:
    """The agent sits down at the desk, is offered the customer by the running clock, and accepts."""
    agent, end = Person.objects.get(username=username), time.monotonic() + PATIENCE_SECONDS
    renew_lease(agent, browser="test", at=now())
    go(agent, "ready", at=now())
    while not (offer := Offer.objects.filter(person=agent, outcome="").first()):
        assert time.monotonic() < end, "no offer came"
        time.sleep(0.05)
    return accept(offer, by=agent, at=now())


def texts() -> list[str]:
    return list(Message.objects.filter(author="customer").order_by("id").values_list("text", flat=True))


def test_an_answer_reaches_the_visitor_without_a_reload(open_all_day, house, browse):
    chat = chat_on(browse(), house.url)
    write(chat, "路灯坏了两个月")
    expect(chat.get_by_text("您排在第一位")).to_be_visible()
    contact = answered_by("wangfang")
    expect(chat.get_by_text("工号 6021 为您服务")).to_be_visible()
    expect(chat.get_by_text("6021 号客服为您服务")).to_be_visible()
    post(contact, author="agent", by=contact.agent, text="请问在哪条路？", uid=uuid7(), at=now())
    expect(chat.get_by_text("请问在哪条路？")).to_be_visible()


def test_what_was_written_survives_a_loss_of_the_network_and_a_reload_and_arrives_once(open_all_day, house, browse):
    page = browse()
    chat = chat_on(page, house.url)
    write(chat, "第一句")
    expect(chat.get_by_label("已送达")).to_be_visible()
    page.context.route("**/api/chat/messages", lambda route: route.abort())
    write(chat, "断网时写的一句")
    write(chat, "又一句")
    expect(chat.get_by_text("等待发送")).to_have_count(2)
    chat.get_by_label("输入消息").fill("还没写完")
    page.reload()
    expect(chat.get_by_text("断网时写的一句")).to_be_visible()
    expect(chat.get_by_label("输入消息")).to_have_value("还没写完")
    assert texts() == ["第一句"]
    page.context.unroute("**/api/chat/messages")
    expect(chat.get_by_text("等待发送")).to_have_count(0)
    assert texts() == ["第一句", "断网时写的一句", "又一句"]


def test_an_answer_that_gets_lost_on_the_way_doubles_nothing(open_all_day, house, browse):
    lost = []

    def swallow_the_answer(route: Route) -> None:
        if len(lost) < 2:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page = browse()
    page.context.route("**/api/chat/contacts", swallow_the_answer)
    chat = chat_on(page, house.url)
    write(chat, "只说一次")
    expect(chat.get_by_label("已送达")).to_be_visible()
    assert lost == [201, 201] and texts() == ["只说一次"]
    assert Contact.objects.count() == 1


def test_who_writes_before_the_page_knows_of_the_service_is_in_the_queue_all_the_same(open_all_day, house, browse):
    page, asked = browse(), []
    page.context.route("**/api/chat/hotline", lambda route: asked.append(route))
    chat = chat_on(page, house.url)
    write(chat, "一来就说")
    expect(chat.get_by_label("已送达")).to_be_visible()
    asked[0].continue_()
    expect(chat.locator("input[type=file]")).to_have_attribute("accept", re.compile("png"))  # the answer has come
    expect(chat.get_by_text("您排在第一位")).to_be_visible()
    expect(chat.get_by_label("发送图片或文件")).to_be_visible()


def test_without_network_it_says_so_and_catches_up_when_it_is_back(open_all_day, house, browse):
    page = browse()
    chat = chat_on(page, house.url)
    write(chat, "你好")
    contact = answered_by("wangfang")
    expect(chat.get_by_text("工号 6021 为您服务")).to_be_visible()
    page.context.set_offline(True)
    expect(chat.get_by_text("网络已断开")).to_be_visible()
    write(chat, "我还在")
    post(contact, author="agent", by=contact.agent, text="您还在吗？", uid=uuid7(), at=now())
    page.context.set_offline(False)
    expect(chat.get_by_text("您还在吗？")).to_be_visible()
    expect(chat.get_by_text("网络已断开")).to_be_hidden()
    expect(chat.get_by_text("等待发送")).to_have_count(0)
    assert texts() == ["你好", "我还在"]


def test_minimised_it_counts_what_was_not_read_and_gives_the_focus_back(open_all_day, house, browse):
    page = browse()
    chat = chat_on(page, house.url)
    write(chat, "你好")
    contact = answered_by("wangfang")
    expect(chat.get_by_text("工号 6021 为您服务")).to_be_visible()
    chat.get_by_label("输入消息").press("Escape")
    launcher = page.get_by_role("button", name="在线客服")
    expect(launcher).to_be_focused()
    post(contact, author="agent", by=contact.agent, text="查到了", uid=uuid7(), at=now())
    expect(page.get_by_role("button", name="在线客服，1 条未读")).to_be_visible()
    launcher.click()
    expect(chat.get_by_label("输入消息")).to_be_focused()
    expect(page.get_by_role("button", name="1 条未读")).to_be_hidden()


def test_pictures_go_up_and_can_be_looked_at(open_all_day, house, browse, tmp_path):
    from PIL import Image

    picture = tmp_path / "路灯.png"
    Image.new("RGB", (640, 480), "#2b3a44").save(picture)
    chat = chat_on(browse(), house.url)
    write(chat, "你好")
    chat.get_by_label("发送图片或文件").wait_for()
    chat.locator("input[type=file]").set_input_files(picture)
    chat.get_by_label("放大查看图片：路灯.png").click()
    expect(chat.get_by_role("dialog", name="路灯.png")).to_be_visible()
    assert Message.objects.get(kind="file").contact.state == "waiting"


def test_on_a_phone_it_fills_the_screen_and_keeps_the_focus_inside(open_all_day, house, browse):
    page = browse(viewport=PHONE, is_mobile=True, has_touch=True)
    chat = chat_on(page, house.url)
    box = page.locator("iframe").bounding_box()
    assert (box["width"], box["height"]) == (PHONE["width"], PHONE["height"])
    chat.get_by_label("输入消息").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.shadowRoot?.activeElement?.tagName") == "IFRAME"


def test_out_of_hours_a_message_becomes_a_case_with_a_number(closed_all_day, house, browse):
    chat = chat_on(browse(), house.url)
    chat.get_by_label("您的问题或诉求").fill("夜间施工噪音太大")
    chat.get_by_label("电话（用于回复您）").fill("123")
    chat.get_by_role("button", name="提交留言").click()
    expect(chat.get_by_role("alert").get_by_text("填写有误")).to_be_visible()
    chat.get_by_label("电话（用于回复您）").fill("13800138000")
    chat.get_by_role("button", name="提交留言").click()
    expect(chat.get_by_text("留言已收到")).to_be_visible()
    expect(chat.get_by_text("工单号")).to_be_visible()


def test_a_page_with_a_strict_policy_of_its_own_can_carry_it(open_all_day, house, browse):
    def strict(route: Route) -> None:
        answer = route.fetch()
        policy = "default-src 'none'; script-src 'self'; frame-src 'self'"
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    page = browse()
    page.route("**/demo/hotline", strict)
    chat = chat_on(page, house.url)
    write(chat, "你好")
    expect(chat.get_by_text("您排在第一位")).to_be_visible()
    assert page.locator("iframe").bounding_box()["width"] == 392
