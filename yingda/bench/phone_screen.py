"""From a caller's INVITE to the agent's screen: SIPp calls, a real browser listens to the feed."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

from yingda.bench.feed import percentile
from yingda.bench.line import Line
from yingda.bench.phone_house import PhoneHouse
from yingda.testing.processes import free_port
from yingda.testing.sipp import Outcome

CALLS, RATE, STAY, AGENTS = 100, 5, 1.0, 20
MOST_APART_MS = 150.0
USER, PASSWORD = "listener", "a-password-of-the-bench"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
LISTEN = """after => {
  window.heard = [];
  const feed = new EventSource(`/feed?after=${after}`);
  feed.onmessage = (event) => {
    const entry = JSON.parse(event.data);
    window.heard.push([entry.name, entry.contact, Date.now() / 1000, entry.data]);
  };
  return new Promise((open) => (feed.onopen = open));
}"""


def lines(house: PhoneHouse) -> Iterator[Line]:
    bare, reference = house.into_stasis(CALLS, RATE, STAY)
    port = free_port()
    with house.running(f"web --port {port}", "clock", "telephony") as running, house.agents(AGENTS):
        running[f"web --port {port}"].wait_until_it_serves(port)
        with browser(house, port) as page:
            house.warm(STAY)
            outcome = house.called(CALLS, RATE, STAY)
            time.sleep(1)
            heard = page.evaluate("window.heard")
    seen = delays(outcome, heard)
    ours = percentile(seen, 95)
    yield Line(
        f"INVITE to the caller on the agent's screen at {RATE} calls/s, p95; against INVITE to StasisStart",
        f"{ours:.0f} ms", f"{reference:.0f} ms", ours / reference if reference else None,
        f"{ours - reference:.0f} ms apart, at most {MOST_APART_MS:.0f} are wanted; {len(seen)} of {CALLS} calls seen, "
        f"{bare} in the reference",
        failed=len(seen) < CALLS,
    )  # fmt: skip


def delays(outcome: Outcome, heard: list) -> list[float]:
    """Seconds from INVITE to the browser's event, of the first offer of each call."""
    from yingda.telephony.callers import number_of
    from yingda.telephony.models import Call

    first: dict[str, float] = {}
    for name, contact, at, _ in heard:
        if name == "offer.made":
            first.setdefault(contact, at)
    calls = Call.objects.filter(contact__uid__in=first).select_related("contact")
    shown = {number_of(call).removeprefix("+86"): first[str(call.contact.uid)] for call in calls}
    return [shown[number] - began.timestamp() for number, began in outcome.began.items() if number in shown]


@contextmanager
def browser(house: PhoneHouse, port: int) -> Iterator:
    """A page of a supervisor who hears the feed from now on."""
    from playwright.sync_api import sync_playwright

    from yingda.journal.feed import head

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
    hire_listener(house)
    path = shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = opened.new_page()
        page.goto(f"http://127.0.0.1:{port}/health")
        page.evaluate(
            """words => fetch("/api/session", {method: "POST", headers: {"Content-Type": "application/json"},
            body: JSON.stringify(words)}).then((answer) => { if (!answer.ok) throw new Error(answer.status); })""",
            {"username": USER, "password": PASSWORD},
        )
        page.evaluate(LISTEN, head())
        yield page
        opened.close()


def hire_listener(house: PhoneHouse) -> None:
    """Once a house, whoever asks first."""
    from yingda.people.models import Grant, Person, Role

    if Person.objects.filter(username=USER).exists():
        return
    person = Person(username=USER, name="班长", work_number="6999", team=house.line.teams.get())
    person.set_password(PASSWORD)
    person.save()
    Grant.objects.create(person=person, role=Role.SUPERVISOR)
