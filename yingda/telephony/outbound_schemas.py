"""The shapes of calls that we make and owe."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yingda.access.schemas import LineOut, PersonBrief
from yingda.contacts.call_schemas import DialResult
from yingda.contacts.schemas import CaseBrief
from yingda.customers.schemas import CustomerBrief
from yingda.lib.text import Words

CallBackState = Literal["open", "done", "given_up", "cancelled"]


class CallIn(Schema):
    """Whom to call: one of number, customer, call_back, follow_up and case (then its customer)."""

    uid: UUID
    line: Words = Field(max_length=32)
    number: Words = Field("", max_length=40)
    customer: UUID | None = None
    call_back: UUID | None = None
    follow_up: UUID | None = None
    case: UUID | None = None


class DialResultIn(Schema):
    result: DialResult


class CallBackOut(Schema):
    """`caller` is masked; `due`: not to be called before."""

    id: UUID
    line: LineOut
    customer: CustomerBrief | None
    caller: str | None
    reason: Literal["abandoned", "kept_place", "voice_mail", "lost"]
    state: CallBackState
    made: datetime
    due: datetime
    tries: int
    missed: int
    owner: PersonBrief | None
    done: datetime | None
    done_by: PersonBrief | None
    note: str
    case: CaseBrief | None
    contact: UUID
    may_call_now: bool


class CallBackPage(Schema):
    items: list[CallBackOut]
    next: str | None


class CallBackCancellationIn(Schema):
    reason: Words = Field(max_length=500)
