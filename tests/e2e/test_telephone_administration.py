"""An administrator sets the telephone up: trunk, number, line, menu, announcement and button; others do not see it."""

import math
import re
import wave
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, House
from tests.e2e.test_administration import sign_in
from yingda.telephony.models import Hotline, Menu, Number, Prompt, Trunk, WebCall

pytestmark = [pytest.mark.browser, pytest.mark.commits, pytest.mark.timeout(180)]
RATE = 8000


@pytest.fixture
def recording(tmp_path) -> Path:
    """A second of a tone, as somebody might upload it."""
    path = tmp_path / "greeting.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        samples = (int(9000 * math.sin(2 * math.pi * 440 * at / RATE)) for at in range(RATE))
        file.writeframes(b"".join(one.to_bytes(2, "little", signed=True) for one in samples))
    return path


def test_an_administrator_sets_the_telephone_up(house: House, browse, recording):
    admin = browse()
    sign_in(admin, house, "admin", house.passwords["admin"])
    admin.get_by_role("link", name="电话", exact=True).click()
    expect(admin.get_by_role("heading", name="怎么办")).to_be_visible()
    adds_a_trunk(admin)
    adds_a_number(admin)
    changes_a_line(admin)
    adds_a_menu(admin)
    records_an_announcement(admin, recording)
    adds_a_button(admin, house)
    drops_the_trunk(admin)


def test_others_do_not_see_it_and_editors_keep_what_callers_hear(house: House, browse):
    agent, editor = browse(), browse(viewport=PHONE)
    sign_in(agent, house, "wangfang", house.passwords["wangfang"])
    expect(agent.get_by_role("link", name="电话", exact=True)).to_have_count(0)
    agent.goto(f"{house.url}/telephone/trunks")
    expect(agent.get_by_role("button", name="新增中继")).to_have_count(0)
    sign_in(editor, house, "xuwen", house.passwords["xuwen"])
    editor.goto(f"{house.url}/telephone")
    tabs = editor.get_by_role("navigation", name="电话", exact=True).get_by_role("link")
    expect(tabs).to_have_text(["业务线", "语音菜单", "语音播报", "网页电话"])


def tab(admin: Page, name: str) -> None:
    admin.get_by_role("navigation", name="电话", exact=True).get_by_role("link", name=name, exact=True).click()


def adds_a_trunk(admin: Page) -> None:
    tab(admin, "中继")
    expect(admin.get_by_role("heading", name="还没有中继")).to_be_visible()
    admin.get_by_role("button", name="新增中继").last.click()
    dialog = admin.get_by_role("dialog")
    dialog.get_by_label("名称").fill("telecom")
    dialog.get_by_label("服务器").fill("sip.carrier.example")
    dialog.get_by_label("来电地址").fill("0.0.0.0/0")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("alert")).to_contain_text("范围太大")
    dialog.get_by_label("来电地址").fill("203.0.113.0/24")
    dialog.get_by_label("传输").select_option("tls")
    expect(dialog.get_by_label("端口")).to_have_value("5061")
    dialog.get_by_label("密码").fill("carrier-secret")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_be_hidden()
    expect(admin.get_by_role("row", name=re.compile("telecom.*sip.carrier.example:5061.*TLS"))).to_be_visible()
    trunk = Trunk.objects.get(name="telecom")
    assert trunk.sealed and b"carrier-secret" not in bytes(trunk.sealed)
    assert "carrier-secret" not in admin.content()


def adds_a_number(admin: Page) -> None:
    tab(admin, "号码")
    admin.get_by_role("button", name="新增号码").first.click()
    dialog = admin.get_by_role("dialog")
    dialog.get_by_label("号码", exact=True).fill("0571 8888")
    expect(dialog.get_by_role("alert")).to_contain_text("不要空格")
    dialog.get_by_label("号码", exact=True).fill("057188880000")
    dialog.get_by_label("说明").fill("总机")
    dialog.get_by_label("中继").select_option(label="telecom")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_be_hidden()
    admin.get_by_role("searchbox", name="号码、说明").fill("总机")
    expect(admin.get_by_role("row", name=re.compile("057188880000.*总机.*市民热线.*telecom"))).to_be_visible()
    expect(admin).to_have_url(re.compile(r"/telephone/numbers\?q="))
    assert Number.objects.get(digits="057188880000").line.code == "hotline"


