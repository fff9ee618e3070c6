"""What a due promise does when the clock looks at it: pure, from its row and its rule."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from yingda.promises.deadlines import LIMIT, Deadlines, History, Stage
from yingda.promises.models import Promise
from yingda.promises.rulebook import rule_of

FIRST_DELAY = timedelta(seconds=2)
LONGEST_DELAY = timedelta(hours=1)
MOST_DOUBLINGS = 12


class Row(NamedTuple):
    """The columns of a promise that the clock reads."""

    id: int
    uid: UUID
    rule: str
    standard: int
    line: int | None
    contact: int | None
    case: int | None
    owner: int | None
    opened_by: int
    opened: datetime
    due: datetime | None
    limit: datetime
    wake: datetime
    rank: int
    state: str
    broken: datetime | None
    failures: int


COLUMNS = ("id", "uid", "rule", "standard_id", "line_id", "contact", "case", "owner_id", *Row._fields[8:])


@dataclass(frozen=True)
class Woken:
    """The stages that a promise has passed, and how its row stands after them."""

    row: Row
    stages: tuple[Stage, ...]
    rank: int
    wake: datetime | None
    state: str
    broken: datetime | None


@dataclass(frozen=True)
class Poisoned:
    """A promise that could not be judged: its row comes back later, every time a longer while."""

    row: Row
    error: Exception

    @property
    def failures(self) -> int:
        return self.row.failures + 1

    def wake(self, at: datetime) -> datetime:
        """When to try again."""
        return at + min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(self.row.failures, MOST_DOUBLINGS))


def wake_up(row: Row, history: History, at: datetime) -> Woken:
    """Pass every stage up to `at`, also those that an outage made us miss."""
    rule, calendar = rule_of(row.standard, row.line, row.rule)
    deadlines = Deadlines(rule, calendar, history)
    stages, rank = [], row.rank
    while (stage := deadlines.stage(rank, row.limit)) and stage.at <= at:
        stages.append(stage)
        rank += 1
    over = any(stage.kind == LIMIT for stage in stages)
    return Woken(
        row,
        tuple(stages),
        rank,
        stage and stage.at,
        Promise.State.BROKEN if over else row.state,
        row.limit if over else row.broken,
    )


def needs_history(row: Row) -> bool:
    """Whether pauses and extensions matter to its next stages: only to reminders, the limit itself is stored."""
    rule, _ = rule_of(row.standard, row.line, row.rule)
    return row.rank < len(rule.reminders)
