"""When a promise is due, from its history alone: no database, no clock. A recomputed deadline equals the stored one.

A promise passes stages in order: its reminders, its limit (then it is broken), then the rungs of its escalation
ladder. `rank` counts the stages passed; the next stage's instant is its `wake`.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from yingda.standard.calendar import ServiceCalendar
from yingda.standard.durations import Unit
from yingda.standard.shape import PromiseRule

REMINDER, LIMIT, ESCALATION = "reminder", "limit", "escalation"
DAY = timedelta(days=1)


class NoLimit(ValueError):
    """A rule without a limit was opened by a fact that states no time."""


@dataclass(frozen=True)
class History:
    """What has happened to a promise's time: opened, the time that the agent stated (4.8), pauses as (since, ended or
    None), extensions as (at, new limit); both oldest first."""

    opened: datetime
    due: datetime | None = None
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    extensions: tuple[tuple[datetime, datetime], ...] = ()

    def without_extensions(self) -> "History":
        """As it would be if its limit had never been moved."""
        return replace(self, extensions=())

    def up_to(self, at: datetime) -> "History":
        """As it was known just before `at`."""
        pauses = tuple(pause for pause in self.pauses if pause[0] < at)
        return replace(self, pauses=pauses, extensions=tuple(moved for moved in self.extensions if moved[0] < at))


@dataclass(frozen=True)
class Stage:
    """A point on a promise's way: which kind, the how-manyth of its kind (from 0), when, and who is told."""

    kind: str
    number: int
    at: datetime
    who: str = "owner"


@dataclass(frozen=True)
class Measure:
    """Time as a rule counts it: elapsed, or only while the line is in service. Working days end in service time."""

    rule: PromiseRule
    calendar: ServiceCalendar

    @property
    def elapsed(self) -> bool:
        return self.rule.unit is Unit.ELAPSED

    def add(self, start: datetime, span: timedelta) -> datetime:
        """`span` after `start`."""
        return start + span if self.elapsed else self.calendar.add(start, span).at

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much time counts from `start` to `end`."""
        return end - start if self.elapsed else self.calendar.between(start, end)

    def first(self, opened: datetime, span: timedelta) -> datetime:
        """Where a target or limit of the rule falls when nothing intervenes."""
        if self.rule.unit is Unit.WORKING_DAYS:
            return self.calendar.add_working_days(opened, span // DAY).at
        return self.add(opened, span)

    def pushed(self, instant: datetime, history: History, since: datetime) -> datetime:
        """`instant` moved by the pauses that ended after `since` and began before it."""
        for begun, ended in history.pauses:
            begun = max(begun, since)
            if ended is not None and begun < min(ended, instant):
                instant = self.add(ended, self.between(begun, instant))
        return instant


@dataclass(frozen=True)
class Deadlines:
    """The deadlines of one promise under its rule, calendar and history."""

    rule: PromiseRule
    calendar: ServiceCalendar
    history: History
    measure: Measure = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "measure", Measure(self.rule, self.calendar))

    def up_to(self, at: datetime) -> "Deadlines":
        """As they stood just before `at`."""
        return Deadlines(self.rule, self.calendar, self.history.up_to(at))

    @property
    def target(self) -> datetime | None:
        """When it should be kept: moved by pauses, not by extensions."""
        if self.rule.target is None:
            return None
        first = self.measure.first(self.history.opened, self.rule.target)
        return self.measure.pushed(first, self.history, self.history.opened)

    @property
    def limit(self) -> datetime:
        """When it breaks. Raises NoLimit. A pause that is still open has not moved it yet."""
        base, since = self.base
        return self.measure.pushed(base, self.history, since)

    @property
    def base(self) -> tuple[datetime, datetime]:
        """The limit before pauses move it, and from when they do: the last extension is absolute."""
        if self.history.extensions:
            at, limit = self.history.extensions[-1]
            return limit, at
        if self.rule.limit is not None:
            return self.measure.first(self.history.opened, self.rule.limit), self.history.opened
        if self.rule.months:
            return months_later(self.calendar.local(self.history.opened), self.rule.months), self.history.opened
        if self.history.due is None:
            raise NoLimit(f"rule {self.rule.rule} has no limit and its opening states none")
        return self.history.due, self.history.opened

    def stage(self, rank: int, limit: datetime | None = None) -> Stage | None:
        """The stage that comes when `rank` have passed; None after the last rung.

        A stored `limit` saves computing it; only reminders need the whole history.
        """
        limit = limit or self.limit
        reminders, rungs = self.rule.reminders, self.rule.escalation
        if rank < len(reminders):
            return Stage(REMINDER, rank, min(self.reminder(reminders[rank]), limit))
        if rank == len(reminders):
            return Stage(LIMIT, 0, limit)
        number = rank - len(reminders) - 1
        if number < len(rungs):
            return Stage(ESCALATION, number, self.measure.add(limit, rungs[number].after), rungs[number].to)
        return None

    def stages_from(self, rank: int, limit: datetime | None = None) -> Iterator[Stage]:
        """The stages from this rank on, in order."""
        while stage := self.stage(rank, limit):
            yield stage
            rank += 1

    def reminder(self, part: float) -> datetime:
        """When this part of the time from opening to the limit is over."""
        base, since = self.base
        whole = self.measure.between(self.history.opened, base)
        first = self.measure.add(self.history.opened, whole * part)
        return self.measure.pushed(first, self.history, since)

    def wake(self, rank: int, limit: datetime | None = None) -> datetime | None:
        """When the clock must look at it next; None after the last rung."""
        stage = self.stage(rank, limit)
        return stage and stage.at

    def rank_at(self, at: datetime) -> int:
        """How many stages lie at or before `at`: where an extended promise goes on from."""
        return sum(stage.at <= at for stage in self.stages_from(0))


def in_order(pauses: Iterable[tuple[datetime, datetime | None]]) -> tuple[tuple[datetime, datetime | None], ...]:
    """Pauses by when they began; of two in the same instant the one that still lasts is the later."""
    return tuple(sorted(pauses, key=lambda pause: (pause[0], pause[1] is None, pause[1] or pause[0])))


def months_later(start: datetime, months: int) -> datetime:
    """The same day of a later month, or the last day of a month that is too short; in UTC."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    day = min(start.day, monthrange(year, month)[1])
    return start.replace(year=year, month=month, day=day).astimezone(UTC)
