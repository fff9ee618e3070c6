"""The shapes of the chat in the API, as a visitor's browser sees them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yingda.contacts.schemas import MessageOut, VisitOut
from yingda.lib.text import Words


class Both(Schema):
    """A text in both languages, so that the visitor may switch without asking again."""

    zh: str
    en: str


class LimitsOut(Schema):
    text: int
    file: int
    endings: list[str]


class SiteOut(Schema):
    key: str
    title: Both
    organisation: Both
    accent: str
    open: bool
    resumes: datetime | None
    hours: Both
    greeting: Both
    away: Both
    limits: LimitsOut


class VisitorIn(Schema):
    uid: UUID
    page: Words = Field("", max_length=300)


class VisitorOut(Schema):
    token: str


class FirstWordsIn(Schema):
    """`uid` names the conversation, `message_uid` its first message; both are made by the browser."""

    uid: UUID
    message_uid: UUID
    language: Literal["zh", "en"] = "zh"
    text: Words
    name: Words = Field("", max_length=40)
    phone: Words = Field("", max_length=32)


class LetterIn(FirstWordsIn):
    phone: Words = Field(min_length=1, max_length=32)


class PlaceOut(Schema):
    """Where the visitor stands in the queue (1: next), and the expected wait in seconds where it can be known."""

    place: int | None
    wait: int | None


class ChatOut(PlaceOut):
    """The visitor's latest conversation. `position`: take up the feed behind it after reading this."""

    contact: VisitOut | None
    messages: list[MessageOut]
    rated: bool
    case: str | None
    position: int


class WordsIn(Schema):
    uid: UUID
    text: Words


class MessagesOut(Schema):
    items: list[MessageOut]


class ReadIn(Schema):
    """The last message that was read, by its id."""

    message: UUID


class TypesIn(Schema):
    typing: bool = True


class ChatRatingIn(Schema):
    satisfaction: Literal["satisfied", "neutral", "dissatisfied"]
    solved: bool | None = None
    remarks: Words = Field("", max_length=1000)


class SiteIn(Schema):
    """A widget as its administrator keeps it. `origins`: the sites that may embed it, e.g. https://www.example.cn."""

    line: Words = Field(max_length=32)
    origins: list[Words] = Field(max_length=50)
    title: Words = Field("", max_length=80)
    title_en: Words = Field("", max_length=80)
    accent: Words = "#1f6f5c"
    active: bool = True


class KeptSite(SiteIn):
    key: str


class KeptSites(Schema):
    items: list[KeptSite]
