"""The shapes of recordings in the API."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yingda.lib.text import Words

Span = tuple[float, float]


class RecordingOut(Schema):
    id: UUID
    kind: Literal["talk", "voice_mail"]
    state: Literal["running", "arriving", "kept", "failed", "deleted"]
    began: datetime
    seconds: float
    deleted: datetime | None
    may_play: bool


class RecordingLookIn(Schema):
    reason: Words = Field(max_length=200)


class SpeechOut(Schema):
    customer: list[Span]
    agent: list[Span]


class MarkOut(Schema):
    at: float
    name: str
    label: str


class RecordingLookOut(Schema):
    id: UUID
    seconds: float
    peaks: list[tuple[int, int]]
    speech: SpeechOut
    marks: list[MarkOut]
    pauses: list[Span]


class RecordingPauseOut(Schema):
    id: UUID
    paused: bool
