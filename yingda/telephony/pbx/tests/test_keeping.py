"""The exchange outlives whoever started it, is found again, and ends when it may."""

import os
import signal
import subprocess
import sys
import time

import pytest

from yingda.telephony.pbx import status
from yingda.telephony.pbx.ari import AriError
from yingda.telephony.pbx.pushed import Pushed, remember
from yingda.telephony.pbx.running import held
from yingda.testing.patience import until

pytestmark = pytest.mark.timeout(120)
HOUSE = "from yingda.serve.supervisor import Child, Supervisor; Supervisor([Child(('pbx',))]).run()"


def a_call(house) -> str:
    """A call that lasts: the exchange's own tone, which nobody takes down. Its channel."""
    return house.ari.post("channels", endpoint="Local/*43@from-agent", context="from-agent", extension="*43")["id"]


def test_it_comes_up_and_says_so(house):
    began = time.monotonic()
    house.keep().wait_until_it_says("The exchange is up", 20)
    assert time.monotonic() - began < 10
    assert status.read(house.folder).state == status.State.UP
    assert house.watched
    assert house.ari.get("asterisk/info", only="config")["config"]["name"] == "yingda"


def test_killed_it_is_up_again_and_others_are_found_by_the_same_address(house):
    house.keep()
    house.comes_up()
    before, killed = house.address, time.monotonic()
    os.kill(house.asterisk.pid, signal.SIGKILL)
    until(lambda: not house.asterisk.runs(), "it lives on")
    until(house.asterisk.runs, "it is not started again", 1)
    house.comes_up()
    assert time.monotonic() - killed < 5
    assert house.address == before


def test_after_a_restart_phones_are_known_again(house):
    house.keep()
    house.comes_up()
    phone = {"context": "from-agent", "disallow": "all", "allow": "alaw"}
    remember(house.folder, [Pushed("endpoint", "6021", phone), Pushed("endpoint", "bad", {"no-such": "field"})])
    os.kill(house.asterisk.pid, signal.SIGKILL)
    until(lambda: known(house) == {"webcall", "6021"}, "the phone is not known again", 10)
    assert (house.folder / "pushed.json").stat().st_mode & 0o077 == 0


def known(house) -> set[str]:
    try:
        return {one["resource"] for one in house.ari.get("endpoints/PJSIP")}
    except AriError:
        return set()


def test_a_killed_keeper_leaves_it_running_and_the_next_one_takes_it_over(house):
    keeper = house.keep()
    house.comes_up()
    channel = a_call(house)
    pid = house.asterisk.pid
    keeper.kill()
    assert house.asterisk.runs()
    house.keep().wait_until_it_says("The exchange is up", 20)
    assert house.asterisk.pid == pid
    assert channel in [one["id"] for one in house.ari.get("channels")]


def test_asked_to_end_without_calls_it_ends_at_once(house):
    keeper = house.keep()
    house.comes_up()
    keeper.terminate()
    assert keeper.wait(10) == 0
    assert not house.asterisk.runs()
    assert status.read(house.folder).state == status.State.OFF


def test_asked_to_end_it_lets_a_call_finish(house):
    keeper = house.keep()
    house.comes_up()
    channel = a_call(house)
    keeper.terminate()
    assert keeper.wait(10) == 0
    assert house.asterisk.runs()
    house.ari.delete(f"channels/{channel}")
    until(lambda: not house.asterisk.runs(), "it does not end after its last call", 15)


def test_the_next_start_takes_the_end_back(house):
    keeper = house.keep()
    house.comes_up()
    channel = a_call(house)
    keeper.terminate()
    keeper.wait(10)
    house.keep().wait_until_it_says("The exchange is up", 20)
    house.ari.delete(f"channels/{channel}")
    until(lambda: not house.ari.get("channels"), "the call does not end")
    time.sleep(1.5)
    assert house.asterisk.runs()
    assert a_call(house)


def test_a_killed_house_leaves_it_running_for_those_who_call(house):
    """The keeper ends with its parent, and knows that this is not the end of the day."""
    parent = subprocess.Popen([sys.executable, "-c", HOUSE], env=house.environ, stdin=subprocess.DEVNULL)
    house.comes_up()
    parent.kill()
    parent.wait()
    until(lambda: not held(house.folder / "keeper.lock"), "the keeper does not end with its parent", 10)
    time.sleep(1)
    assert house.asterisk.runs()
    assert house.watched
    assert house.ari.get("asterisk/variable", variable="YD_BEAT")["value"] == "0"


def test_two_keepers_do_not_share_a_folder(house):
    house.keep()
    house.comes_up()
    second = house.keep()
    assert second.wait(10) == 1
    assert "Another process looks after" in second.said


def test_a_new_setting_waits_until_nobody_talks(house):
    keeper = house.keep()
    house.comes_up()
    channel = a_call(house)
    keeper.kill()
    house.keep(YINGDA_PBX_CALLS="77").wait_until_it_says("The exchange is up", 20)
    assert "maxcalls = 77" not in (house.folder / "etc/asterisk.conf").read_text()
    house.ari.delete(f"channels/{channel}")
    until(lambda: "maxcalls = 77" in (house.folder / "etc/asterisk.conf").read_text(), "it is not taken over", 15)
    house.comes_up()


def test_switched_off_there_is_none(house):
    assert house.keep(YINGDA_PBX="off").wait(10) == 0
    assert not house.asterisk.runs()
