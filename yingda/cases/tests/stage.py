"""A stage for tests of what comes after a contact: the cast, the standard in force, contacts at any point."""

from datetime import datetime, timedelta
from uuid import uuid4

from yingda.contacts.arrive import arrive
from yingda.contacts.classify import classify
from yingda.contacts.end import end
from yingda.contacts.models import Contact
from yingda.customers.making_known import create
from yingda.customers.models import Customer
from yingda.customers.tests.cast import AT, Cast
from yingda.journal.models import Fact
from yingda.people.models import Person
from yingda.standard import versions

MINUTE = timedelta(minutes=1)
COMPLAINT = {
    "name": "李雪", "phone": "13800138000", "happened": "上周一", "description": "路灯坏了两个月没有人修",
    "demand": "尽快修好", "measures": "已转市政维修",
}


class Stage(Cast):
    """王芳 serves customers of the hotline."""

    def __init__(self) -> None:
        super().__init__()
        versions.forget()
        versions.ensure_first_version(AT - timedelta(days=30))

    def customer(self, **more) -> Customer:
        return create(line=self.hotline, by=self.wang, at=AT, **({"name": "李雪", "phones": ["13800138000"]} | more))

    def talking(self, agent: Person | None = None, at: datetime = AT, **more) -> Contact:
        """A contact in which an agent has answered."""
        contact = arrive(line=self.hotline, channel="chat", uid=uuid4(), at=at, **more)
        Contact.objects.filter(pk=contact.pk).update(
            state="talking", step="accept", agent=agent or self.wang, queued=at, answered=at
        )
        contact.refresh_from_db()
        return contact

    def typed(self, contact: Contact, kind: str = "complaint", at: datetime = AT) -> Contact:
        return classify(contact, by=self.wang, at=at, request_type=kind, urgency="normal", need="修路灯")

    def ended(self, contact: Contact, at: datetime = AT) -> Contact:
        return end(contact, by="customer", at=at)


def facts(name: str, **wanted) -> list[Fact]:
    """The facts of this name, in order."""
    return list(Fact.objects.filter(name=name, **wanted).order_by("pk"))
