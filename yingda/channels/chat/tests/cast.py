"""A visitor's browser, as the server sees it."""

from datetime import timedelta
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yingda.contacts.models import Contact
from yingda.lib.ids import uuid7
from yingda.lib.times import now
from yingda.people.models import Person
from yingda.routing.lease import renew_lease
from yingda.routing.matching import match_once
from yingda.routing.models import Offer
from yingda.routing.offers import accept
from yingda.routing.presence import go

MINUTE = timedelta(minutes=1)
PHONE = "138 0013 8000"


class Browser:
    """Talks to /api/chat as the widget does."""

    def __init__(self, site: str, address: str = "203.0.113.7"):
        self.site = site
        self.client = Client(REMOTE_ADDR=address)
        self.token = ""
        self.uid = uuid7()

    def met(self) -> "Browser":
        self.token = self.meet().json()["token"]
        return self

    def meet(self):
        return self.post(f"{self.site}/visitors", {"uid": self.uid, "page": "https://www.example.cn/help"})

    def get(self, path: str):
        return self.client.get(f"/api/chat/{path}", headers=self.headers)

    def post(self, path: str, body: dict | None = None):
        return self.client.post(f"/api/chat/{path}", body or {}, content_type="application/json", headers=self.headers)

    def put(self, path: str):
        return self.client.put(f"/api/chat/{path}", headers=self.headers)

    def send_file(self, name: str, content: bytes, uid: UUID | None = None):
        file = SimpleUploadedFile(name, content)
        return self.client.post("/api/chat/files", {"uid": uid or uuid7(), "file": file}, headers=self.headers)

    def begin(self, text: str = "路灯坏了", **more: object):
        body = {"uid": uuid7(), "message_uid": uuid7(), "language": "zh", "text": text} | more
        return self.post("contacts", body)

    def leave(self, text: str = "夜间施工太吵", **more: object):
        body = {"uid": uuid7(), "message_uid": uuid7(), "language": "zh", "text": text, "phone": PHONE} | more
        return self.post("leave-message", body)

    def say(self, text: str, uid: UUID | None = None):
        return self.post("messages", {"uid": uid or uuid7(), "text": text})

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    @property
    def contact(self) -> Contact:
        """The visitor's contact, behind the scenes."""
        return Contact.objects.get(uid=self.get("contacts/current").json()["contact"]["id"])


def answers(agent: Person) -> Contact:
    """The agent comes to the desk, gets the next in the queue and accepts."""
    at = now()
    renew_lease(agent, browser="b", at=at)
    go(agent, "ready", at=at)
    match_once(at)
    return accept(Offer.objects.get(person=agent, outcome=""), by=agent, at=at)
