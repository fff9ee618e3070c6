"""The bench of clock and intake at small size, as a process of its own: it works, and loses and doubles nothing."""

import os
import subprocess
import sys

import pytest

CLOCK = "from yingda.bench.clock import Sizes, lines; [print(line) for line in lines(Sizes(3000, 400, 300, 1))]"
INTAKE = "from yingda.bench.intake import lines; [print(line) for line in lines(20, workers=2)]"


def said(program: str) -> list[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("YINGDA_")}
    done = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.timeout(240)
def test_the_clock_is_measured_and_nothing_is_lost_or_doubled():
    throughput, lag, burst = said(CLOCK)
    assert throughput.startswith("| clock, 3,000 running promises |")
    assert "none lost or doubled" in lag
    assert "none lost or doubled" in burst


@pytest.mark.timeout(240)
def test_the_intake_is_measured_within_its_statements():
    durable, http, relaxed = said(INTAKE)
    assert "11 statements a contact" in durable
    assert "through HTTP with 2 workers" in http and "FAILED" not in http
    assert "synchronous_commit off" in relaxed
