"""A whole house for end-to-end tests: the example organisation, a web process, a clock, and a real Chromium."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.switchboard import Switchboard, dial_in, wait_for_driver
from tests.e2e.witness import Witness
from yingda.lib.times import now
from yingda.operate.example import plant
from yingda.testing.processes import free_port

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread of the tests
PATIENCE_SECONDS = 30
expect.set_options(timeout=PATIENCE_SECONDS * 1000)
FAILED = pytest.StashKey[bool]()
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]


@dataclass(frozen=True)
class House:
    """A running Yingda: its address and the passwords of the example's people by user name."""

    url: str
    passwords: dict[str, str]
    web: object
    clock: object


@pytest.fixture
def house(fresh_db, run_process) -> House:
    """The example organisation, served by real processes on a database of its own."""
    credentials = plant(at=now())
    port = free_port()
    web = run_process("web", "--port", str(port))
    clock = run_process("clock")
    web.wait_until_it_serves(port)
    return House(f"http://127.0.0.1:{port}", {one.username: one.password for one in credentials}, web, clock)


@pytest.fixture(scope="module")
def chromium() -> Browser:
    """Debian's Chromium, headless. For one module: while it lives, its event loop runs in the tests' thread."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.when == "call":
        item.stash[FAILED] = outcome.get_result().failed


@pytest.fixture
def browse(chromium, request):
    """Call it for a page in a browser context of its own; what the page logs as an error fails the test.

    When the test fails it is told what the pages have gone through.
    """
    contexts: list[BrowserContext] = []
    witnesses: list[Witness] = []
    errors: list[str] = []

    def open_page(viewport=DESK, **options) -> Page:
        context = chromium.new_context(viewport=viewport, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        witnesses.append(Witness(page))
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_page
    if request.node.stash.get(FAILED, False):
        print(*(witness.tell() for witness in witnesses), sep="\n\n")
    for context in contexts:
        context.close()
    assert not errors, "\n".join(errors)


@pytest.fixture
def shots():
    """Call it with a page and a name: keeps a screenshot in shots/ for somebody to look at."""
    folder = Path(__file__).resolve().parents[2] / "shots"
    folder.mkdir(exist_ok=True)
    return lambda page, name: page.screenshot(path=folder / f"{name}.png")


@pytest.fixture
def switchboard(pbx, carrier, house, run_process) -> Iterator[Switchboard]:
    """The house with a telephone: exchange, driver, jobs; its hotline's number rings."""
    dial_in(carrier)
    driver = run_process("telephony")
    run_process("jobs")
    wait_for_driver()
    board = Switchboard(int(house.url.rpartition(":")[2]), house.passwords, carrier, driver)
    yield board
    board.over.set()
    print(driver.said)
