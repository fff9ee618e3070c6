"""The shapes of signing in and of files."""

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yingda.lib.text import Words


class SignInIn(Schema):
    username: Words = Field(max_length=64)
    password: Words = Field(max_length=256)


class PersonBrief(Schema):
    id: UUID
    name: str
    work_number: str


class LineOut(Schema):
    code: str
    name: str
    name_en: str


class TeamOut(Schema):
    id: UUID
    name: str
    name_en: str


class OrganisationOut(Schema):
    name: str
    name_en: str
    zone: str
    language: str


class MeOut(Schema):
    id: UUID
    username: str
    name: str
    name_en: str
    work_number: str
    language: str
    roles: list[str]
    team: TeamOut | None
    lines: list[LineOut]
    organisation: OrganisationOut
    csrf: str
    idle_minutes: int


class MePatch(Schema):
    language: str | None = Field(None, pattern="^(zh-hans|en)$")


class PasswordIn(Schema):
    current: Words = Field(max_length=256)
    new: Words = Field(max_length=256)


class FileOut(Schema):
    id: UUID
    name: str
    size: int
    media_type: str
    picture: bool
    url: str


class LookOut(Schema):
    id: UUID
    person: PersonBrief
    kind: str
    field: str
    subject: int
    reason: str
    at: datetime


class LookPage(Schema):
    items: list[LookOut]
    next: str | None
