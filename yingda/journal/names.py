"""The facts that can happen, each declared once by the room that owns it, with the shape of its data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from yingda.lib.say import Sentence
from yingda.lib.times import micros

NAME = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,63}")
MOST_DIGITS = 10  # one more, and a code or a number may be somebody's phone, identity document or bank card
MICROSECOND = timedelta(microseconds=1)


class Code(str):
    """A machine word: letters, digits and `_ . : + -`, at most 64, not more than 10 digits. Never a person's text."""


KINDS = (int, bool, Code, UUID, datetime, timedelta)


class BadFact(TypeError):
    """A fact that its declaration does not allow: a defect in the recording room."""


@dataclass(frozen=True)
class FactName:
    """A declared fact: `name` as `room.what_happened`, `fields` from data key to kind, a title for timelines."""

    name: str
    fields: Mapping[str, type]
    title: Sentence

    def __str__(self) -> str:
        return self.name

    def stored(self, data: Mapping[str, object]) -> dict[str, int | bool | str]:
        """Data as it stands in the journal: times and spans in whole microseconds, no floats, no free text."""
        unknown = data.keys() - self.fields.keys()
        if unknown:
            raise BadFact(f"{self.name} has no field {', '.join(sorted(unknown))}")
        return {key: plain(self, key, value) for key, value in data.items() if value is not None}


DECLARED: dict[str, FactName] = {}


def declare(name: str, title: Sentence, **fields: type) -> FactName:
    """Declare a fact. Kinds: int, bool, Code, UUID, datetime, timedelta. A name stands once in the whole program."""
    if not NAME.fullmatch(name) or len(name) > 64:
        raise BadFact(f"{name!r} is no name: write room.what_happened")
    if name in DECLARED:
        raise BadFact(f"{name} is declared twice")
    wrong = [key for key, kind in fields.items() if kind not in KINDS]
    if wrong:
        raise BadFact(f"{name}: {', '.join(wrong)} must be one of {', '.join(kind.__name__ for kind in KINDS)}")
    DECLARED[name] = FactName(name, fields, title)
    return DECLARED[name]


def declared(name: str) -> FactName | None:
    """The declaration of this name, or None."""
    return DECLARED.get(name)


def plain(fact: FactName, key: str, value: object) -> int | bool | str:
    kind = fact.fields[key]
    if kind is datetime and isinstance(value, datetime):
        return micros(value)
    if kind is timedelta and isinstance(value, timedelta):
        return value // MICROSECOND
    if kind is UUID and isinstance(value, UUID):
        return str(value)
    if kind is Code and isinstance(value, str) and CODE.fullmatch(value) and digits(value) <= MOST_DIGITS:
        return str(value)
    if kind is bool and isinstance(value, bool):
        return value
    if kind is int and isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**MOST_DIGITS:
        return int(value)
    raise BadFact(f"{fact.name}.{key} takes {kind.__name__}, not {type(value).__name__}: {value!r:.40}")


def digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


def listing(language: str | None = None) -> str:
    """Every declared fact, one a line: name, title, fields with their kinds."""
    rows = [(fact.name, fact.title(language), fields_in_words(fact)) for _, fact in sorted(DECLARED.items())]
    return "\n".join("  ".join(part for part in row if part) for row in rows)


def fields_in_words(fact: FactName) -> str:
    return ", ".join(f"{key}: {kind.__name__}" for key, kind in fact.fields.items())
