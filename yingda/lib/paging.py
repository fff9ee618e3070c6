"""Keyset pages: row-value comparisons over a unique last column, so that page 10,000 costs what page 1 does."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet

from yingda.lib.errors import Malformed
from yingda.lib.say import say
from yingda.lib.times import from_micros, micros

MOST = 200
WHY = say("页码无法识别，请从第一页重新开始。", "unknown page; start again from the first one")


@dataclass(frozen=True)
class Page:
    """The rows of one page and the cursor of the next (None: this was the last)."""

    rows: list[Any]
    next: str | None

    def out(self, build: Callable[[list[Any]], list[Any]]) -> dict:
        """The JSON form: `build` turns all rows at once into dicts."""
        return {"items": build(self.rows), "next": self.next}


def page(queryset: QuerySet, *, order: Sequence[str], after: str | None = None, limit: int = 50) -> Page:
    """At most `limit` (1 to 200) rows ordered by `order`, e.g. `("-changed", "-id")`, after the cursor.

    All columns of `order` point the same way, hold no NULL, and the last is unique. Raises Malformed on a bad cursor.
    """
    limit = max(1, min(limit, MOST))
    fields = [name.lstrip("-") for name in order]
    down = order[0].startswith("-")
    if after:
        queryset = queryset.filter(beyond(fields, down, decode(after, len(fields))))
    rows = list(queryset.order_by(*order)[: limit + 1])
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(rows, encode(rows[-1], fields) if more else None)


def beyond(fields: Sequence[str], down: bool, values: Sequence[Any]) -> Q:
    """`(a, b) < (x, y)`, written so that both databases use the index: a bound on `a`, then the tie on `b`."""
    comparison = "lt" if down else "gt"
    first, value = fields[0], values[0]
    if len(fields) == 1:
        return Q(**{f"{first}__{comparison}": value})
    tie = Q(**{first: value}) & beyond(fields[1:], down, values[1:])
    return Q(**{f"{first}__{comparison}e": value}) & (Q(**{f"{first}__{comparison}": value}) | tie)


def encode(row: Model, fields: Sequence[str]) -> str:
    values = [plain(getattr(row, name)) for name in fields]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def decode(cursor: str, count: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != count:
            raise ValueError(cursor)
        return [from_micros(value["t"]) if isinstance(value, dict) else value for value in values]
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise Malformed(field="after", field_name="after", why=WHY()) from error


def plain(value: Any) -> Any:
    return {"t": micros(value)} if isinstance(value, datetime) else value
