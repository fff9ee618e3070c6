"""Visitors who never stop talking, whatever is killed under them: what was acknowledged is compared with the database."""

import json
import random
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from uuid import UUID

from yingda.lib.ids import uuid7

TIMEOUT_SECONDS = 15
PAUSE_SECONDS = 0.05
GONE = (urllib.error.URLError, OSError, TimeoutError, json.JSONDecodeError)


@dataclass
class Besieger(threading.Thread):
    """One visitor: begins a conversation, then writes one message after another, each sent until it is acknowledged.

    `sent`: uids handed over at least once; `acknowledged`: those that the server has said it has.
    """

    urls: list[str]
    site: str = "hotline"
    pause: float = 0.4
    contact: UUID = field(default_factory=uuid7)
    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    ending: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self):
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        token = self.until_answered(f"/api/chat/{self.site}/visitors", {"uid": str(uuid7())}, None)["token"]
        first = {"uid": str(self.contact), "message_uid": str(uuid7()), "text": "路灯坏了"}
        self.say("/api/chat/contacts", first, token, first["message_uid"])
        number = 0
        while not self.ending.is_set():
            number += 1
            uid = str(uuid7())
            self.say("/api/chat/messages", {"uid": uid, "text": f"第 {number} 句"}, token, uid)
            self.ending.wait(self.pause)

    def say(self, path: str, body: dict, token: str, uid: str) -> None:
        self.sent.append(uid)
        if self.until_answered(path, body, token) is not None:
            self.acknowledged.append(uid)

    def until_answered(self, path: str, body: dict, token: str | None) -> dict | None:
        """Send the same again and again until somebody answers; a refusal other than «later» is a fault."""
        while not self.ending.is_set():
            try:
                return self.post(path, body, token)
            except urllib.error.HTTPError as error:
                if error.code not in {429, 502, 503}:
                    self.faults.append(f"{path}: {error.code} {error.read()[:200]!r}")
                    self.ending.set()
                    return None
            except GONE:
                pass  # killed under us: the same request goes out again
            time.sleep(PAUSE_SECONDS)
        return None

    def post(self, path: str, body: dict, token: str | None) -> dict:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        url = random.choice(self.urls) + path
        request = urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST")
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            return json.load(answer)
