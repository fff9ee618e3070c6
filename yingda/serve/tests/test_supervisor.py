"""Children are kept running, and end when their supervisor does, however it ends."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from yingda.serve.leash import dies_with_parent
from yingda.serve.supervisor import FIRST_DELAY, LONGEST_DELAY, SETTLED_SECONDS, Child, Supervisor


@pytest.fixture
def keeper():
    """Starts a supervisor over actors; all end with the test."""
    started = []

    def start(*words):
        command = [sys.executable, "-m", "yingda.serve.tests.keeper", *map(str, words)]
        started.append(subprocess.Popen(command, preexec_fn=dies_with_parent()))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_for(true, what, seconds=15):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def pids(path):
    lines = path.read_text().splitlines() if path.exists() else []
    return [int(line.split()[1]) for line in lines if line.startswith("began")]


def alive(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def test_a_killed_child_is_started_again(keeper, tmp_path):
    keeper(f"drains:{tmp_path / 'web'}")
    wait_for(lambda: len(pids(tmp_path / "web")) == 1, "it never began")
    os.kill(pids(tmp_path / "web")[0], signal.SIGKILL)
    wait_for(lambda: len(pids(tmp_path / "web")) == 2, "it was not started again")


def test_asked_to_end_it_lets_the_children_drain(keeper, tmp_path):
    process = keeper(f"drains:{tmp_path / 'web'}", f"drains:{tmp_path / 'clock'}")
    wait_for(lambda: pids(tmp_path / "web") and pids(tmp_path / "clock"), "they never began")
    process.terminate()
    assert process.wait(15) == 0
    assert "drained" in (tmp_path / "web").read_text()
    assert "drained" in (tmp_path / "clock").read_text()


def test_a_child_that_does_not_drain_in_time_is_killed(keeper, tmp_path):
    process = keeper(f"stays:{tmp_path / 'web'}")
    wait_for(lambda: pids(tmp_path / "web"), "it never began")
    process.terminate()
    assert process.wait(15) == 1
    assert not alive(pids(tmp_path / "web")[0])


def test_children_of_a_killed_supervisor_drain_and_end(keeper, tmp_path):
    process = keeper(f"drains:{tmp_path / 'web'}")
    wait_for(lambda: pids(tmp_path / "web"), "it never began")
    process.kill()
    process.wait()
    wait_for(lambda: "drained" in (tmp_path / "web").read_text(), "it outlived its supervisor")


class Dead:
    """A process that has ended."""

    pid = 1

    def poll(self):
        return 9


class Starts(Supervisor):
    """A supervisor whose children die at birth, noting when they were started."""

    def __init__(self, child):
        super().__init__([child])
        self.times = []

    def start(self, child, now):
        self.times.append(now)
        child.process, child.started = Dead(), now


def test_a_child_that_keeps_dying_is_started_ever_more_rarely():
    child = Child(("web",))
    keeper = Starts(child)
    for tick in range(4000):
        keeper.look_after(child, 1000 + tick * FIRST_DELAY / 10)
    waits = [round(later - earlier, 2) for earlier, later in zip(keeper.times, keeper.times[1:], strict=False)]
    assert waits == sorted(waits)
    assert waits[0] < 2 * FIRST_DELAY
    assert LONGEST_DELAY <= waits[-1] < LONGEST_DELAY + 1


def test_a_child_that_had_settled_starts_again_soon():
    child = Child(("web",), process=Dead(), started=1000, delay=LONGEST_DELAY)
    Starts(child).look_after(child, 1000 + SETTLED_SECONDS)
    assert child.delay == FIRST_DELAY
