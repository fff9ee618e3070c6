"""The shapes of cases and records."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yingda.access.schemas import FileOut, LineOut, PersonBrief, TeamOut
from yingda.contacts.schemas import (
    CaseBrief,
    Channel,
    ContactOut,
    CustomerBrief,
    RequestType,
    TimelineEntry,
    Urgency,
)
from yingda.customers.schemas import Counted
from yingda.lib.text import Words

Status = Literal["pending", "in_progress", "done"]
RootCause = Literal["product_fault", "wrong_use", "system_delay", "process_gap", "other"]
Told = Literal["progress", "answer", "feedback", "support", "refund", "arrival"]
Why = Literal["dissatisfied", "not_solved", "new_facts", "other"]


class FieldChoiceOut(Schema):
    code: str
    label: str
    label_en: str


class FieldOut(Schema):
    key: str
    label: str
    label_en: str
    group: str
    kind: str
    required: bool
    choices: list[FieldChoiceOut]
    system: bool
    sealed: bool
    value: Any


class MissingOut(Schema):
    field: str
    label: str


class RecordOut(Schema):
    groups: list[str]
    fields: list[FieldOut]
    missing: list[MissingOut]
    completeness: int
    revision: int
    changed: datetime | None
    archived: datetime | None
    case: CaseBrief | None


class ConflictOut(Schema):
    """A refusal; when somebody else has saved in between, with the newest version."""

    code: str
    message: str
    record: RecordOut | None = None


class RecordPatch(Schema):
    revision: int = Field(ge=0, description="The revision that the writer saw; another one is a conflict")
    fields: dict[str, str | bool | None] = Field(max_length=60)


class ContactBrief(Schema):
    id: UUID
    channel: Channel
    arrived: datetime
    agent: PersonBrief | None


class MatterOut(Schema):
    """What the records of the case say of the matter, numbers masked."""

    happened: str
    place: str
    subject: str
    description: str
    demand: str
    measures: str
    result: str
    policy_basis: str
    related_number: str
    remarks: str


class CaseHandoverOut(Schema):
    id: UUID
    kind: Literal["owner", "support"]
    by: PersonBrief
    to_person: PersonBrief | None
    to_team: TeamOut | None
    reason: str
    at: datetime
    answered: datetime | None
    accepted: bool | None
    accepted_by: PersonBrief | None
    declined_because: str


class CaseRecordingOut(Schema):
    """A recorded call of one of the case's contacts; who may play it, that contact says."""

    id: UUID
    contact: UUID
    kind: Literal["talk", "voice_mail"]
    state: Literal["running", "arriving", "kept", "failed", "deleted"]
    began: datetime
    seconds: float
    deleted: datetime | None


class CaseOut(Schema):
    id: UUID
    number: str
    source: Literal["contact", "message", "desk"]
    line: LineOut
    customer: CustomerBrief | None
    owner: PersonBrief | None
    status: Status
    request_type: str
    urgency: Urgency
    title: str
    sensitive: bool
    complex: bool
    customer_waits: bool
    root_cause: str
    measures: str
    result: str
    registered: datetime | None
    opened: datetime
    changed: datetime
    solved: datetime | None
    closed: datetime | None
    reopened: int
    matter: MatterOut
    contacts: list[ContactBrief]
    handovers: list[CaseHandoverOut]
    attachments: list[FileOut]
    recordings: list[CaseRecordingOut] = Field(default_factory=list)


class CasePage(Schema):
    items: list[CaseOut]
    next: str | None
    count: Counted | None = None


class CaseIn(Schema):
    uid: UUID
    contact: UUID | None = None
    line: Words | None = Field(None, max_length=32, description="Code of the line, for a case without a contact")
    customer: UUID | None = None
    request_type: RequestType | None = None
    urgency: Urgency | None = None
    title: Words = Field("", max_length=120)
    waits: bool = Field(True, description="The customer waits for progress (4.11)")


class LinkIn(Schema):
    case: UUID


class CasePatch(Schema):
    status: Literal["in_progress"] | None = None
    request_type: RequestType | None = None
    urgency: Urgency | None = None
    title: Words | None = Field(None, max_length=120)
    sensitive: bool | None = None
    customer_waits: bool | None = None


class CaseEntry(TimelineEntry):
    text: str


class CaseTimeline(Schema):
    items: list[CaseEntry]
    next: str | None


class NoteIn(Schema):
    uid: UUID
    text: Words = Field(max_length=4000)


class InformationIn(NoteIn):
    kind: Told
    channel: Channel = "chat"


class StepIn(NoteIn):
    step: Literal["item_done", "return_submitted", "refund_paid", "spokesperson_in_touch"]


class SolutionIn(Schema):
    root_cause: RootCause
    measures: Words = Field("", max_length=4000)
    result: Words = Field("", max_length=4000)


class ReopeningIn(Schema):
    why: Why = "other"
    text: Words = Field("", max_length=4000)


class CaseHandoverIn(Schema):
    uid: UUID
    kind: Literal["owner", "support"] = "owner"
    person: UUID | None = None
    team: UUID | None = None
    reason: Words = Field(max_length=500)


class HandoverRefusalIn(Schema):
    reason: Words = Field(max_length=500)


class AttachmentIn(Schema):
    file: UUID


class HistoryOut(Schema):
    contacts: list[ContactOut]
    cases: list[CaseOut]
    open_cases: int
    promises: list[dict] = []
