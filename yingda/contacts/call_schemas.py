"""The shape of a contact's telephone call; the room `telephony` fills it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema

from yingda.access.schemas import PersonBrief

Stage = Literal["lobby", "queue", "talk", "voice_mail", "dial", "ended"]
Place = Literal["lobby", "queue", "talk", "hold", "listen", "whisper", "voice_mail"]
DialResult = Literal["reached", "busy", "no_answer", "wrong_number", "failed"]


class CallNumberOut(Schema):
    digits: str
    label: str


class HoldOut(Schema):
    since: datetime
    expected_minutes: int
    news: datetime | None


class RunningRecordingOut(Schema):
    id: UUID
    paused: bool


class QualityOut(Schema):
    """Means of the leg so far: loss in percent, jitter and round trip in milliseconds."""

    loss: float
    jitter: float
    round_trip: float | None


class LegOut(Schema):
    """One party of a call, while it lasts. `label`: the masked number of somebody outside, else empty."""

    id: UUID
    party: Literal["customer", "agent", "colleague", "outside", "supervisor"]
    person: PersonBrief | None
    label: str
    place: Place
    state: Literal["wanted", "ringing", "up"]
    muted: bool
    joined: bool
    answered: datetime | None
    quality: QualityOut | None


class CallOut(Schema):
    """`grace`: since when the customer waits for an agent who was lost. `hung_up_by`: customer, agent, system or "".

    `dial_result`: what came of a call that we made, as soon as the exchange or the agent knows it.
    """

    stage: Stage
    web: bool
    number: CallNumberOut | None
    caller: str | None
    began: datetime
    grace: datetime | None
    hold: HoldOut | None
    records: bool
    recording: RunningRecordingOut | None
    hung_up_by: str
    legs: list[LegOut]
    call_back: UUID | None
    dial_result: DialResult | None
