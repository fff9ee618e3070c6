"""Customer and agent side by side: complaint → promise → solved → dissatisfied → reopened → satisfied."""

import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.e2e.conftest import PHONE, House
from yingda.cases.models import Case
from yingda.contacts.models import Contact
from yingda.journal.verify import verify
from yingda.promises.models import Promise

pytestmark = [pytest.mark.browser, pytest.mark.commits, pytest.mark.timeout(300)]

RECORD = {
    "核心诉求": "修好门口的路灯",
    "发生时间": "两个月前起",
    "情况描述": "门口路灯坏了两个月，多次反映没有人修。",
    "诉求": "一周内修好",
    "处理措施": "已转市政维修队",
    "姓名（与证件一致）": "李雪",
    "联系电话": "138 0013 8000",
}


def test_a_complaint_from_hello_to_a_satisfied_customer(house: House, browse, shots):
    desk, street = browse(), browse(PHONE)
    sign_in(desk, house, "wangfang")
    desk.get_by_role("button", name="开始接待").click()
    chat = begin_chat(street, house, "路灯坏了两个月没有人修，我要投诉。")

    answer_the_offer(desk)
    expect(chat.get_by_text("工号 6021")).to_be_visible()
    say(desk, "非常抱歉，给您添麻烦了。")
    expect(chat.get_by_text("非常抱歉")).to_be_visible()
    shots(desk, "desk-talking"), shots(street, "widget-talking")

    fill_the_record(desk)
    expect(promise_in(desk, "投诉首次反馈")).to_be_visible()
    promise_an_answer(desk, "明天回电告知维修进展")
    shots(desk, "desk-record")
    end_and_archive(desk)
    expect(chat.get_by_text("客服已结束会话")).to_be_visible()
    number = Case.objects.get().number

    open_case(desk, number)
    inform(desk, "维修队明早到现场")
    assert kept("4.6") and kept("4.8")
    solve(desk, "已更换灯具")
    shots(desk, "desk-case-solved")
    link = rating_link(desk, number)

    rate(street, link, solved="没有解决", satisfaction="不满意")
    open_case(desk, number)
    expect(desk.get_by_text("处理中").first).to_be_visible()
    assert Case.objects.get().reopened == 1 and Case.objects.get().owner.username == "wangfang"

    solve(desk, "已重新接线，路灯正常")
    rate(street, rating_link(desk, number), solved="解决了", satisfaction="满意")
    open_case(desk, number)
    shots(desk, "desk-case-closed")

    case = Case.objects.get()
    assert case.closed and case.status == "done"
    assert kept("4.5") and kept("4.6") and kept("4.7") and kept("4.12")
    assert Contact.objects.get().state == "archived"
    report = verify()
    assert report.ok, report.say("en")


def sign_in(desk: Page, house: House, username: str) -> None:
    desk.goto(house.url)
    desk.get_by_label("用户名").fill(username)
    desk.get_by_label("密码").fill(house.passwords[username])
    desk.get_by_role("button", name="登录").click()
    expect(desk.get_by_text("我的承诺")).to_be_visible()


def begin_chat(street: Page, house: House, words: str) -> FrameLocator:
    street.goto(f"{house.url}/demo/hotline")
    street.get_by_role("button", name="在线客服").click()
    chat = street.frame_locator("iframe")
    chat.get_by_label("输入消息").fill(words)
    chat.get_by_role("button", name="发送").click()
    return chat


def answer_the_offer(desk: Page) -> None:
    expect(desk.get_by_role("button", name="接听")).to_be_visible()
    desk.keyboard.press("F2")
    expect(desk.get_by_role("region", name="记录")).to_be_visible()


def say(desk: Page, words: str) -> None:
    desk.get_by_label("给客户写消息").fill(words)
    desk.keyboard.press("Control+Enter")


def fill_the_record(desk: Page) -> None:
    record = desk.get_by_role("region", name="记录")
    record.get_by_label("问题类型").select_option(label="投诉")
    for label, value in RECORD.items():
        field = record.get_by_label(re.compile(rf"^{re.escape(label)}( ?← ?缺)?$")).first
        field.fill(value)
        field.blur()
    expect(record.get_by_text("100%")).to_be_visible()


def promise_in(desk: Page, title: str):
    return desk.get_by_role("button", name=re.compile(title)).first


def promise_an_answer(desk: Page, words: str) -> None:
    desk.get_by_role("toolbar").get_by_role("button", name=re.compile("承诺")).click()
    word_it(desk, words)


def word_it(desk: Page, words: str) -> None:
    dialog = desk.get_by_role("dialog").filter(has=desk.get_by_label("答应客户什么"))
    dialog.get_by_label("答应客户什么").fill(words)
    dialog.get_by_role("button", name="明天此时").click()
    dialog.get_by_role("button", name="承诺", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(promise_in(desk, words)).to_be_visible()
    expect(desk.get_by_text("这一步还缺")).to_be_hidden()


def end_and_archive(desk: Page) -> None:
    desk.keyboard.press("F9")
    desk.get_by_role("dialog").get_by_role("button", name=re.compile("结束")).click()
    desk.get_by_role("region", name="记录").get_by_role("button", name=re.compile("归档")).click()
    expect(desk.get_by_text("已归档").first).to_be_visible()


def open_case(desk: Page, number: str) -> None:
    desk.get_by_role("link", name="工单", exact=True).first.click()
    desk.get_by_role("link", name=number).first.click()
    expect(desk.get_by_role("heading", name=number)).to_be_visible()


def inform(desk: Page, words: str) -> None:
    desk.get_by_role("button", name="告知客户").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("告知内容").select_option(label="明确答复")
    dialog.get_by_label("告知了什么").fill(words)
    dialog.get_by_role("button", name="记录告知").click()
    expect(dialog).to_be_hidden()
    expect(desk.get_by_text(words)).to_be_visible()


def solve(desk: Page, result: str) -> None:
    desk.get_by_role("button", name="办结", exact=True).click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("根本原因").select_option(index=1)
    dialog.get_by_label("处理结果").fill(result)
    dialog.get_by_role("button", name="办结", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(desk.get_by_text("已完成").first).to_be_visible()


def rating_link(desk: Page, number: str) -> str:
    """From the list of due follow-ups, as a person would fetch it to send it on."""
    desk.get_by_role("link", name="回访", exact=True).click()
    desk.get_by_role("row", name=re.compile(number)).get_by_text("修好门口的路灯").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("评价")).click()
    text = dialog.get_by_text(re.compile("/rate/")).inner_text()
    dialog.get_by_role("button", name="取消").click()
    return re.search(r"https?://\S+/rate/[\w-]+", text)[0]


def rate(street: Page, link: str, *, solved: str, satisfaction: str) -> None:
    street.goto(link)
    street.get_by_text(solved, exact=True).click()
    street.get_by_text(satisfaction, exact=True).click()
    street.get_by_role("button", name="提交评价").click()
    expect(street.get_by_role("status")).to_be_visible()


def kept(rule: str) -> bool:
    """Whether every promise of this rule is kept, and there is one."""
    states = set(Promise.objects.filter(rule=rule).values_list("state", flat=True))
    return states == {"kept"}
