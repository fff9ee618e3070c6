"""An administrator keeps the house: a new agent signs in, a figure of the standard is drafted and approved."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import House
from yingda.access.models import Look
from yingda.people.models import Person
from yingda.standard.models import Version

pytestmark = [pytest.mark.browser, pytest.mark.commits, pytest.mark.timeout(120)]

PASSWORD = "qinghe-Lantern-58"


def test_an_administrator_adds_an_agent_who_signs_in_and_shortens_a_promise(house: House, browse):
    admin, agent = browse(), browse()
    sign_in(admin, house, "admin", house.passwords["admin"])
    expect(admin.get_by_role("heading", name="人员")).to_be_visible()
    add_an_agent(admin)
    assert Person.objects.get(username="hejing").team.name == "热线一组"

    sign_in(agent, house, "hejing", PASSWORD)
    expect(agent.get_by_text("我的承诺")).to_be_visible()
    agent.get_by_role("button", name="开始接待").click()
    expect(agent.get_by_role("button", name="我的状态：空闲")).to_be_visible()

    shorten_a_promise(admin)
    version = Version.objects.order_by("number").last()
    assert (version.state, version.content["promises"]["promise"]["4.5"]["limit"]) == ("approved", "4min")
    assert not Look.objects.exists()


def sign_in(page: Page, house: House, username: str, password: str) -> None:
    page.goto(house.url)
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("navigation", name="页面")).to_be_visible()


def add_an_agent(admin: Page) -> None:
    admin.get_by_role("link", name="人员", exact=True).click()
    admin.get_by_role("button", name="新增人员").click()
    dialog = admin.get_by_role("dialog")
    for label, value in {"姓名": "何静", "工号": "6021", "用户名": "hejing", "初始密码": PASSWORD}.items():
        dialog.get_by_label(label, exact=True).fill(value)
    dialog.get_by_label("班组").select_option(label="热线一组")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("alert")).to_contain_text("6021 已被使用")
    dialog.get_by_label("工号", exact=True).fill("6023")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_be_hidden()
    expect(admin.get_by_role("row", name=re.compile("何静.*热线一组.*中文.*3"))).to_be_visible()


def shorten_a_promise(admin: Page) -> None:
    admin.get_by_role("link", name="标准版本").click()
    admin.get_by_role("button", name="起草修改").click()
    dialog = admin.get_by_role("dialog")
    dialog.get_by_label("说明").fill("投诉登记再快一分钟")
    limit = dialog.get_by_role("group", name=re.compile("4.5 ")).get_by_label("时限")
    limit.fill("很快")
    dialog.get_by_role("button", name="保存草稿").click()
    expect(dialog.get_by_role("alert").first).to_contain_text("无法识别")
    limit.fill("4min")
    dialog.get_by_role("button", name="保存草稿").click()
    expect(dialog).to_be_hidden()
    admin.get_by_role("row", name=re.compile("投诉登记再快一分钟")).click()
    expect(dialog.get_by_role("row", name=re.compile("4.5.*5min.*4min"))).to_be_visible()
    dialog.get_by_role("button", name="批准").click()
    expect(dialog).to_be_hidden()
    expect(admin.get_by_role("row", name=re.compile("已批准.*投诉登记"))).to_be_visible()
