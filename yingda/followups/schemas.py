"""The shapes of follow-ups and ratings."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yingda.access.schemas import LineOut, PersonBrief
from yingda.contacts.schemas import CustomerBrief
from yingda.lib.text import Words

Satisfied = Literal["satisfied", "neutral", "dissatisfied", "not_rated"]
Grade = Field(None, ge=1, le=5)


class FollowedCase(Schema):
    id: UUID
    number: str
    title: str
    request_type: str
    result: str
    solved: datetime | None


class FollowUpOut(Schema):
    id: UUID
    case: FollowedCase
    customer: CustomerBrief | None
    owner: PersonBrief | None
    due: datetime
    tries: int
    last_try: datetime | None
    done: datetime | None
    done_by: PersonBrief | None
    outcome: str
    solved: bool | None
    feedback: str
    remarks: str


class FollowUpPage(Schema):
    items: list[FollowUpOut]
    next: str | None


class OutcomeIn(Schema):
    outcome: Literal["accepted", "dissatisfied", "unreachable"]
    feedback: Satisfied = "not_rated"
    remarks: Words = Field("", max_length=1000)


class InvitationOut(Schema):
    link: str
    text: str
    expires: datetime


class AspectOut(Schema):
    code: str
    label: str


class RatingForm(Schema):
    """What the page of a rating link shows; nothing about the customer."""

    organisation: str
    line: LineOut
    number: str | None
    satisfaction: list[AspectOut]
    aspects: list[AspectOut]
    most: int
    asks_if_solved: bool
    expires: datetime


class RatingIn(Schema):
    satisfaction: Satisfied
    solved: bool | None = None
    speed: int | None = Grade
    attitude: int | None = Grade
    result: int | None = Grade
    remarks: Words = Field("", max_length=1000)


class RatingGiven(Schema):
    text: str
    low: bool
