"""A `yingda` subcommand as a process of its own, for tests that kill and for the bench."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from yingda.serve.leash import dies_with_parent

PATIENCE = 90
POLL = 0.02
PORTS = range(10_000, 15_000)  # below those of outgoing connections, and of the exchange
CHANCE = random.SystemRandom()  # a test that seeds the common one would choose the same port as its neighbour


class HasPid(Protocol):
    """A running process."""

    @property
    def pid(self) -> int: ...


class Process:
    """`yingda WORDS…` in its own process group, writing what it says to `log`."""

    def __init__(self, words: tuple[str, ...], *, environ: dict[str, str], log: Path):
        self.log = log
        with open(log, "wb") as output:
            self.popen = subprocess.Popen(
                [sys.executable, "-m", "yingda", *words],
                env=environ | {"PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=dies_with_parent(),
            )

    @property
    def pid(self) -> int:
        return self.popen.pid

    @property
    def said(self) -> str:
        """All it has written so far."""
        return self.log.read_text(errors="replace")

    def wait_until_it_says(self, text: str, seconds: float = PATIENCE) -> None:
        """Wait for `text` in its output. Raises AssertionError with the output when it ends or stays silent."""
        end = time.monotonic() + seconds
        while text not in self.said:
            gone = self.popen.poll() is not None and text not in self.said
            assert not gone, f"it ended with {self.popen.returncode} and never said {text!r}:\n{self.said}"
            assert time.monotonic() < end, f"it did not say {text!r} within {seconds} s:\n{self.said}"
            time.sleep(POLL)

    def wait_until_it_serves(self, port: int, seconds: float = PATIENCE) -> None:
        """Wait for this port of 127.0.0.1 to answer. Raises AssertionError with the output when it does not."""
        end = time.monotonic() + seconds
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                assert self.popen.poll() is None, f"it ended with {self.popen.returncode}:\n{self.said}"
                assert time.monotonic() < end, f"port {port} does not answer:\n{self.said}"
                time.sleep(POLL)

    def wait(self, seconds: float = PATIENCE) -> int:
        """Its exit code."""
        return self.popen.wait(seconds)

    def kill(self) -> None:
        """`kill -9` the process alone, as a crash would."""
        self.popen.kill()
        self.popen.wait()

    def terminate(self) -> None:
        """Ask it to end (SIGTERM)."""
        self.popen.terminate()

    def end(self) -> None:
        """End it and all that it started."""
        try:
            os.killpg(self.popen.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it and its children are gone already
        self.popen.wait()


@contextmanager
def frozen(process: HasPid, unless: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Stop it (SIGSTOP) meanwhile; at another moment while `unless()` is true of the one that was met."""
    os.kill(process.pid, signal.SIGSTOP)
    try:
        while unless():
            os.kill(process.pid, signal.SIGCONT)
            time.sleep(POLL)
            os.kill(process.pid, signal.SIGSTOP)
        yield
    finally:
        os.kill(process.pid, signal.SIGCONT)


def free_port() -> int:
    """One that no outgoing connection takes before it is used."""
    while True:
        port = CHANCE.choice(PORTS)
        with socket.socket() as listening:
            try:
                listening.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
