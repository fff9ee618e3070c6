"""The one form in which a fact at its position is sealed: the same bytes on every database, for ever."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import DataError

from yingda.journal.models import Fact, Placed
from yingda.lib.times import micros

CHUNK = 1000
MARK_BYTES = 8
UNREADABLE = (DataError, ValueError, TypeError, AttributeError, OverflowError)  # what loading a spoilt row raises


@dataclass(frozen=True)
class Row:
    """A place in the feed, and its fact. `fact` is None when it is gone, or no longer readable as a fact."""

    position: int
    id: int
    fact: Fact | None

    @property
    def line(self) -> bytes:
        """Sorted keys, integer microseconds, no floats, no spaces, ASCII only."""
        if self.fact is None:
            return dumps({"position": self.position, "id": self.id, "missing": True})
        fact = self.fact
        return dumps(
            {
                "position": self.position,
                "id": fact.pk,
                "at": micros(fact.at),
                "recorded": micros(fact.recorded),
                "name": fact.name,
                "by": fact.by,
                "via": fact.via,
                "line": fact.line,
                "contact": fact.contact,
                "case": fact.case,
                "person": fact.person,
                "data": fact.data,
            }
        )


def dumps(value: dict[str, object]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def mark(line: bytes) -> bytes:
    """Eight bytes by which a changed fact is found within its block; the block's digest is what proves."""
    return sha256(line).digest()[:MARK_BYTES]


def rows(first: int, last: int) -> Iterator[Row]:
    """The places from `first` to `last`, in order, read in chunks. A missing position is left out."""
    while first <= last:
        places = list(
            Placed.objects.filter(position__gte=first, position__lte=last)
            .order_by("position")
            .values_list("position", "fact")[:CHUNK]
        )
        if not places:
            return
        facts = readable([id for _, id in places])
        for position, id in places:
            yield Row(position, id, facts.get(id))
        first = places[-1][0] + 1


def readable(ids: list[int]) -> dict[int, Fact]:
    """Facts by id. When somebody made one unreadable (a time that is no time, data that are no JSON), the others."""
    try:
        return {id: fact for id, fact in Fact.objects.in_bulk(ids).items() if whole(fact)}
    except UNREADABLE:
        if len(ids) == 1:
            return {}
        half = len(ids) // 2
        return readable(ids[:half]) | readable(ids[half:])


def whole(fact: Fact) -> bool:
    """Whether its times are times; SQLite would store anything."""
    return isinstance(fact.at, datetime) and isinstance(fact.recorded, datetime)
