"""The standard as the other rooms read it: frozen values without a database behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import NamedTuple

from yingda.lib.say import Sentence
from yingda.standard.calendar import ServiceCalendar
from yingda.standard.durations import Span, Unit
from yingda.standard.voice import Voice


class NoSuchRule(LookupError):
    """A rule or text that this version of the standard does not have: a defect in the asking room."""


@dataclass(frozen=True)
class Condition:
    """A fact of this name whose data equals `when` in every key that `when` names."""

    fact: str
    when: Mapping[str, int | bool | str] = field(default_factory=dict, hash=False)

    def holds(self, name: str, data: Mapping) -> bool:
        """Whether a fact of this name and data meets the condition. A key missing in the data does not."""
        return name == self.fact and all(key in data and data[key] == value for key, value in self.when.items())


class Escalation(NamedTuple):
    """Who is told `after` the limit has passed: owner, supervisor (of the owner's team) or duty_manager."""

    after: timedelta
    to: str


@dataclass(frozen=True)
class Extension:
    """How often a limit may be moved, and by how much in all (None: as far as the agent states)."""

    allowed: bool = False
    times: int = 0
    total: timedelta | None = None


@dataclass(frozen=True)
class Before:
    """Due `ahead` of the time in the opening fact's `field`; or, with `fact`, before that fact happens."""

    field: str = ""
    fact: str = ""
    ahead: timedelta = timedelta()


@dataclass(frozen=True)
class Accumulation:
    """Opens when the time between `starts` and `stops` adds up to `amount`; `resets` set it back to nothing."""

    amount: timedelta
    starts: tuple[Condition, ...]
    stops: tuple[Condition, ...]
    resets: tuple[Condition, ...]


@dataclass(frozen=True)
class PromiseRule:
    """One promise of chapter 4.

    `keeps`: every inner tuple must be met, by any of its conditions. `resets` take away what was met so far (a
    reopening). `recurring`: each keeping opens the next round until one of `until` happens. `limit` is None when the
    opening fact states it, in its field `due_field`. In working days, target and limit are whole days (3 working days
    = timedelta(days=3)). `widest` bounds what a recurring promise's limit may be set to.
    Conditions are matched for the same subject; a fact of a case also speaks for the contacts of that case.
    """

    rule: str
    title: Sentence
    source: str
    subject: str  # contact, case, person, outage, line
    opens: tuple[Condition, ...]
    keeps: tuple[tuple[Condition, ...], ...]
    target: timedelta | None
    limit: timedelta | None
    unit: Unit
    reminders: tuple[float, ...] = ()
    escalation: tuple[Escalation, ...] = ()
    extension: Extension = Extension()
    recurring: bool = False
    widest: timedelta | None = None
    until: tuple[Condition, ...] = ()
    pauses: tuple[Condition, ...] = ()
    resumes: tuple[Condition, ...] = ()
    cancels: tuple[Condition, ...] = ()
    resets: tuple[Condition, ...] = ()
    due_field: str = ""
    months: int = 0
    before: Before | None = None
    accumulates: Accumulation | None = None
    enforced: bool = False

    @property
    def limit_widest(self) -> timedelta | None:
        return self.widest

    def facts(self) -> frozenset[str]:
        """The names of all facts that this rule listens to."""
        groups = (self.opens, self.until, self.pauses, self.resumes, self.cancels, self.resets, *self.keeps)
        return frozenset(condition.fact for group in groups for condition in group)


@dataclass(frozen=True)
class Rule:
    """One numbered rule of the standard, chapters 1 to 12, with its figures as they stand in the files."""

    id: str
    title: Sentence
    source: str
    enforced: bool
    promise: PromiseRule | None = None
    figures: Mapping[str, Span | int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Chapter:
    """One of the twelve chapters, with its rules in order."""

    number: int
    title: Sentence
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Choice:
    """One value of a list: its code in facts and rows, its words, its rule."""

    code: str
    label: Sentence
    rule: str


@dataclass(frozen=True)
class Field:
    """A field of the record form (3.1). `system`: filled in by the program. `extra`: kept in the record's `extra`."""

    key: str
    label_zh: str
    label_en: str
    required: bool
    group: str  # customer, contact, handling, follow_up
    kind: str = "text"  # text, long, choice, time, flag, files
    choices: tuple[Choice, ...] = ()
    system: bool = False
    extra: bool = False
    sealed: bool = False

    @property
    def label(self) -> Sentence:
        return Sentence(self.label_zh, self.label_en)


@dataclass(frozen=True)
class RequestType:
    """A request type (5.x) with what its handling asks for: `steps` in words, `promises` that it starts."""

    code: str
    label: Sentence
    rule: str
    steps: tuple[Sentence, ...]
    promises: tuple[str, ...]


@dataclass(frozen=True)
class BannedWord:
    """Words not used to customers (6.1). `alone`: allowed as a whole message, banned inside a sentence."""

    code: str
    words: tuple[str, ...]
    why: Sentence
    instead: Sentence
    alone: bool


@dataclass(frozen=True)
class Words:
    """What may be written to customers: banned words, at most `emoji` a message, `long_message` characters."""

    banned: tuple[BannedWord, ...]
    emoji: int
    long_message: int


@dataclass(frozen=True)
class Grade:
    """A grade of 1 to 5 and, for response speed (8.1), the longest response that still earns it (None: any)."""

    grade: int
    label: Sentence
    within: timedelta | None


@dataclass(frozen=True)
class Rating:
    """The question put to the customer (8.4): satisfaction, aspects graded 1 to `most`, a link that lasts `lasts`."""

    satisfaction: tuple[Choice, ...]
    aspects: tuple[Choice, ...]
    most: int
    lasts: timedelta
    asks_if_solved: bool


@dataclass(frozen=True)
class Standard:
    """The standard of one version for one line (None: without a line's own figures)."""

    version: int
    number: int
    line: int | None
    chapters: tuple[Chapter, ...]
    promises: tuple[PromiseRule, ...]
    calendar: ServiceCalendar
    rings: int
    ring: timedelta
    request_types: tuple[RequestType, ...]
    urgencies: tuple[Choice, ...]
    root_causes: tuple[Choice, ...]
    steps: tuple[Choice, ...]
    fields: tuple[Field, ...]
    templates: Mapping[str, tuple[Field, ...]] = field(hash=False)
    required: Mapping[str, frozenset[str]] = field(hash=False)
    groups: Mapping[str, Sentence] = field(hash=False)
    words: Words
    rating: Rating
    grades: tuple[Grade, ...]
    texts: Mapping[str, Sentence] = field(hash=False)
    text_rules: Mapping[str, str] = field(hash=False)
    voice: Voice = field(hash=False)
    rules: Mapping[str, Rule] = field(hash=False)
    own: frozenset[str] = frozenset()  # rules in which the line differs

    def promise(self, rule: str) -> PromiseRule:
        """The promise with this rule id. Raises NoSuchRule."""
        if found := self.rule(rule).promise:
            return found
        raise NoSuchRule(f"rule {rule} is no promise")

    def rule(self, id: str) -> Rule:
        """The rule with this id, e.g. "2.6". Raises NoSuchRule."""
        if id not in self.rules:
            raise NoSuchRule(f"the standard has no rule {id}")
        return self.rules[id]

    def figure(self, rule: str, name: str) -> timedelta | int:
        """A figure of a rule, e.g. ("2.7", "settle"). Raises NoSuchRule."""
        figures = self.rule(rule).figures
        if name not in figures:
            raise NoSuchRule(f"rule {rule} has no figure {name}")
        value = figures[name]
        return value.length if isinstance(value, Span) else value

    def text(self, key: str, language: str = "zh", **values: object) -> str:
        """A sentence for customers, e.g. "out_of_hours", with its {places} filled. Raises NoSuchRule."""
        if key not in self.texts:
            raise NoSuchRule(f"the standard has no text {key}")
        return self.texts[key](language, **values)

    def opening(self, language: str = "zh", **values: object) -> str:
        """The opening line (2.3). Takes organisation, line, agent, work_number."""
        return self.text("opening", language, **values)

    def closing(self, language: str = "zh", **values: object) -> str:
        """The closing line (2.3). Takes organisation, line, agent, work_number."""
        return self.text("closing", language, **values)

    def record_form(self, request_type: str = "") -> tuple[Field, ...]:
        """The fields of the record for this request type, in order, each with whether this type requires it."""
        required = self.required.get(request_type, self.required[""])
        fields = self.fields + self.templates.get(request_type, ())
        return tuple(with_required(one, one.required or one.key in required) for one in fields)

    def grade_response(self, seconds: float) -> int:
        """The grade, 5 to 1, of a first response after so many seconds (8.1)."""
        for grade in self.grades:
            if grade.within is None or seconds <= grade.within.total_seconds():
                return grade.grade
        return self.grades[-1].grade


def with_required(field: Field, required: bool) -> Field:
    return field if field.required == required else replace(field, required=required)
