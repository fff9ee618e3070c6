"""Simulated visitors and agents: they use the same API as the widget and the desk, and keep count of what was said."""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from yingda.lib.ids import uuid7
from yingda.lib.times import now
from yingda.testing.callers import Caller, Refused, Talker

LEASE_SECONDS = 10
COMING_TO_AN_END = 150.0
ANSWERED_WITHIN = 60.0
AGENTS_PAUSE = 0.4
FILLED = {
    "request_type": "consultation",
    "urgency": "normal",
    "phone": "13800138000",
    "name": "李雪",
}


@dataclass
class Log:
    """What everybody sent, and what the server has said it has.

    `sent`, `acknowledged`: uids of messages; `accepted`, `archived`: uids of contacts; `begun`, `ended`: conversations;
    `unheard`: contacts that nobody answered within ANSWERED_WITHIN; `took`: seconds of each answer.
    """

    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    archived: list[str] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)


class Visitor(Talker):
    """Begins a conversation, says `words` sentences, waits for an agent, and ends it; then comes as somebody new."""

    def __init__(self, ports: Sequence[int], log: Log, enough: threading.Event, *, pause: float, words: int,
                 site: str = "hotline"):  # fmt: skip
        super().__init__(log.faults, enough)
        self.ports, self.log, self.pause, self.words, self.site = ports, log, pause, words, site

    def turn(self) -> None:
        caller, contact = Caller(self.ports, took=self.log.took), str(uuid7())
        try:
            token = caller.insist("POST", f"/api/chat/{self.site}/visitors", {"uid": str(uuid7())})["token"]
            caller.headers["Authorization"] = f"Bearer {token}"
            self.talk(caller, contact)
            if self.heard(caller):
                caller.insist("POST", "/api/chat/end")
                self.log.ended.append(contact)
            else:
                self.log.unheard.append(contact)
        finally:
            caller.close()

    def talk(self, caller: Caller, contact: str) -> None:
        uid = str(uuid7())
        self.say(caller, "/api/chat/contacts", uid, {"uid": contact, "message_uid": uid, "text": "路灯坏了"})
        self.log.begun.append(contact)
        for number in range(self.words):
            self.enough.wait(self.pause)
            uid = str(uuid7())
            self.say(caller, "/api/chat/messages", uid, {"uid": uid, "text": f"第 {number + 1} 句"})

    def say(self, caller: Caller, path: str, uid: str, body: dict) -> None:
        self.log.sent.append(uid)
        caller.insist("POST", path, body)
        self.log.acknowledged.append(uid)

    def heard(self, caller: Caller) -> bool:
        """Whether an agent takes the conversation in time."""
        end = time.monotonic() + ANSWERED_WITHIN
        while time.monotonic() < end:
            if caller.insist("GET", "/api/chat/contacts/current")["contact"]["answered"]:
                return True
            time.sleep(self.pause)
        return False


class Agent(Talker):
    """Signs in, is ready, accepts what rings, answers what was said, and archives what is over."""

    def __init__(self, ports: Sequence[int], log: Log, enough: threading.Event, *, username: str, password: str,
                 pause: float):  # fmt: skip
        super().__init__(log.faults, enough)
        self.caller = Caller(ports, took=log.took)
        self.log, self.username, self.password, self.pause = log, username, password, pause
        self.leased = 0.0

    def begin(self) -> None:
        words = {"username": self.username, "password": self.password}
        self.caller.headers["X-CSRFToken"] = self.caller.insist("POST", "/api/session", words)["csrf"]

    def turn(self) -> None:
        self.be_ready()
        desk = self.caller.insist("GET", "/api/desk")
        for offer in desk["offers"]:
            self.unless_it_is_over(self.accept, offer)
        for contact in desk["contacts"]:
            self.unless_it_is_over(self.answer if contact["state"] == "talking" else self.archive, contact)
        self.enough.wait(self.pause)

    def be_ready(self) -> None:
        if time.monotonic() > self.leased + LEASE_SECONDS:
            self.caller.insist("PUT", "/api/presence/lease", {"browser": self.username})
            self.leased = time.monotonic()
        if self.caller.insist("GET", "/api/presence")["wished"] != "ready":
            self.caller.insist("PUT", "/api/presence", {"state": "ready"})

    def unless_it_is_over(self, do, about: dict) -> None:
        """A 409 or 404 is normal life: the customer has gone, or a colleague was quicker."""
        try:
            do(about)
        except Refused as refused:
            if refused.status not in {404, 409}:
                raise

    def accept(self, offer: dict) -> None:
        self.caller.insist("POST", f"/api/offers/{offer['id']}/acceptance")
        self.log.accepted.append(offer["contact"]["id"])

    def answer(self, contact: dict) -> None:
        """One answer to all that the customer has said since the last."""
        last = contact["last_message"]
        if last is None or last["author"] != "customer":
            return
        uid = str(uuid7())
        self.log.sent.append(uid)
        self.caller.insist("POST", f"/api/contacts/{contact['id']}/messages", {"id": uid, "text": "已记下。"})
        self.log.acknowledged.append(uid)

    def archive(self, contact: dict) -> None:
        """Fill what is missing, which may ask for more in the next turn, and archive what is complete."""
        form = self.caller.insist("GET", f"/api/contacts/{contact['id']}/record")
        if missing := {one["field"] for one in form["missing"]}:
            fields = {one["key"]: value_for(one) for one in form["fields"] if one["key"] in missing}
            body = {"fields": fields, "revision": form["revision"]}
            form = self.caller.insist("PATCH", f"/api/contacts/{contact['id']}/record", body)
        if not form["missing"]:
            self.caller.insist("POST", f"/api/contacts/{contact['id']}/record/archive")
            self.log.archived.append(contact["id"])


def value_for(one: dict) -> object:
    """What to write in a field of the record."""
    if one["key"] in FILLED:
        return FILLED[one["key"]]
    if one["kind"] == "choice":
        return one["choices"][0]["code"]
    return {"flag": False, "time": now().isoformat()}.get(one["kind"], "路灯")


class Crowd:
    """So many visitors, and the agents whose `passwords` by user name are given, at the processes of these ports."""

    def __init__(self, ports: Sequence[int], passwords: Mapping[str, str], *, visitors: int, words: int, pause: float):
        self.log = Log()
        self.enough, self.closing = threading.Event(), threading.Event()
        self.agents = [
            Agent(ports, self.log, self.closing, username=name, password=password, pause=AGENTS_PAUSE)
            for name, password in passwords.items()
        ]
        self.visitors = [Visitor(ports, self.log, self.enough, pause=pause, words=words) for _ in range(visitors)]

    def come(self) -> None:
        for one in [*self.agents, *self.visitors]:
            one.start()

    def go(self) -> None:
        """Let the visitors come to the end of what they are doing, then the agents archive what is left."""
        end = time.monotonic() + COMING_TO_AN_END
        self.enough.set()
        self.finish(self.visitors, end)
        while {*self.log.ended} - {*self.log.archived} and time.monotonic() < end and self.agents[0].is_alive():
            time.sleep(AGENTS_PAUSE)
        self.closing.set()
        self.finish(self.agents, end)

    def finish(self, people: Sequence[Talker], end: float) -> None:
        for one in people:
            one.join(max(1.0, end - time.monotonic()))
        self.log.faults.extend(f"{one} never came to an end" for one in people if one.is_alive())
