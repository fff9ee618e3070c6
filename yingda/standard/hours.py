"""A line's weekly hours and the calendar's exceptions, as administrators set them. Days that are over keep theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yingda.journal import record, verb
from yingda.lib.db import lock
from yingda.lib.times import zone
from yingda.people.models import Line, Organisation, Person
from yingda.standard import facts, versions
from yingda.standard.errors import DayIsPast, Faulty
from yingda.standard.models import CalendarDay, LineHours
from yingda.standard.reading import Fault, Table
from yingda.standard.shelf import ZONE
from yingda.standard.week_hours import as_pairs, read_hours, read_week, week_as_data

ONE_AT_A_TIME = 0x57A4DA4E  # advisory lock: a calendar is replaced by one person at a time


@dataclass(frozen=True)
class OneDay:
    """A day that differs: closed, workday, or hours as [["08:00", "12:00"]]."""

    day: date
    kind: str
    hours: Sequence[Sequence[str]] = ()
    name: str = ""


@verb
def set_week(line: Line, week: Mapping, *, since: date, by: Person, at: datetime) -> LineHours:
    """Let these weekly hours (in the shape of `hours.toml`) hold from the day `since` on. Raises DayIsPast, Faulty."""
    faults: list[Fault] = []
    read = read_week(Table(week, "hours", faults), since)
    if faults:
        raise Faulty(faults)
    if since < today(at):
        raise DayIsPast(field="since", day=since)
    lock(ONE_AT_A_TIME)
    # Replaced, not changed: the new id tells every process that the hours are others now.
    LineHours.objects.filter(line=line, since=since).delete()
    hours = LineHours.objects.create(line=line, since=since, content=week_as_data(read))
    record(facts.HOURS, at=at, by=by, line=line, hours=hours.pk)
    tell_everybody()
    return hours


@verb
def set_days(line: Line | None, year: int, days: Sequence[OneDay], *, by: Person, at: datetime) -> list[CalendarDay]:
    """Replace the exceptions of a year, of one line or of all (None). Raises DayIsPast, Faulty.

    Days before today must be given as they stand.
    """
    must_be_sound(year, days)
    lock(ONE_AT_A_TIME)
    now, wanted = today(at), {one.day: one for one in days}
    rows = CalendarDay.objects.filter(line=line, day__year=year)
    kept = {row.day: row for row in rows if row.day < now}
    for day in sorted(kept.keys() | {day for day in wanted if day < now}):
        if day not in kept or day not in wanted or as_one(kept[day]) != normal(wanted[day]):
            raise DayIsPast(field="days", day=day)
    rows.filter(day__gte=now).delete()
    made = CalendarDay.objects.bulk_create(as_row(line, one) for day, one in sorted(wanted.items()) if day >= now)
    record(facts.DAYS, at=at, by=by, line=line, days=len(made))
    tell_everybody()
    return [*(kept[day] for day in sorted(kept)), *made]


def must_be_sound(year: int, days: Sequence[OneDay]) -> None:
    """Raise Faulty with a fault for every day that cannot be used."""
    faults: list[Fault] = []
    seen = set()
    for number, one in enumerate(days):
        table = Table({"hours": [list(pair) for pair in one.hours]}, "days", faults, path=f"{number}.")
        if one.day.year != year:
            table.fault("day", f"不在 {year} 年内", f"lies outside {year}")
        if one.day in seen:
            table.fault("day", "同一天写了两次", "stands twice")
        if one.kind == CalendarDay.Kind.HOURS:
            read_hours(table, "hours")
        elif one.hours:
            table.fault("hours", "只有“自定时间”的日子才写时间段", 'go with the kind "hours" only')
        seen.add(one.day)
    if faults:
        raise Faulty(faults)


def as_one(row: CalendarDay) -> OneDay:
    return normal(OneDay(row.day, row.kind, row.hours, row.name))


def normal(one: OneDay) -> OneDay:
    """The same day with its hours in order."""
    hours = as_pairs(read_hours(Table({"hours": [list(pair) for pair in one.hours]}, "days", []), "hours"))
    return OneDay(one.day, str(one.kind), tuple(tuple(pair) for pair in hours), one.name)


def as_row(line: Line | None, one: OneDay) -> CalendarDay:
    one = normal(one)
    return CalendarDay(line=line, day=one.day, kind=one.kind, hours=[list(pair) for pair in one.hours], name=one.name)


def today(at: datetime) -> date:
    """The organisation's day."""
    name = Organisation.objects.values_list("zone", flat=True).first()
    return at.astimezone(zone(name or ZONE)).date()


def tell_everybody() -> None:
    versions.forget()
    transaction.on_commit(versions.forget)
