"""When a line serves: pure arithmetic on service hours, working days and zones. Nothing here touches the database.

All instants are aware datetimes; results are in UTC. Hours are local: minutes since a day's midnight, an interval that
ends at or before its start crosses midnight and belongs to the day on which it starts. Around a change of clocks an
interval is as long as it really lasts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from yingda.lib.say import say
from yingda.standard.days import CHINA, Day, DayKind, PublicCalendar
from yingda.standard.errors import NoServiceHours
from yingda.standard.steps import Deadline, Step

DAY = timedelta(days=1)
LONG = timedelta(days=7)
FARTHEST = timedelta(days=400)  # without any service time in so long, there is none
Minutes = tuple[int, int]
Instants = tuple[datetime, datetime]


@dataclass(frozen=True)
class Week:
    """Weekly hours from `since` on: seven tuples of (start, end) in minutes, Monday first. The end may pass 24:00.

    `holidays` and `make_up`: whether public holidays close the line, and make-up workdays open it like `make_up_like`
    (0 Monday … 6 Sunday).
    """

    since: date
    hours: tuple[tuple[Minutes, ...], ...]
    holidays: bool = True
    make_up: bool = True
    make_up_like: int = 0


@dataclass(frozen=True)
class OwnDay:
    """A day with hours of its own: closed, open like a workday, or (start, end) in minutes."""

    kind: str  # closed, workday, hours
    hours: tuple[Minutes, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class ServiceCalendar:
    """The hours of one line. `weeks` sorted by `since`; `days` are the exceptions, the line's own before all lines'."""

    zone: str = "Asia/Shanghai"
    weeks: tuple[Week, ...] = ()
    days: Mapping[date, OwnDay] = field(default_factory=dict, hash=False)
    public: PublicCalendar = CHINA
    spans_known: dict = field(default_factory=dict, init=False, repr=False, compare=False, hash=False)

    def is_open(self, at: datetime) -> bool:
        """Whether the line serves at this instant."""
        start, end = next(self.spans(at), (at, at))
        return start <= at < end

    def next_open(self, at: datetime) -> datetime:
        """The first instant from `at` on at which the line serves. Raises NoServiceHours."""
        start, _ = self.next_span(at)
        return max(start, at.astimezone(UTC))

    def next_close(self, at: datetime) -> datetime | None:
        """When the service time that runs at `at`, or comes next, ends; None if it runs on for a week and more.

        Raises NoServiceHours.
        """
        end = None
        for opens, closes in self.spans(at):
            if end and (opens > end or end - at > LONG):
                return end if opens > end else None
            end = closes
        if end is None:
            raise NoServiceHours(day=self.local(at).date())
        return end

    def next_span(self, at: datetime) -> Instants:
        """The stretch of service time that runs at `at` or comes next. Raises NoServiceHours."""
        if found := next(self.spans(at), None):
            return found
        raise NoServiceHours(day=self.local(at).date())

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The service time between two instants; none when `end` is not after `start`."""
        total = timedelta()
        if end <= start:
            return total
        for opens, closes in self.spans(start, until=end):
            total += min(closes, end) - max(opens, start)
        return total

    def add(self, start: datetime, duration: timedelta) -> Deadline:
        """The instant at which `duration` of service time has passed since `start`. Raises NoServiceHours."""
        left, steps, before = duration, [], start.astimezone(UTC)
        if not duration:
            return Deadline(before, (Step.total(duration, "service"),))
        for opens, closes in self.spans(start):
            opens = max(opens, before)
            steps += self.why_not(before, opens, first=not steps)
            used = min(closes - opens, left)
            steps.append(Step.span(opens.astimezone(self.tz), (opens + used).astimezone(self.tz)))
            left -= used
            before = opens + used
            if not left:
                return Deadline(before, (Step.total(duration, "service"), *steps, *self.unknown(start, before)))
        raise NoServiceHours(day=self.local(before).date())

    def elapse(self, start: datetime, duration: timedelta) -> Deadline:
        """`duration` of plain time after `start`, explained like the others."""
        end = (start + duration).astimezone(UTC)
        span = Step.span(start.astimezone(self.tz), end.astimezone(self.tz))
        return Deadline(end, (Step.total(duration, "elapsed"), span))

    def add_working_days(self, start: datetime, count: int) -> Deadline:
        """The end of the `count`-th working day after the day of `start`, which itself does not count.

        A working day ends when service ends on it, at midnight when there are no hours on it. Raises NoServiceHours
        when a year brings no working day.
        """
        last = day = self.local(start).date()
        left, skipped, steps = count, [], [Step.working_days(count, day)]
        while left:
            day += DAY
            if day - last > FARTHEST:
                raise NoServiceHours(day=last)
            now = self.day(day)
            if now.working:
                left -= 1
                last = day
                steps += [*closed_runs(skipped), Step.counted(now, count - left)]
                skipped = []
            else:
                skipped.append(now)
        end = self.end_of(last) if count else start.astimezone(UTC)
        if count:
            steps.append(Step.until(end.astimezone(self.tz)))
        return Deadline(end, (*steps, *self.unknown(start, end)))

    def day(self, day: date) -> Day:
        """What kind of day it is and whether it counts as a working day."""
        public = self.public.day(day)
        own = self.days.get(day)
        if own is None:
            return public
        working = own.kind == "workday" or (own.kind == "hours" and bool(own.hours))
        return Day(
            day, DayKind.OWN_OPEN if working else DayKind.OWN_CLOSED, working, say(own.name, own.name), public.known
        )

    def hours(self, day: date) -> tuple[Minutes, ...]:
        """The hours that start on this day, in minutes since its midnight, in order and without overlap."""
        week = self.week(day)
        own = self.days.get(day)
        if own and own.kind == "hours":
            return own.hours
        if week is None or (own and own.kind == "closed"):
            return ()
        public = self.public.day(day)
        if (own and own.kind == "workday") or (public.kind is DayKind.MAKE_UP and week.make_up):
            usual = week.hours[day.weekday()]
            return usual or week.hours[week.make_up_like]
        if public.kind is DayKind.HOLIDAY and week.holidays:
            return ()
        return week.hours[day.weekday()]

    def week(self, day: date) -> Week | None:
        """The weekly hours that hold on this day: the latest that began by then, else the first."""
        held = [week for week in self.weeks if week.since <= day]
        return held[-1] if held else next(iter(self.weeks), None)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def spans(self, at: datetime, until: datetime | None = None) -> Iterator[Instants]:
        """Stretches of service time that end after `at`, in order and without overlap, in UTC, each of one day's shift.

        Stops at `until`; without it, when FARTHEST has passed without any.
        """
        day, covered = self.local(at).date() - DAY, None
        last = day
        while (day - last <= FARTHEST) if until is None else self.midnight(day) < until:
            for opens, closes in self.spans_of(day):
                last = day
                opens, covered = max(opens, covered or opens), max(closes, covered or closes)
                if opens < closes and closes > at and (until is None or opens < until):
                    yield opens, closes
            day += DAY

    def spans_of(self, day: date) -> tuple[Instants, ...]:
        """The stretches that start on this local day."""
        if day not in self.spans_known:
            pairs = ((self.instant(day, start), self.instant(day, end)) for start, end in self.hours(day))
            self.spans_known[day] = tuple(sorted(pair for pair in pairs if pair[0] < pair[1]))
        return self.spans_known[day]

    def instant(self, day: date, minutes: int) -> datetime:
        """The instant so many minutes by the wall clock after this day's midnight."""
        days, rest = divmod(minutes, 1440)
        return datetime.combine(day + DAY * days, time(rest // 60, rest % 60), self.tz).astimezone(UTC)

    def midnight(self, day: date) -> datetime:
        return self.instant(day, 0)

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.tz)

    def end_of(self, day: date) -> datetime:
        """When service ends on this day: its last closing, midnight at the latest, and midnight without hours."""
        midnight = self.midnight(day + DAY)
        closings = [closes for _, closes in self.spans_of(day)]
        return min(max(closings), midnight) if closings else midnight

    def why_not(self, start: datetime, end: datetime, *, first: bool) -> list[Step]:
        """Why days before the stretch that begins at `end` were skipped, and why its own day serves if it need not."""
        today, last = self.local(start).date(), self.local(end).date()
        steps = closed_runs([self.day(day) for day in days_between(today, last) if not self.hours(day)])
        now = self.day(last)
        if (first or last > today) and now.kind in (DayKind.MAKE_UP, DayKind.OWN_OPEN) and self.hours(last):
            steps.append(Step.opened(now))
        return steps

    def unknown(self, start: datetime, end: datetime) -> list[Step]:
        """The years whose public holidays are not known, and so were counted by weekday."""
        years = range(self.local(start).year, self.local(end).year + 1)
        return [Step.year_unknown(year) for year in years if not self.public.knows(year)]


def days_between(first: date, end: date) -> Iterator[date]:
    """The days from `first` on, without `end`."""
    return (first + DAY * number for number in range((end - first).days))


def closed_runs(days: list[Day]) -> list[Step]:
    """Days without service, those next to each other and for the same reason as one step."""
    steps: list[Step] = []
    for day in days:
        if steps and steps[-1].continues(day):
            steps[-1] = steps[-1].reaching(day)
        else:
            steps.append(Step.closed(day))
    return steps
