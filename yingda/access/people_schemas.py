"""The shapes of people, teams and lines as an administrator sees them."""

from uuid import UUID

from ninja import Schema
from pydantic import Field

from yingda.access.schemas import LineOut, PersonBrief, TeamOut
from yingda.lib.text import Words

SLUG = "^[a-z0-9][a-z0-9_-]{0,31}$"


class CapabilityOut(Schema):
    kind: str = Field(pattern="^(channel|skill|language)$")
    code: str = Field(pattern=SLUG)
    number: int = Field(1, ge=1, le=20)


class MemberOut(PersonBrief):
    username: str
    name_en: str
    roles: list[str]
    team: TeamOut | None
    is_active: bool
    capabilities: list[CapabilityOut]


class MemberIn(Schema):
    username: Words = Field(pattern=r"^[A-Za-z0-9._@-]{2,64}$")
    password: Words = Field(max_length=256)
    name: Words = Field(min_length=1, max_length=80)
    name_en: Words = Field("", max_length=80)
    work_number: str = Field(pattern="^[A-Za-z0-9-]{1,16}$")
    roles: list[Words] = Field(min_length=1, max_length=6)
    team: UUID | None = None


class MemberPatch(Schema):
    name: Words | None = Field(None, min_length=1, max_length=80)
    name_en: Words | None = Field(None, max_length=80)
    work_number: str | None = Field(None, pattern="^[A-Za-z0-9-]{1,16}$")
    roles: list[Words] | None = Field(None, max_length=6)
    team: UUID | None = None
    is_active: bool | None = None
    capabilities: list[CapabilityOut] | None = Field(None, max_length=50)


class NewPasswordIn(Schema):
    password: Words = Field(max_length=256)


class TeamDetail(TeamOut):
    lines: list[LineOut]
    supervisor: PersonBrief | None


class TeamIn(Schema):
    name: Words = Field(min_length=1, max_length=80)
    name_en: Words = Field("", max_length=80)
    lines: list[Words] = Field(max_length=100)
    supervisor: UUID | None = None


class LineIn(Schema):
    name: Words = Field(min_length=1, max_length=80)
    name_en: Words = Field("", max_length=80)
    active: bool = True
