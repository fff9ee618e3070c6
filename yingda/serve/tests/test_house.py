"""`yingda serve` as people use it: it starts by itself, heals itself, and leaves nothing behind."""

import http.client
import os
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest

pytestmark = [pytest.mark.commits, pytest.mark.timeout(300)]
CHILDREN = {"web", "clock", "jobs"}


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def house(run_process, port):
    """A running house; its `port` is where it answers."""
    process = run_process("serve", YINGDA_PORT=str(port), YINGDA_PBX="off", LANG="zh_CN.UTF-8", LC_ALL="")
    process.port = port
    process.wait_until_it_says("应答已就绪")
    return process


def status(port, path="/health"):
    """The status of an answer; None when there is nobody."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def children(pid):
    """The child processes by the subcommand that they run."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError, ValueError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            words = (folder / "cmdline").read_text().split("\0")
            if parent == pid and "yingda" in words:
                found[words[words.index("yingda") + 1]] = int(folder.name)
    return found


def wait_for(true, what, seconds=30):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def gone(pid):
    return not Path(f"/proc/{pid}").exists()


def test_a_first_start_needs_no_question_and_a_second_on_the_same_folder_is_refused(house, run_process):
    assert "wangfang" in house.said
    assert status(house.port) == 200
    assert children(house.pid).keys() == CHILDREN
    second = run_process("serve", YINGDA_PORT=str(house.port), LANG="en_US.UTF-8", LC_ALL="")
    assert second.wait() == 1
    assert f"Another yingda serve (process {house.pid})" in second.said
    assert "Traceback" not in second.said


def test_each_child_that_is_killed_runs_again(house):
    before = children(house.pid)
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: children(house.pid).keys() == CHILDREN, "not all children came back")
    assert not set(children(house.pid).values()) & set(before.values())
    assert status(house.port) == 200


def test_asked_to_end_it_drains_and_leaves_nothing(house):
    running = children(house.pid)
    idle = socket.create_connection(("127.0.0.1", house.port))  # a browser's open connection keeps nobody waiting
    house.terminate()
    assert house.wait() == 0, house.said
    idle.close()
    assert all(gone(pid) for pid in running.values())
    assert "Traceback" not in house.said
    assert "应答已停止" in house.said


def test_killed_it_takes_its_children_with_it(house):
    running = children(house.pid)
    house.kill()
    wait_for(lambda: all(gone(pid) for pid in running.values()), "children outlived the house")


def test_a_taken_port_is_said_in_a_sentence(run_process):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = run_process("serve", "--port", str(port), LANG="zh_CN.UTF-8", LC_ALL="")
        assert process.wait() == 1
    assert f"端口 {port}" in process.said


def test_several_workers_share_one_port(run_process, port):
    process = run_process("web", "--workers", "2", "--port", str(port))
    wait_for(lambda: process.said.count("Application startup complete") == 2, "they did not start")
    assert status(port) == 200
    workers = children(process.pid)
    assert workers.keys() == {"web"}
    process.terminate()
    assert process.wait() == 0, process.said
