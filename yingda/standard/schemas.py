"""The shapes of the standard on the wire. Lengths of time are seconds; `words` say the same for people."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from yingda.access.schemas import PersonBrief
from yingda.lib.text import Words

Interval = list[str]


class ChoiceOut(Schema):
    code: str
    label: str
    label_en: str
    rule: str


class FigureOut(Schema):
    """One figure. `value` is seconds for elapsed and service time, else a count of `unit`."""

    name: str
    label: str
    label_en: str
    value: float
    unit: str
    words: str
    words_en: str


class FactWords(Schema):
    fact: str
    title: str
    title_en: str
    when: dict[str, Any]


class RungOut(Schema):
    after: float
    to: str
    words: str
    words_en: str


class PromiseRuleOut(Schema):
    """What opens and keeps a promise. `keeps`: every group, by any of its facts."""

    subject: str
    opens: list[FactWords]
    keeps: list[list[FactWords]]
    until: list[FactWords]
    cancels: list[FactWords]
    recurring: bool
    reminders: list[float]
    escalation: list[RungOut]
    extension_times: int
    extension_total: float | None


class OwnOut(Schema):
    """A line that has its own figures for a rule."""

    line: str
    name: str
    name_en: str
    figures: list[FigureOut]


class RuleOut(Schema):
    rule: str
    title: str
    title_en: str
    source: str
    enforced: bool
    figures: list[FigureOut]
    promise: PromiseRuleOut | None
    own: list[OwnOut]


class ChapterOut(Schema):
    number: int
    title: str
    title_en: str
    rules: list[RuleOut]


class TypeOut(ChoiceOut):
    steps: list[str]
    steps_en: list[str]
    promises: list[str]


class TextOut(Schema):
    key: str
    rule: str
    zh: str
    en: str


class BanOut(Schema):
    code: str
    words: list[str]
    why: str
    why_en: str
    instead: str
    instead_en: str
    alone: bool


class WordsOut(Schema):
    banned: list[BanOut]
    emoji: int
    long_message: int


class RatingOut(Schema):
    satisfaction: list[ChoiceOut]
    aspects: list[ChoiceOut]
    most: int
    asks_if_solved: bool


class StandardOut(Schema):
    version: int
    effective: datetime
    approver: PersonBrief | None
    line: str | None
    chapters: list[ChapterOut]
    steps: list[ChoiceOut]
    request_types: list[TypeOut]
    urgencies: list[ChoiceOut]
    root_causes: list[ChoiceOut]
    rating: RatingOut
    words: WordsOut
    texts: list[TextOut]
    announcements: list[TextOut]


class VersionOut(Schema):
    id: UUID
    number: int
    state: str
    effective: datetime | None
    approver: PersonBrief | None
    drafter: PersonBrief | None
    made: datetime
    note: str
    in_force: bool


class VersionPage(Schema):
    items: list[VersionOut]
    next: str | None


class VersionDetail(VersionOut):
    """With the whole rule set, in the shape of the rules files, and each line's own part of it."""

    content: dict[str, Any]
    overrides: dict[str, dict[str, Any]]


class DraftIn(Schema):
    """Changes over a version (`base`; without it the one in force), in the shape of the rules files.

    `overrides`: by line code what is the line's own from now on; null takes it away; lines not named keep theirs.
    """

    uid: UUID
    note: Words = Field("", max_length=200)
    base: int | None = Field(None, ge=1)
    content: dict[str, Any] = Field(default_factory=dict)
    overrides: dict[str, dict[str, Any] | None] = Field(default_factory=dict, max_length=200)


class ApprovalIn(Schema):
    effective: AwareDatetime


class WeekIn(Schema):
    """Weekly hours: intervals like ["08:00", "20:00"], an end at or before its start is on the next day."""

    monday: list[Interval] = Field(max_length=12)
    tuesday: list[Interval] = Field(max_length=12)
    wednesday: list[Interval] = Field(max_length=12)
    thursday: list[Interval] = Field(max_length=12)
    friday: list[Interval] = Field(max_length=12)
    saturday: list[Interval] = Field(max_length=12)
    sunday: list[Interval] = Field(max_length=12)
    public_holidays: str = Field(pattern="^(closed|as_usual)$")
    make_up_workdays: str = Field(pattern="^(open|as_usual)$")
    make_up_like: str = Field(pattern="^(mon|tues|wednes|thurs|fri|satur|sun)day$")


class HoursIn(Schema):
    since: date | None = None
    week: WeekIn


class PlannedWeek(Schema):
    since: date
    week: WeekIn


class HoursOut(Schema):
    """The week that holds today, whether it is the line's own, and those that begin later."""

    line: str
    own: bool
    since: date | None
    week: WeekIn
    planned: list[PlannedWeek]
    open: bool
    next_open: datetime | None
    zone: str


class DayIn(Schema):
    day: date
    kind: str = Field(pattern="^(closed|workday|hours)$")
    hours: list[Interval] = Field(default_factory=list, max_length=12)
    name: Words = Field("", max_length=80)


class PublicDay(Schema):
    day: date
    kind: str
    name: str
    name_en: str


class DaysIn(Schema):
    year: int = Field(ge=2000, le=2199)
    days: list[DayIn] = Field(max_length=366)


class DaysOut(Schema):
    """The exceptions of a year. `known`: whether the public holidays of the year are known; `public` lists them."""

    line: str | None
    year: int
    known: bool
    public: list[PublicDay]
    days: list[DayIn]
