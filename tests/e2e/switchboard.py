"""A house with a telephone for end-to-end tests: real exchange, carrier and desk phones; agents act over HTTP."""

import threading
from dataclasses import dataclass, field
from datetime import time

from yingda.lib.ids import uuid7
from yingda.people.models import Line
from yingda.telephony.models import Exchange, Hotline, Number, Trunk
from yingda.testing.callers import GONE, Caller
from yingda.testing.carrier import CARRIER_HOST, Carrier
from yingda.testing.parties import Party
from yingda.testing.patience import PATIENCE, until
from yingda.testing.processes import Process

NUMBER = "12345000"
RENEW_SECONDS = 5


@dataclass
class Switchboard:
    """The house's web process at `port`, its passwords, who telephones, and the process that drives the exchange."""

    port: int
    passwords: dict[str, str]
    carrier: Carrier
    driver: Process
    agents: dict[str, "Agent"] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def calls(self, *, caller: str = "13800138000") -> Party:
        """A customer dials the hotline."""
        return self.carrier.call(NUMBER, caller=caller)

    def agent(self, username: str, *, ready: bool = True) -> "Agent":
        """Signed in, with a registered desk phone, ready for calls."""
        agent = self.agents[username] = Agent(self, username)
        agent.take_phone()
        if ready:
            agent.be_ready()
        return agent


class Agent:
    """Somebody at a desk with a hard phone. `phone` rings; the rest is asked of the API as the desk does it."""

    def __init__(self, board: Switchboard, username: str):
        self.board, self.username = board, username
        self.http = Caller([board.port])
        words = {"username": username, "password": board.passwords[username]}
        self.http.headers["X-CSRFToken"] = self.http.insist("POST", "/api/session", words)["csrf"]

    def take_phone(self) -> None:
        account = self.post("/api/phone/hard-secret")
        self.put("/api/phone", {"choice": "hard"})
        self.number = account["username"]
        self.phone = self.board.carrier.phone(self.number, account["secret"])
        until(lambda: self.get("/api/phone")["registered"], f"{self.username}'s phone is not seen", PATIENCE)

    def be_ready(self) -> None:
        """And stay connected until the test is over."""
        self.put("/api/presence/lease", {"browser": self.username})
        self.put("/api/presence", {"state": "ready"})
        Lease(self).start()

    def rings(self) -> Party:
        """The phone rings within the patience of a customer."""
        return self.board.carrier.rings(self.number, PATIENCE)

    def takes(self) -> Party:
        return self.rings().answer()

    @property
    def contact(self) -> dict:
        """The one that is live at the desk, as the desk sees it."""
        live = [one for one in self.get("/api/desk")["contacts"] if one["state"] == "talking"]
        assert len(live) == 1, live
        return live[0]

    def get(self, path: str) -> dict:
        return self.http.insist("GET", path)

    def post(self, path: str, body: dict | None = None) -> dict:
        return self.http.insist("POST", path, body or {})

    def put(self, path: str, body: dict) -> dict:
        return self.http.insist("PUT", path, body)

    def delete(self, path: str) -> dict:
        return self.http.insist("DELETE", path)


class Lease(threading.Thread):
    """Renews an agent's lease, as the page does."""

    def __init__(self, agent: Agent):
        super().__init__(daemon=True)
        self.browser, self.over = agent.username, agent.board.over
        self.http = Caller(agent.http.ports)
        self.http.headers, self.http.cookies = agent.http.headers, dict(agent.http.cookies)

    def run(self) -> None:
        while not self.over.wait(RENEW_SECONDS):
            try:
                self.http.ask("PUT", "/api/presence/lease", {"browser": self.browser})
            except GONE:
                self.http.close()  # the web process was killed: ask the next one


def dial_in(carrier: Carrier) -> Line:
    """The hotline's number comes in by the carrier's trunk; without announcements, and recorded."""
    line = Line.objects.get(code="hotline")
    trunk = Trunk.objects.create(uid=uuid7(), name="carrier", host=CARRIER_HOST, port=carrier.port)
    number, _ = Number.objects.update_or_create(digits=NUMBER, defaults={"line": line, "trunk": trunk})
    Number.objects.filter(line=line).update(trunk=trunk)
    behaves = {"notice": False, "languages": ["zh"], "position_every": 0, "short_abandon": 1, "menu": None}
    behaves |= {"decent_from": time.min, "decent_until": time.max}  # tests call people at any hour
    Hotline.objects.update_or_create(line=line, defaults=behaves | {"caller_number": number})
    return line


def wait_for_driver() -> None:
    until(lambda: Exchange.objects.filter(up=True).exists(), "the driver did not reach the exchange", PATIENCE)
