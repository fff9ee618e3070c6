"""The shapes of what is set up for the telephone."""

from datetime import datetime, time
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yingda.access.people_schemas import SLUG
from yingda.lib.text import Words

Language = Literal["zh", "en"]
DIGITS = r"^\+?[0-9*#]{2,32}$"
PRINTABLE = r"^[\x21-\x7e]*$"  # what a SIP user name or password is made of
KEY = "^[a-z0-9][a-z0-9_-]{0,39}$"


class TrunkIn(Schema):
    """A carrier's line. `password` is never told again; empty keeps the one that is there."""

    id: UUID | None = None
    name: str = Field(pattern=SLUG)
    kind: Literal["address", "registration"] = "address"
    host: Words = Field(min_length=1, max_length=120)
    port: int = Field(5060, ge=1, le=65535)
    transport: Literal["udp", "tcp", "tls"] = "udp"
    username: str = Field("", pattern=PRINTABLE, max_length=80)
    password: str = Field("", pattern=PRINTABLE, max_length=128)
    matches: list[Words] = Field([], max_length=50)
    srtp: bool = False
    most_calls: int = Field(100, ge=1, le=2000)
    active: bool = True


class TrunkOut(Schema):
    """`calls`: lines of it that are in use now."""

    id: UUID
    name: str
    kind: str
    host: str
    port: int
    transport: str
    username: str
    has_password: bool
    matches: list[str]
    srtp: bool
    most_calls: int
    calls: int
    active: bool
    registered: bool | None
    seen: datetime | None


class TrunksOut(Schema):
    items: list[TrunkOut]
    next: str | None


class NumberIn(Schema):
    id: UUID | None = None
    digits: str = Field(pattern=DIGITS)
    label: Words = Field("", max_length=80)
    line: str = Field(pattern=SLUG)
    trunk: UUID | None = None
    active: bool = True


class NumberOut(Schema):
    id: UUID
    digits: str
    label: str
    line: str
    trunk: UUID | None
    active: bool


class NumbersOut(Schema):
    items: list[NumberOut]
    next: str | None


class HotlineIn(Schema):
    """Times in seconds; `menu` and `caller_number` are ids of this line's."""

    records: bool = True
    notice: bool = True
    languages: list[Language] = Field(max_length=2)
    menu: UUID | None = None
    position_every: int = Field(30, ge=0, le=600)
    holds_place: bool = True
    offer_place_after: int = Field(30, ge=0, le=600)
    voice_mail: bool = True
    short_abandon: int = Field(5, ge=0, le=60)
    caller_number: UUID | None = None
    retention_days: int = Field(180, ge=30, le=3650)
    decent_from: time = time(8, 30)
    decent_until: time = time(20, 30)
    retries: int = Field(3, ge=0, le=10)
    retry_minutes: int = Field(30, ge=1, le=1440)


class HotlineOut(HotlineIn):
    line: str


class Choice(Schema):
    """What a key does. `to`: a team's or menu's id, a skill, a language."""

    do: Literal["queue", "team", "skill", "language", "menu", "voice_mail"]
    to: Words | None = Field(None, max_length=64)


class MenuIn(Schema):
    id: UUID | None = None
    line: str = Field(pattern=SLUG)
    name: Words = Field(min_length=1, max_length=80)
    text: dict[Language, Words]
    choices: dict[Words, Choice]
    seconds: int = Field(6, ge=3, le=30)
    tries: int = Field(2, ge=1, le=5)


class MenuOut(Schema):
    """`sounds`: in each language what callers hear: recorded, synthesised, or nothing yet."""

    id: UUID
    line: str
    name: str
    text: dict[str, str]
    choices: dict[str, Choice]
    seconds: int
    tries: int
    sounds: dict[str, Literal["recorded", "synthesised", "none"]]


class MenusOut(Schema):
    items: list[MenuOut]
    next: str | None


class WebCallIn(Schema):
    """`origins`: the sites that may embed the button, e.g. https://www.example.cn."""

    line: str = Field(pattern=SLUG)
    title: Words = Field(min_length=1, max_length=80)
    title_en: Words = Field("", max_length=80)
    origins: list[Words] = Field([], max_length=50)
    accent: str = Field("#1f6f5c", pattern="^#[0-9a-fA-F]{6}$")
    active: bool = True


class WebCallOut(WebCallIn):
    key: str


class WebCallsOut(Schema):
    items: list[WebCallOut]
    next: str | None
