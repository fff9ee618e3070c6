"""The standard for people: what is in force, how it is changed, and when the lines serve."""

from datetime import date, datetime, timedelta

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from yingda.access.api_auth import Viewer
from yingda.access.people_schemas import SLUG
from yingda.lib.errors import NotFound
from yingda.lib.paging import page
from yingda.lib.times import now
from yingda.people.models import Line, Role
from yingda.standard import hours, versions
from yingda.standard.calendar import ServiceCalendar
from yingda.standard.days import DayKind
from yingda.standard.errors import NoServiceHours
from yingda.standard.loading import merge
from yingda.standard.models import CalendarDay, LineHours, Version
from yingda.standard.present import standard_out, version_out
from yingda.standard.schemas import (
    ApprovalIn,
    DaysIn,
    DaysOut,
    DraftIn,
    HoursIn,
    HoursOut,
    StandardOut,
    VersionDetail,
    VersionOut,
    VersionPage,
)
from yingda.standard.week_hours import week_as_data

router = Router(tags=["standard"])
Code = Path(pattern=SLUG)
EDITS = (Role.ADMINISTRATOR,)
READS_DRAFTS = (Role.ADMINISTRATOR, Role.AUDITOR)
DAY = timedelta(days=1)


@router.get("/standard", response=StandardOut)
def standard(request: HttpRequest, line: str | None = Query(None, pattern=SLUG)):
    """The standard in force now, for a line or without lines' own figures."""
    chosen = line and visible_line(request.auth, line)
    found = versions.in_force(chosen, now())
    version = Version.objects.select_related("approver").defer("content").get(pk=found.version)
    overridden = Line.objects.filter(overrides__version=version).order_by("id")
    seen = [one for one in overridden if may_see(request.auth, one)]
    return standard_out(found, version, chosen, {one: versions.of(version.pk, one) for one in seen})


@router.get("/standard/versions", response=VersionPage)
def list_versions(request: HttpRequest, after: str | None = None, limit: int = Query(50, ge=1, le=200)):
    rows = Version.objects.select_related("approver", "drafter").defer("content")
    if not request.auth.scope.has(*READS_DRAFTS):
        rows = rows.filter(state=Version.State.APPROVED)
    judging = versions.in_force(None, now()).version
    return page(rows, order=("-number",), after=after, limit=limit).out(
        lambda found: [version_out(one, judging) for one in found]
    )


@router.get("/standard/versions/{number}", response=VersionDetail)
def one_version(request: HttpRequest, number: int):
    request.auth.must_be(*READS_DRAFTS)
    version = found_version(number)
    return {
        **version_out(version, versions.in_force(None, now()).version),
        "content": version.content,
        "overrides": {one.line.code: one.content for one in version.overrides.select_related("line")},
    }


@router.post("/standard/drafts", response={201: VersionOut})
def create_draft(request: HttpRequest, body: DraftIn):
    request.auth.must_be(*EDITS)
    at = now()
    judging = versions.in_force(None, at)
    base = found_version(body.base or judging.number)
    lines = {code: any_line(code) for code in body.overrides}
    own = {one.line_id: one.content for one in base.overrides.all()}
    for code, part in body.overrides.items():
        own.pop(lines[code].pk, None)
        if part is not None:
            own[lines[code].pk] = part
    content = merge(base.content, body.content)
    draft = versions.draft(content, own=own, note=body.note, by=request.auth.person, at=at, uid=body.uid)
    return Status(201, version_out(draft, judging.version))


@router.post("/standard/versions/{number}/approval", response={201: VersionOut})
def create_approval(request: HttpRequest, number: int, body: ApprovalIn):
    request.auth.must_be(*EDITS)
    at = now()
    version = versions.approve(found_version(number), by=request.auth.person, effective=body.effective, at=at)
    return Status(201, version_out(version, versions.in_force(None, at).version))


@router.get("/lines/{code}/hours", response=HoursOut)
def line_hours(request: HttpRequest, code: str = Code):
    return hours_out(visible_line(request.auth, code))


