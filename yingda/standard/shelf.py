"""The standards that this process has read, ready to hand."""

import time
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, Subquery
from django.db.models.expressions import RawSQL

from yingda.people.models import Organisation
from yingda.standard.calendar import OwnDay, ServiceCalendar, Week
from yingda.standard.errors import Altered, NoStandard
from yingda.standard.loading import digest_of, standard_of
from yingda.standard.models import CalendarDay, LineHours, Version
from yingda.standard.reading import Table
from yingda.standard.shape import Standard
from yingda.standard.week_hours import interval, read_week

FRESH = 1.0  # seconds
# Rows of these two tables are replaced, never changed, and ids are given once: so this changes with every change.
STAMP = """SELECT (SELECT COUNT(*) || '/' || COALESCE(MAX(id), 0) FROM standard_calendarday)
 || ' ' || (SELECT COUNT(*) || '/' || COALESCE(MAX(id), 0) FROM standard_linehours)"""
ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Index:
    """What is approved from when on, in order; the organisation's zone; the calendars' stamp."""

    effective: tuple[datetime, ...]
    versions: tuple[int, ...]
    zone: str
    stamp: str


@dataclass
class Shelf:
    """Standards by version and line. Read by many threads: every field is replaced whole."""

    index: Index | None = None
    looked: float = 0.0
    standards: dict[tuple, Standard] = field(default_factory=dict)

    def forget(self) -> None:
        self.index, self.standards = None, {}

    def fresh(self) -> Index:
        """The index, at most FRESH seconds old. Raises NoStandard."""
        index, age = self.index, time.monotonic() - self.looked
        if index is None or not 0 <= age < FRESH:
            index = read_index()
            self.looked = time.monotonic()
            if self.index is None or (self.index.zone, self.index.stamp) != (index.zone, index.stamp):
                self.standards = {}
            self.index = index
        return index

    def version_at(self, at: datetime) -> int:
        """The version in force at this instant."""
        index = self.fresh()
        return index.versions[max(0, bisect_right(index.effective, at) - 1)]

    def standard(self, version: int, line: int | None) -> Standard:
        """The standard of this version for this line, read once."""
        index, standards = self.fresh(), self.standards
        key = (version, line, index.stamp, index.zone)
        if key not in standards:
            standards[key] = read_standard(version, line, index.zone)
        return standards[key]


shelf = Shelf()


def read_index() -> Index:
    """One query. Raises NoStandard when nothing is approved."""
    zone = Subquery(Organisation.objects.values("zone")[:1])
    rows = Version.objects.approved().annotate(zone=zone, stamp=RawSQL(STAMP, []))
    rows = list(rows.values_list("effective", "id", "zone", "stamp"))
    if not rows:
        raise NoStandard
    effective, versions, zones, stamps = zip(*rows, strict=True)
    return Index(effective, versions, zones[0] or ZONE, stamps[0])


def read_standard(version: int, line: int | None, zone: str) -> Standard:
    """Read a version from the database. Raises NoStandard, Altered."""
    row = Version.objects.filter(pk=version).prefetch_related("overrides").first()
    if row is None:
        raise NoStandard
    own = {one.line_id: one.content for one in row.overrides.all()}
    if digest_of(row.content, {str(key): part for key, part in own.items()}) != row.digest:
        raise Altered(number=row.number)
    place = {"version": row.pk, "number": row.number, "line": line}
    return standard_of(row.content, own.get(line), calendar=calendar_of(line, zone), **place)


def calendar_of(line: int | None, zone: str) -> ServiceCalendar:
    """The line's own weeks and days, and the days of all lines; the standard's week is put before them later."""
    return ServiceCalendar(zone=zone, weeks=weeks_of(line), days=days_of(line))


def weeks_of(line: int | None) -> tuple[Week, ...]:
    rows = LineHours.objects.filter(line=line).order_by("since") if line else ()
    return tuple(read_week(Table(row.content, "hours", []), row.since) for row in rows)


def days_of(line: int | None) -> dict:
    """Exceptions by day: the line's own over those of all lines."""
    rows = CalendarDay.objects.filter(Q(line=None) | Q(line=line) if line else Q(line=None))
    days = {}
    for row in sorted(rows, key=lambda row: row.line_id is not None):
        hours = tuple(sorted(found for pair in row.hours if (found := interval(pair))))
        days[row.day] = OwnDay(row.kind, hours, row.name)
    return days
