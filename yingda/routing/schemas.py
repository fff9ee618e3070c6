"""The shapes of routing in the API."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yingda.access.schemas import LineOut, PersonBrief, TeamOut
from yingda.contacts.schemas import ContactOut, CustomerBrief
from yingda.lib.text import Words

StateName = Literal["offline", "ready", "offered", "serving", "wrap_up", "rest", "training", "away"]


class PresenceIn(Schema):
    state: Literal["ready", "rest", "training", "away", "offline"]
    reason: str = Field("", max_length=32, pattern="^[a-z0-9_-]*$")


class IntervalOut(Schema):
    state: StateName
    reason: str
    since: datetime | None


class BarredOut(Schema):
    """Contacts (of a channel, "" for all; of a line, null for all) do not come to a person, and why."""

    channel: str
    line: str | None
    reason: str


class PresenceOut(IntervalOut):
    wished: StateName
    barred: list[BarredOut]
    lease_until: datetime | None


class LeaseIn(Schema):
    browser: Words = Field(max_length=64)


class LeaseOut(Schema):
    until: datetime


class OfferOut(Schema):
    id: UUID
    contact: ContactOut
    person: PersonBrief
    at: datetime
    rings_out: datetime
    rings: int
    outcome: str


class OfferList(Schema):
    items: list[OfferOut]


class OfferRefusalIn(Schema):
    reason: Words = Field("", max_length=200)


class WaitingOut(Schema):
    contact: UUID
    position: int
    expected_seconds: int | None
    line: LineOut
    channel: str
    language: str
    state: str
    urgency: str
    since: datetime
    customer: CustomerBrief | None
    team: str | None
    prefers: PersonBrief | None


class QueuePage(Schema):
    items: list[WaitingOut]
    next: str | None


class AgentOut(Schema):
    person: PersonBrief
    team: TeamOut | None
    presence: IntervalOut
    capacity: dict[str, int]
    barred: list[BarredOut]
    contacts: list[ContactOut]


class AgentPage(Schema):
    items: list[AgentOut]
    next: str | None


class AssignmentIn(Schema):
    id: UUID
    agent: UUID
    reason: Words = Field(max_length=500)
    consent: bool = False
