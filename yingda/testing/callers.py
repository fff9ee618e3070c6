"""Somebody who calls Yingda over HTTP: from an address of their own, by a kept connection, and with patience."""

import http.client
import ipaddress
import itertools
import json
import random
import threading
import time
from collections.abc import Sequence
from http.cookies import SimpleCookie

ANSWER_SECONDS = 15
PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.05
LATER = {429, 502, 503}
GONE = (OSError, http.client.HTTPException, json.JSONDecodeError)  # killed under us, or never there
FIRST_ADDRESS = ipaddress.IPv4Address("127.1.0.1")  # Linux answers on all of 127.0.0.0/8
numbers = itertools.count()


class Refused(Exception):
    """The server understood and said no."""

    def __init__(self, path: str, status: int, said: str):
        super().__init__(f"{path}: {status} {said[:300]}")
        self.status = status


class Silence(Exception):
    """Nobody answered for PATIENCE_SECONDS."""


class Caller:
    """Asks one of the processes at `ports`, another one when that is gone. Seconds of each answer go to `took`."""

    def __init__(self, ports: Sequence[int], *, took: list[float] | None = None):
        self.ports = ports
        self.address = str(FIRST_ADDRESS + next(numbers))
        self.headers = {"Content-Type": "application/json"}
        self.cookies: dict[str, str] = {}
        self.took = [] if took is None else took
        self.connection: http.client.HTTPConnection | None = None

    def insist(self, method: str, path: str, body: dict | None = None) -> dict:
        """Ask the same again and again until somebody answers. Raises Refused and Silence."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                return self.ask(method, path, body)
            except GONE:
                self.close()
            except Refused as refused:
                if refused.status not in LATER:
                    raise
            time.sleep(PAUSE_SECONDS)
        raise Silence(path)

    def ask(self, method: str, path: str, body: dict | None = None) -> dict:
        """Ask once. Raises Refused, or one of GONE."""
        began = time.monotonic()
        answer, said = self.exchange(method, path, body)
        if answer.status >= 400:
            raise Refused(path, answer.status, said.decode(errors="replace"))
        self.took.append(time.monotonic() - began)
        self.remember(answer.headers.get_all("Set-Cookie", []))
        return json.loads(said) if said else {}

    def exchange(self, method: str, path: str, body: dict | None) -> tuple[http.client.HTTPResponse, bytes]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection(
                "127.0.0.1", random.choice(self.ports), timeout=ANSWER_SECONDS, source_address=(self.address, 0)
            )
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = self.headers | ({"Cookie": cookie} if cookie else {})
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        return answer, answer.read()

    def remember(self, cookies: Sequence[str]) -> None:
        for cookie in cookies:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}

    def close(self) -> None:
        if self.connection:
            self.connection.close()
            self.connection = None


class Talker(threading.Thread):
    """A caller's thread that does its `turn` again and again until `enough` is set; what goes wrong is a fault."""

    def __init__(self, faults: list[str], enough: threading.Event):
        super().__init__(daemon=True)
        self.faults = faults
        self.enough = enough

    def run(self) -> None:
        try:
            self.begin()
            while not self.enough.is_set():
                self.turn()
        except Exception as error:  # told by whoever sent this thread: a thread has nobody to raise to
            self.faults.append(f"{type(self).__name__}: {error!r}")

    def begin(self) -> None:
        """What comes before the first turn."""

    def turn(self) -> None:
        raise NotImplementedError