def changes_a_line(admin: Page) -> None:
    tab(admin, "业务线")
    save = admin.get_by_role("button", name="保存")
    expect(save).to_be_disabled()
    admin.get_by_label("录音保存天数").fill("10")
    expect(admin.get_by_role("alert")).to_contain_text("30 到 3650")
    admin.get_by_label("录音保存天数").fill("365")
    admin.get_by_label("呼出时显示的号码").select_option(label="057188880000 总机")
    save.click()
    expect(admin.get_by_text("内容已保存。")).to_be_visible()
    hotline = Hotline.objects.select_related("caller_number").get(line__code="hotline")
    assert (hotline.retention_days, hotline.caller_number.digits) == (365, "057188880000")


def adds_a_menu(admin: Page) -> None:
    tab(admin, "语音菜单")
    admin.get_by_role("button", name="新增语音菜单").first.click()
    dialog = admin.get_by_role("dialog")
    expect(dialog.get_by_text("公共服务热线不应使用语音菜单")).to_be_visible()
    dialog.get_by_label("名称").fill("总菜单")
    dialog.get_by_label("业务线").select_option(label="青禾家电售后")
    dialog.get_by_label("中文播报").fill("报修请按 1，留言请按 2。")
    dialog.get_by_role("button", name="添加按键").click()
    dialog.get_by_label("做什么").nth(1).select_option("team")
    expect(dialog.get_by_text("请选择去哪里。")).to_be_visible()
    dialog.get_by_label("做什么").nth(1).select_option("voice_mail")
    expect(dialog.get_by_text("按 2：留言")).to_be_visible()
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_be_hidden()
    assert Menu.objects.get(name="总菜单").choices == {"1": {"do": "queue"}, "2": {"do": "voice_mail"}}


def records_an_announcement(admin: Page, recording: Path) -> None:
    tab(admin, "语音播报")
    row = admin.get_by_role("row").filter(has=admin.get_by_role("button", name=re.compile("^上传录音：")))
    with admin.expect_response(lambda answer: answer.url.endswith("/audio")) as heard:
        row.first.get_by_role("button", name=re.compile("^试听：")).click()
    assert heard.value.headers["content-type"] == "audio/wav"
    row.first.get_by_role("button", name=re.compile("^上传录音：")).click()
    dialog = admin.get_by_role("dialog")
    dialog.get_by_label("录音文件").set_input_files(recording)
    dialog.get_by_role("button", name="使用这段录音").click()
    expect(dialog).to_be_hidden()
    expect(row.first.get_by_text("真人录音")).to_be_visible()
    assert Prompt.objects.count() == 1
    row.first.get_by_role("button", name="恢复").click()
    dialog.get_by_role("button", name="删除").click()
    expect(dialog).to_be_hidden()
    assert not Prompt.objects.exists()


def adds_a_button(admin: Page, house: House) -> None:
    tab(admin, "网页电话")
    admin.get_by_role("button", name="新增网页电话").first.click()
    dialog = admin.get_by_role("dialog")
    dialog.get_by_label("标识").fill("help-desk")
    dialog.get_by_label("窗口标题").fill("帮助")
    dialog.get_by_label("允许嵌入的网站").fill("www.example.cn")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("alert")).to_contain_text("https://")
    dialog.get_by_label("允许嵌入的网站").fill("https://www.example.cn")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_be_hidden()
    expect(admin.get_by_text(f'<script src="{house.url}/call.js" data-call="help-desk"')).to_be_visible()
    assert WebCall.objects.get(key="help-desk").origins == ["https://www.example.cn"]


def drops_the_trunk(admin: Page) -> None:
    tab(admin, "中继")
    admin.get_by_role("row", name=re.compile("telecom")).click()
    admin.get_by_role("dialog").get_by_role("button", name="删除").click()
    sure = admin.get_by_role("dialog", name="删除“telecom”？")
    expect(sure).to_contain_text("会被拒绝")
    sure.get_by_role("button", name="删除").click()
    expect(admin.get_by_role("heading", name="还没有中继")).to_be_visible()
    expect(admin.get_by_role("dialog")).to_have_count(0)
