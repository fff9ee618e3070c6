"""However it is asked to end, a process hears it once and finishes what it is at."""

import os
import signal
import subprocess
import sys

import pytest

WAITS = """
import sys
from yingda.serve.ending import ending
asked = ending(int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdigit() else None)
print("ready", flush=True)
asked.wait()
print("asked", flush=True)
if "slow" in sys.argv:
    sys.stdin.read()
print("finished", flush=True)
"""


@pytest.fixture
def process():
    started = []

    def start(*words, **options):
        command = [sys.executable, "-c", WAITS, *map(str, words)]
        started.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options))
        assert started[-1].stdout.readline() == "ready\n"
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait()
        one.stdin.close()
        one.stdout.close()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_it_finish(process, sent):
    one = process()
    one.send_signal(sent)
    assert one.stdout.read() == "asked\nfinished\n"
    assert one.wait() == 0


def test_many_signals_at_once_are_one(process):
    one = process("slow")
    for _ in range(50):
        one.send_signal(signal.SIGTERM)
    assert one.stdout.readline() == "asked\n"
    one.stdin.close()
    assert one.stdout.read() == "finished\n"
    assert one.wait() == 0


def test_the_end_of_the_parent_is_a_signal_too(process):
    reading, writing = os.pipe()
    one = process(reading, pass_fds=(reading,))
    os.close(reading)
    os.close(writing)
    assert one.stdout.read() == "asked\nfinished\n"


def test_ctrl_c_twice_does_not_wait(process):
    one = process("slow")
    one.send_signal(signal.SIGINT)
    assert one.stdout.readline() == "asked\n"
    one.send_signal(signal.SIGINT)
    assert one.wait() == 1
