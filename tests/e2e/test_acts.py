"""The acts at the desk that the story from hello to follow-up does not need, each in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PHONE, House
from tests.e2e.test_story import answer_the_offer, begin_chat, open_case, sign_in, word_it
from yingda.access.models import Look
from yingda.cases.models import Case
from yingda.contacts.models import Contact, IdentityCheck
from yingda.promises.models import Promise

pytestmark = [pytest.mark.browser, pytest.mark.commits, pytest.mark.timeout(120)]

HAN = re.compile(r"[\u4e00-\u9fff]")
SETTLES_MS = 800


def test_a_conversation_is_checked_whispered_about_and_handed_to_a_colleague(house: House, browse):
    wang, chen, street = browse(), browse(), browse(PHONE)
    sign_in(wang, house, "wangfang")
    wang.get_by_role("button", name="开始接待").click()
    chat = begin_chat(street, house, "请帮我改一下登记的电话。")
    answer_the_offer(wang)
    sign_in(chen, house, "chenjie")
    chen.get_by_role("button", name="开始接待").click()

    say_who_it_is(wang, "改登记电话")
    reveal_the_phone(wang, "回电核对号码")
    check_identity(wang, "修改登记电话")
    whisper(wang, "这位客户昨天来过")
    expect(chat.get_by_text("这位客户昨天来过")).to_have_count(0)
    draft_survives_a_reload(wang, "我先帮您看一下")

    hand_over_the_chat(wang, to="陈杰", reason="电话修改由陈杰办理")
    answer_the_offer(chen)
    expect(chat.get_by_text(re.compile("陈杰|6022")).first).to_be_visible()
    expect(chen.get_by_text("请帮我改一下登记的电话。").first).to_be_visible()
    expect(chen.get_by_role("region", name="记录").get_by_label("核心诉求")).to_have_value("改登记电话")
    assert Contact.objects.get().agent.username == "chenjie"


def test_a_waiting_contact_is_assigned_and_its_case_and_promises_change_hands(house: House, browse, tmp_path):
    zhou, wang, chen, street = browse(), browse(), browse(), browse(PHONE)
    sign_in(wang, house, "wangfang")
    rest(wang)
    begin_chat(street, house, "小区的水管又漏了。")
    sign_in(zhou, house, "zhoumin")
    assign_from_the_floor(zhou, to="王芳", reason="客户点名")
    wang.keyboard.press("Alt+0")
    answer_the_offer(wang)
    join_from_the_floor(zhou)
    offline_is_said_and_survived(wang)

    say_who_it_is(wang, "修水管")
    promising_asks_for_a_case_first(wang, "水管漏水")
    word_it(wang, "维修后回电")
    number = Case.objects.get().number
    extend(wang, "维修后回电", reason="配件明早才到", told="已致电说明明天下午回电")
    hand_over_the_promise(wang, "维修后回电", to="陈杰")
    sign_in(chen, house, "chenjie")
    open_case(chen, number)
    accept_the_promise(chen, "维修后回电")
    cancel(chen, "维修后回电", reason="客户说不必回电")

    open_case(wang, number)
    attach(wang, tmp_path / "现场照片.txt")
    hand_over_the_case(wang, to="陈杰", reason="陈杰负责这个小区")
    open_case(chen, number)
    chen.get_by_role("button", name="接受").click()
    expect(chen.get_by_role("button", name="接受")).to_be_hidden()
    assert Case.objects.get().owner.username == "chenjie"

    speak_english(zhou)
    places = ("/", "/cases", f"/cases/{number}", "/floor", "/promises", "/follow-ups", "/customers", "/standard")
    left = {place: chinese_on(zhou, house, place) for place in places}
    assert not any(left.values()), {place: words for place, words in left.items() if words}
    usable_on_a_phone(wang, house, number)


def say_who_it_is(desk: Page, need: str) -> None:
    record = desk.get_by_role("region", name="记录")
    record.get_by_label("问题类型").select_option(label="投诉")
    for label, value in {"联系电话": "138 0013 8000", "核心诉求": need}.items():
        field = record.get_by_label(re.compile(rf"^{label}( ?← ?缺)?$")).first
        field.fill(value)
        field.blur()
    expect(desk.get_by_text("138****8000").first).to_be_visible()


def reveal_the_phone(desk: Page, reason: str) -> None:
    desk.get_by_role("button", name="显示电话").click()
    desk.get_by_label("为什么要看").fill(reason)
    desk.get_by_role("button", name="显示", exact=True).click()
    expect(desk.get_by_text("13800138000").first).to_be_visible()
    assert [look.reason for look in Look.objects.all()] == [reason]


def check_identity(desk: Page, reason: str) -> None:
    desk.get_by_role("toolbar").get_by_role("button", name="核验").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("核验原因").fill(reason)
    dialog.get_by_label("客户同意核验").check()
    dialog.get_by_label("电话").check()
    dialog.get_by_label("通过", exact=True).check()
    dialog.get_by_role("button", name="记录结果").click()
    expect(dialog).to_be_hidden()
    assert IdentityCheck.objects.get().result == "passed"


def whisper(desk: Page, words: str) -> None:
    desk.get_by_role("checkbox", name="耳语").check()
    desk.get_by_role("textbox", name="耳语").fill(words)
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("内部耳语")).to_be_visible()
    desk.get_by_role("checkbox", name="耳语").uncheck()


def draft_survives_a_reload(desk: Page, words: str) -> None:
    desk.get_by_label("给客户写消息").fill(words)
    desk.reload()
    expect(desk.get_by_label("给客户写消息")).to_have_value(words)


def hand_over_the_chat(desk: Page, *, to: str, reason: str) -> None:
    desk.keyboard.press("F8")
    dialog = desk.get_by_role("dialog")
    choose(desk, dialog, "转给", to)
    dialog.get_by_label("原因").fill(reason)
    expect(dialog.get_by_role("button", name="转接", exact=True)).to_be_disabled()
    dialog.get_by_label(re.compile("客户同意")).check()
    dialog.get_by_role("button", name="转接", exact=True).click()
    expect(dialog).to_be_hidden()


def choose(desk: Page, dialog: Locator, label: str, option: str) -> None:
    dialog.get_by_role("combobox", name=label).click()
    desk.get_by_role("option", name=re.compile(option)).click()


def rest(desk: Page) -> None:
    desk.get_by_role("button", name=re.compile("我的状态")).click()
    desk.get_by_role("menuitem", name="休息").click()
    expect(desk.get_by_role("button", name="我的状态：休息")).to_be_visible()


def assign_from_the_floor(desk: Page, *, to: str, reason: str) -> None:
    desk.get_by_role("link", name="现场", exact=True).click()
    desk.get_by_role("button", name="指派").click()
    dialog = desk.get_by_role("dialog")
    choose(desk, dialog, "转给", to)
    dialog.get_by_label("原因").fill(reason)
    dialog.get_by_role("button", name="指派").click()
    expect(dialog).to_be_hidden()


def join_from_the_floor(desk: Page) -> None:
    desk.get_by_title("查看并加入").click()
    desk.get_by_role("button", name="加入会话").click()
    expect(desk.get_by_label("给客户写消息")).to_be_visible()


def offline_is_said_and_survived(desk: Page) -> None:
    desk.context.set_offline(True)
    expect(desk.get_by_role("alert").get_by_text("网络已断开")).to_be_visible()
    desk.get_by_label("给客户写消息").fill("马上为您安排。")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("alert").get_by_text("1 条消息等待发送")).to_be_visible()
    desk.context.set_offline(False)
    expect(desk.get_by_role("alert").get_by_text("网络已断开")).to_be_hidden()
    expect(desk.get_by_text("马上为您安排。")).to_be_visible()
    expect(desk.get_by_text("等待发送")).to_have_count(0)


def promising_asks_for_a_case_first(desk: Page, title: str) -> None:
    desk.get_by_role("toolbar").get_by_role("button", name="承诺").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("事项").fill(title)
    dialog.get_by_role("button", name="建立", exact=True).click()


def sheet_of(desk: Page, words: str) -> Locator:
    desk.get_by_role("link", name="承诺", exact=True).click()
    expect(desk.get_by_role("heading", name="承诺", exact=True)).to_be_visible()  # the desk has such buttons, too
    desk.get_by_role("main").get_by_role("button", name=re.compile(words)).click()
    return desk.get_by_role("dialog").first


def extend(desk: Page, words: str, *, reason: str, told: str) -> None:
    before = Promise.objects.get(words=words).limit
    sheet_of(desk, words).get_by_role("button", name="延期").click()
    dialog = desk.get_by_role("dialog").last
    dialog.get_by_label("原因").fill(reason)
    dialog.get_by_label("怎样告诉客户的").fill(told)
    dialog.get_by_role("button", name="延期").click()
    expect(desk.get_by_label("怎样告诉客户的")).to_be_hidden()
    assert Promise.objects.get(words=words).limit > before


def hand_over_the_promise(desk: Page, words: str, *, to: str) -> None:
    desk.get_by_role("dialog").get_by_role("button", name="移交").click()
    dialog = desk.get_by_role("dialog").last
    choose(desk, dialog, "转给", to)
    dialog.get_by_role("button", name="发出请求").click()
    expect(desk.get_by_text(f"请求由{to}接手")).to_be_visible()
    desk.keyboard.press("Escape")


def accept_the_promise(desk: Page, words: str) -> None:
    desk.get_by_role("main").get_by_role("button", name=re.compile(words)).click()
    desk.get_by_role("dialog").get_by_role("button", name="接受").click()
    expect(desk.get_by_role("dialog").get_by_role("button", name="取消承诺")).to_be_visible()
    assert Promise.objects.get(words=words).owner.username == "chenjie"


def cancel(desk: Page, words: str, *, reason: str) -> None:
    desk.get_by_role("dialog").get_by_role("button", name="取消承诺").click()
    dialog = desk.get_by_role("dialog").last
    dialog.get_by_label("原因").fill(reason)
    dialog.get_by_role("button", name="取消承诺").click()
    expect(dialog.get_by_label("原因")).to_be_hidden()
    assert Promise.objects.get(words=words).state == "cancelled"
    desk.keyboard.press("Escape")


def attach(desk: Page, file: Path) -> None:
    file.write_text("漏水点在二楼。")
    desk.get_by_label("添加附件").last.set_input_files(file)
    expect(desk.get_by_role("link", name=re.compile(file.stem))).to_be_visible()


def hand_over_the_case(desk: Page, *, to: str, reason: str) -> None:
    desk.get_by_role("button", name="更多操作").click()
    desk.get_by_role("menuitem", name="移交负责人").click()
    dialog = desk.get_by_role("dialog")
    choose(desk, dialog, "转给", to)
    dialog.get_by_label("原因").fill(reason)
    dialog.get_by_role("button", name="发出请求").click()
    expect(desk.get_by_text(f"请求移交给{to}")).to_be_visible()


def speak_english(desk: Page) -> None:
    desk.get_by_role("button", name="个人菜单").click()
    desk.get_by_role("menuitem", name="English").click()
    expect(desk.get_by_role("link", name="Cases", exact=True)).to_be_visible()


CHROME = "h1, h2, h3, th, dt, label, legend, summary, button, nav a, .tag, .quiet, [role=tab], option, kbd, ol.line b"
DATA = ".line .quiet, .tile, .who, .promise, .notice, [data-name], header .cut, .messages"


def chinese_on(desk: Page, house: House, place: str) -> list[str]:
    """The words of the page's own elements that are still Chinese; names and what people wrote are theirs."""
    desk.goto(house.url + place)
    desk.wait_for_load_state("networkidle")
    words = desk.locator(CHROME).evaluate_all(
        "(all, data) => all.filter((one) => one.checkVisibility() && !one.closest(data)).map((one) => one.textContent)",
        DATA,
    )
    assert len(words) > 5
    return [one for one in words if HAN.search(one)]


def usable_on_a_phone(desk: Page, house: House, number: str) -> None:
    desk.set_viewport_size(PHONE)
    for place in ("/", "/cases", f"/cases/{number}", "/promises", "/customers", "/standard"):
        desk.goto(house.url + place)
        expect(desk.get_by_role("main")).to_be_visible()
        desk.wait_for_timeout(SETTLES_MS)  # what it shows comes after the page itself
        assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], place
