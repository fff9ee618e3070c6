"""The shapes of the telephone at the desk."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yingda.access.schemas import LineOut
from yingda.lib.text import Words

Choice = Literal["browser", "hard"]


class ExchangeOut(Schema):
    """`words`: how it stands, for people."""

    up: bool
    words: str


class IceServer(Schema):
    urls: str
    username: str | None = None
    credential: str | None = None


class BrowserPhoneOut(Schema):
    username: str
    secret: str
    domain: str
    ws_url: str
    ice_servers: list[IceServer]


class HardPhoneOut(Schema):
    username: str
    registered: bool


class CheckOut(Schema):
    at: datetime
    passed: bool


class OwnPhoneOut(Schema):
    """`registered`: the chosen phone can ring."""

    configured: bool
    exchange: ExchangeOut
    choice: Choice | None
    registered: bool
    browser: BrowserPhoneOut | None
    hard: HardPhoneOut | None
    check: CheckOut | None


class OwnPhoneIn(Schema):
    choice: Choice


class HardSecretOut(Schema):
    """Shown once."""

    username: str
    secret: str
    server: str
    port: int


class CheckIn(Schema):
    heard: bool
    level: float = Field(ge=0, le=1)
    echoed: bool
    device: Words = Field("", max_length=120)


class QualityIn(Schema):
    """Loss in percent, jitter and round trip in milliseconds, as the browser measured them."""

    leg: UUID
    loss: float = Field(ge=0, le=100)
    jitter: float = Field(ge=0, le=60_000)
    round_trip: float | None = Field(None, ge=0, le=60_000)


class HoldIn(Schema):
    consent: bool
    expected_minutes: int = Field(ge=1, le=60)


class MuteIn(Schema):
    on: bool


class ConsultationIn(Schema):
    """One of person, team, line and number. Asking lets the customer wait: `consent` says that they agreed."""

    person: UUID | None = None
    team: UUID | None = None
    line: Words | None = Field(None, max_length=32)
    number: Words = Field("", max_length=20)
    consent: bool = True
    expected_minutes: int = Field(2, ge=1, le=60)


class CallHandoverIn(Schema):
    id: UUID | None = None
    consent: bool
    reason: Words = Field(max_length=500)


class OutsideTransferIn(CallHandoverIn):
    number: Words = Field(max_length=20)


class SupervisionIn(Schema):
    mode: Literal["listen", "whisper", "join", "take_over"]


class FloorLineOut(Schema):
    """Now: waiting, since when the longest, talking. Today: answered, of those within 15, 20, 30 s, and given up;
    and turned away by a trunk whose lines were all taken, who never came in.
    """

    line: LineOut
    waiting: int
    longest_since: datetime | None
    talking: int
    answered: int
    within: dict[str, int]
    abandoned: int
    short_abandoned: int
    turned_away: int


class FloorCallsOut(Schema):
    lines: list[FloorLineOut]
    agents: dict[str, int]