@router.put("/lines/{code}/hours", response=HoursOut)
def save_line_hours(request: HttpRequest, body: HoursIn, code: str = Code):
    request.auth.must_be(*EDITS)
    line, at = any_line(code), now()
    hours.set_week(line, body.week.dict(), since=body.since or hours.today(at), by=request.auth.person, at=at)
    return hours_out(line)


@router.get("/calendar-days", response=DaysOut)
def calendar_days(request: HttpRequest, year: int = Query(..., ge=2000, le=2199)):
    """The exceptions that hold for every line."""
    return days_out(None, year)


@router.put("/calendar-days", response=DaysOut)
def save_calendar_days(request: HttpRequest, body: DaysIn):
    return save_days(request.auth, None, body)


@router.get("/lines/{code}/calendar-days", response=DaysOut)
def line_days(request: HttpRequest, code: str = Code, year: int = Query(..., ge=2000, le=2199)):
    """The exceptions of one line."""
    return days_out(visible_line(request.auth, code), year)


@router.put("/lines/{code}/calendar-days", response=DaysOut)
def save_line_days(request: HttpRequest, body: DaysIn, code: str = Code):
    request.auth.must_be(*EDITS)
    return save_days(request.auth, any_line(code), body)


def save_days(viewer: Viewer, line: Line | None, body: DaysIn) -> dict:
    viewer.must_be(*EDITS)
    days = [hours.OneDay(**one.dict()) for one in body.days]
    hours.set_days(line, body.year, days, by=viewer.person, at=now())
    return days_out(line, body.year)


def found_version(number: int) -> Version:
    version = Version.objects.select_related("approver", "drafter").filter(number=number).first()
    if version is None:
        raise NotFound
    return version


def any_line(code: str) -> Line:
    line = Line.objects.filter(code=code).first()
    if line is None:
        raise NotFound
    return line


def visible_line(viewer: Viewer, code: str) -> Line:
    """A line that is theirs to see. Raises NotFound."""
    line = any_line(code)
    if not may_see(viewer, line):
        raise NotFound
    return line


def may_see(viewer: Viewer, line: Line) -> bool:
    return viewer.scope.has(Role.ADMINISTRATOR) or viewer.scope.sees_line(line.pk)


def hours_out(line: Line) -> dict:
    """The hours of a line today and later."""
    at = now()
    calendar, today = versions.in_force(line, at).calendar, hours.today(at)
    held = LineHours.objects.filter(line=line, since__lte=today).order_by("since").last()
    return {
        "line": line.code,
        "own": held is not None,
        "since": held and held.since,
        "week": week_as_data(calendar.week(today)),
        "planned": planned(line, today),
        "open": calendar.is_open(at),
        "next_open": next_open(calendar, at),
        "zone": calendar.zone,
    }


def planned(line: Line, today: date) -> list[dict]:
    rows = LineHours.objects.filter(line=line, since__gt=today).order_by("since")
    return [{"since": row.since, "week": row.content} for row in rows]


def next_open(calendar: ServiceCalendar, at: datetime) -> datetime | None:
    try:
        return calendar.next_open(at)
    except NoServiceHours:
        return None


def days_out(line: Line | None, year: int) -> dict:
    """A year's exceptions beside its public holidays and make-up workdays."""
    public = versions.in_force(line, now()).calendar.public
    first = date(year, 1, 1)
    every = (public.day(first + DAY * number) for number in range((date(year + 1, 1, 1) - first).days))
    return {
        "line": line and line.code,
        "year": year,
        "known": public.knows(year),
        "public": [
            {"day": one.day, "kind": one.kind, "name": one.name.zh, "name_en": one.name.en}
            for one in every
            if one.kind in (DayKind.HOLIDAY, DayKind.MAKE_UP)
        ],
        "days": CalendarDay.objects.filter(line=line, day__year=year).order_by("day"),
    }
