"""Nobody is dropped: without a driver callers are told, queued and answered; waiting ones are moved when it stops."""

import subprocess
import sys
import time

import pytest

from yingda.telephony.pbx import watchdog
from yingda.testing.ari_events import Events
from yingda.testing.patience import until

pytestmark = pytest.mark.timeout(120)
SECRET = "only-for-tests"


class Driver:
    """The least of a driver: its application is there, and it answers who comes."""

    def __init__(self, pbx):
        self.pbx = pbx
        self.came: list[dict] = []
        self.events = Events(pbx.address, "yingda", self.hear)
        self.events.open()

    def hear(self, event: dict) -> None:
        if event["type"] == "StasisStart":
            self.came.append(event)

    def takes(self, place: str) -> str:
        """The next call, answered and in this place; its channel."""
        channel = until(lambda: self.came and self.came.pop(0), "no call comes to the driver")["channel"]["id"]
        self.pbx.ari.post(f"channels/{channel}/answer")
        self.pbx.ari.post(f"channels/{channel}/variable", variable="YD_CALL", value="7")
        self.pbx.ari.post(f"channels/{channel}/variable", variable="YD_PLACE", value=place)
        return channel


@pytest.fixture
def driver(pbx):
    driver = Driver(pbx)
    yield driver
    driver.events.close()


@pytest.fixture
def phone(pbx, carrier):
    """The one phone that the fallback queue rings."""
    pbx.phone("6021", SECRET)
    pbx.asterisk.command("queue add member PJSIP/6021 to yingda-fallback")
    yield carrier.phone("6021", SECRET)
    pbx.asterisk.command("queue remove member PJSIP/6021 from yingda-fallback")


@pytest.fixture
def dog(pbx):
    process = subprocess.Popen([sys.executable, "-m", watchdog.__name__, str(pbx.folder)])
    yield process
    process.kill()
    process.wait()


def noted(pbx) -> list[str]:
    """What the AstDB notes of calls in the fallback, without times: caller|dialled|origin|call|outcome|answered by."""
    said = pbx.asterisk.command("database show yingda-fallback").splitlines()
    return [line.partition(": ")[2].partition("|")[2] for line in said if ": " in line]


def context(pbx, channel: str) -> str:
    return pbx.ari.get(f"channels/{channel}")["dialplan"]["context"]


def test_a_fresh_driver_gets_the_call_with_what_was_dialled(pbx, carrier, driver):
    pbx.beat()
    carrier.call("4008", caller="13800138000")
    came = until(lambda: driver.came, "no call comes to the driver")[0]
    assert came["args"] == ["trunk", "4008", "carrier"]
    assert came["channel"]["caller"]["number"] == "13800138000"


def test_what_is_dialled_cannot_speak_for_somebody_else(pbx, carrier, driver):
    pbx.beat()
    carrier.call("4008,6021")
    came = until(lambda: driver.came, "no call comes to the driver")[0]
    assert came["args"] == ["trunk", "40086021", "carrier"]


def test_without_a_driver_a_caller_is_told_queued_and_answered(pbx, carrier, phone):
    caller = carrier.call("4008", caller="13800138000").answered(20)
    assert caller.hears_sound()
    assert noted(pbx) == ["13800138000|4008|trunk||waiting|"]
    agent = phone.rings(30).answer()
    agent.say(800)
    assert caller.hears(800)
    caller.hang_up()
    until(lambda: noted(pbx) == ["13800138000|4008|trunk||answered|PJSIP/6021"], noted(pbx))


def test_who_gives_up_is_noted(pbx, carrier):
    caller = carrier.call("4008").answered(20)
    caller.hang_up()
    until(lambda: noted(pbx) == ["13800138000|4008|trunk||abandoned|"], "it is not noted")


def test_a_driver_that_comes_within_seconds_still_gets_the_call(pbx, carrier, driver):
    carrier.call("4008")
    time.sleep(2)
    assert not driver.came  # it is there, but its heart does not beat
    pbx.beat()
    until(lambda: driver.came, "no call comes to the driver")


def test_when_the_heart_stops_who_waits_is_moved_and_who_talks_is_not(pbx, carrier, driver, phone, dog):
    pbx.beat()
    carrier.call("4008")
    talking = driver.takes("talk")
    waiter = carrier.call("4009", caller="13900139000")
    waiting = driver.takes("queue")
    waiter.answered()
    until(lambda: context(pbx, waiting) == "fallback", "the waiting caller is left alone", 10)
    assert context(pbx, talking) == "handing"
    agent = phone.rings(30).answer()
    agent.say(900)
    assert waiter.hears(900)
    assert noted(pbx) == ["13900139000|4009|trunk|7|waiting|"]


def test_as_long_as_it_beats_nobody_is_moved(pbx, carrier, driver, dog):
    pbx.beat(1)
    carrier.call("4008")
    waiting = driver.takes("queue")
    for later in range(2, 9):
        pbx.beat(later)
        time.sleep(1)
    assert context(pbx, waiting) != "fallback"


def test_an_agent_who_dials_without_a_driver_hears_that_it_cannot_be(pbx, phone):
    party = phone.call("13900139000")
    assert party.ended(20) in {"full", "unknown", "busy"}


@pytest.mark.parametrize(
    ("variables", "app", "waits"),
    [
        ({"YD_PLACE": "queue"}, "Stasis", True),
        ({"YD_PLACE": "lobby"}, "Stasis", True),
        ({"YD_PLACE": "talk"}, "Stasis", False),
        ({"YD_PLACE": "queue"}, "Queue", False),
        ({"YD_PLACE": "", "YD_ORIGIN": "web"}, "Stasis", True),
        ({"YD_PLACE": "", "YD_ORIGIN": ""}, "Stasis", False),
    ],
)
def test_who_waits(variables, app, waits):
    assert watchdog.waits({"channelvars": variables, "dialplan": {"app_name": app}}) is waits


def test_a_heart_beats_by_changing_whatever_the_clock_says():
    beat = watchdog.Beat()
    assert not beat.stale("100", now=0)
    assert not beat.stale("100", now=4)
    assert beat.stale("100", now=6)
    assert not beat.stale("7", now=7)
