"""What is to be pressed does not move under the pointer while a page completes itself."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_softphone import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.commits, pytest.mark.timeout(120)]
WATCH = """
window.places = new Map();
(function look() {
  for (const link of document.querySelectorAll("header nav a")) {
    const { left, top } = link.getBoundingClientRect();
    if (!window.places.has(link.textContent)) window.places.set(link.textContent, new Set());
    window.places.get(link.textContent).add(`${Math.round(left)}, ${Math.round(top)}`);
  }
  requestAnimationFrame(look);
})();
"""
PLACES = "() => Object.fromEntries([...window.places].map(([name, places]) => [name, [...places]]))"


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("username", ["wangfang", "zhoumin"])
def test_the_pages_names_stay_where_they_first_stood(house, browse, username, viewport):
    page = browse(viewport)
    sign_in(page, house, username)
    state, phone = page.get_by_role("button", name="我的状态："), page.get_by_role("button", name="我的电话：")
    expect(state).to_be_visible()
    page.add_init_script(WATCH)
    page.reload()
    expect(state).to_be_visible()
    expect(phone).to_be_visible()
    page.wait_for_timeout(500)
    places = page.evaluate(PLACES)
    assert "回电" in places
    assert {name: seen for name, seen in places.items() if len(seen) > 1} == {}
