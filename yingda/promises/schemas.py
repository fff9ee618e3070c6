"""The shapes of promises in the API."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from yingda.access.schemas import PersonBrief
from yingda.lib.text import Words

State = Literal["running", "paused", "broken", "kept", "kept_late", "cancelled"]
Short = Annotated[Words, Field(max_length=200)]
Long = Annotated[Words, Field(max_length=500)]


class SubjectOut(Schema):
    kind: str
    id: UUID | None
    label: str
    label_en: str


class PromiseOut(Schema):
    id: UUID
    rule: str
    title: str
    title_en: str
    source: str
    line: str | None
    subject: SubjectOut
    contact: UUID | None
    case: UUID | None
    owner: PersonBrief | None
    opened: datetime
    target: datetime | None
    limit: datetime
    reminders: list[datetime]
    state: State
    settled: datetime | None
    broken: datetime | None
    round: int
    words: str


class PromisePage(Schema):
    items: list[PromiseOut]
    next: str | None


class PauseOut(Schema):
    since: datetime
    ended: datetime | None
    reason: str


class ExtensionOut(Schema):
    id: UUID
    before: datetime
    limit: datetime
    reason: str
    told: str
    by: PersonBrief
    at: datetime


class PromiseHandoverOut(Schema):
    id: UUID
    promise: UUID
    by: PersonBrief
    to: PersonBrief
    at: datetime
    answered: datetime | None
    accepted: bool | None


class ExplanationStepOut(Schema):
    zh: str
    en: str


class PromiseDetail(PromiseOut):
    explanation: list[ExplanationStepOut]
    pauses: list[PauseOut]
    extensions: list[ExtensionOut]
    handovers: list[PromiseHandoverOut]
    reason: str


class WordIn(Schema):
    id: UUID
    due: AwareDatetime
    words: Short = ""
    contact: UUID | None = None


class ExtensionIn(Schema):
    id: UUID
    limit: AwareDatetime
    reason: Long
    told: Long


class PromiseHandoverIn(Schema):
    id: UUID
    to: UUID


class CancellationIn(Schema):
    reason: Long


class NoticeOut(Schema):
    id: int
    kind: Literal["reminder", "escalation"]
    at: datetime
    limit: datetime
    promise: PromiseOut


class NoticePage(Schema):
    items: list[NoticeOut]
    next: str | None


class NoticesSeenIn(Schema):
    upto: Annotated[int, Field(ge=0, le=2**63 - 1)]


class SeenOut(Schema):
    seen: int
