"""The shapes of contacts in the API."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yingda.access.schemas import FileOut, LineOut, PersonBrief
from yingda.contacts.call_schemas import CallOut
from yingda.customers.schemas import CustomerBrief
from yingda.lib.text import Words

Channel = Literal["chat", "phone", "email", "sms", "visit"]
State = Literal["waiting", "offered", "talking", "ended", "closed", "archived"]
RequestType = Literal[
    "consultation", "complaint", "suggestion", "business", "emergency", "after_sales", "press", "other"
]
Urgency = Literal["normal", "urgent", "critical"]


class CaseBrief(Schema):
    id: UUID
    number: str


class ContactStepOut(Schema):
    step: str
    reached: datetime | None
    lacks: list[str]
    lacks_en: list[str]


class MessageOut(Schema):
    id: UUID
    contact: UUID
    author: Literal["customer", "agent", "system"]
    kind: Literal["text", "file", "opening", "news", "whisper"]
    by: PersonBrief | None
    text: str
    file: FileOut | None
    at: datetime
    seen: datetime | None


class VisitOut(Schema):
    """A contact as its customer sees it."""

    id: UUID
    line: LineOut
    channel: Channel
    direction: str
    state: State
    language: str
    agent: PersonBrief | None
    arrived: datetime
    queued: datetime | None
    answered: datetime | None
    ended: datetime | None
    ended_by: str


class ContactOut(VisitOut):
    step: str
    steps: list[ContactStepOut]
    customer: CustomerBrief | None
    request_type: str
    urgency: str
    need: str
    rang: datetime | None
    archived: datetime | None
    unread: int
    last_message: MessageOut | None
    case: CaseBrief | None
    call: CallOut | None


class ContactPage(Schema):
    items: list[ContactOut]
    next: str | None


class MessagePage(Schema):
    items: list[MessageOut]
    next: str | None


class MessageMade(MessageOut):
    """A message just written, with hints on how to write the next one (6.4)."""

    hints: list[str]


class ContactPatch(Schema):
    request_type: RequestType | None = None
    urgency: Urgency | None = None
    need: Words | None = Field(None, max_length=500)
    language: str | None = Field(None, pattern="^[a-z]{2}(-[A-Za-z]{2,4})?$")


class MessageIn(Schema):
    id: UUID
    text: Words = Field("", max_length=4000)
    file: UUID | None = None
    whisper: bool = False


class SeenIn(Schema):
    upto: UUID


class TypingIn(Schema):
    typing: bool = True


class TransferIn(Schema):
    id: UUID
    person: UUID | None = None
    team: UUID | None = None
    line: Words | None = Field(None, max_length=32)
    reason: Words = Field(max_length=500)
    consent: bool


class TransferOut(Schema):
    id: UUID
    contact: ContactOut


class IdentityCheckIn(Schema):
    id: UUID
    consent: bool
    reason: Words = Field(max_length=200)
    compared: list[Literal["name", "phone", "document", "customer_number", "order_number"]] = Field(max_length=5)
    result: Literal["passed", "failed", "refused"]


class IdentityCheckOut(Schema):
    id: UUID
    by: PersonBrief
    consent: bool
    reason: str
    compared: list[str]
    result: str
    at: datetime


class RecogniseIn(Schema):
    customer: UUID


class MessageRevealIn(Schema):
    reason: Words = Field(max_length=200)


class MessageRevealOut(Schema):
    text: str


class TimelineEntry(Schema):
    id: int
    at: datetime
    recorded: datetime | None
    name: str
    title: str
    detail: str
    by: PersonBrief | None
    person: PersonBrief | None


class TimelinePage(Schema):
    items: list[TimelineEntry]
    next: str | None
