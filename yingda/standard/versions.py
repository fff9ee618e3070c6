"""Versions of the standard: made from the shipped rules or a draft, approved once, in force from their date on.

A process keeps the standards it has read, and looks once in FRESH seconds whether a version was approved or a calendar
changed elsewhere. So an approval reaches every process within that time; a version never takes effect before its hour.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from yingda.journal import record, verb
from yingda.lib.db import lock, lock_rows
from yingda.lib.ids import uuid7
from yingda.people.models import Line, Person
from yingda.standard import facts
from yingda.standard.errors import AlreadyApproved, NoStandard, TooEarly, UidTaken
from yingda.standard.loading import check, digest_of, load_shipped, refuse
from yingda.standard.models import Override, Version
from yingda.standard.shape import Standard
from yingda.standard.shelf import shelf

ONE_AT_A_TIME = 0x57A4DA4D  # advisory lock: version numbers are given out one by one
SHIPPED = "shipped"


def in_force(line: Line | int | None, at: datetime) -> Standard:
    """The standard that judges what happens on this line at this instant. Raises NoStandard.

    What happened before the first version took effect is judged by the first.
    """
    return shelf.standard(shelf.version_at(at), line_id(line))


def of(version: int, line: Line | int | None) -> Standard:
    """The standard of this version (its row's id) for this line. Raises NoStandard."""
    return shelf.standard(version, line_id(line))


def forget() -> None:
    """Read everything anew at the next asking."""
    shelf.forget()


@verb
def ensure_first_version(at: datetime) -> Version:
    """The version that judges now. The first installation approves the shipped rules from `at` on.

    Shipped rules that no version has yet (after an upgrade) become a draft, which somebody must approve.
    """
    lock(ONE_AT_A_TIME)
    content = load_shipped()
    first = not Version.objects.approved().exists()
    if first or not Version.objects.filter(digest__in=known_as(content)).exists():
        version = make(content, {}, note=SHIPPED, by=None, at=at)
        if first:
            set_in_force(version, by=None, effective=at, at=at)
    found = Version.objects.approved().filter(effective__lte=at).last() or Version.objects.approved().first()
    if found is None:
        raise NoStandard
    return found


def known_as(content: Mapping) -> list[str]:
    """The digests under which these rules may already stand: as shipped, or approved with lines' own figures."""
    shipped = digest_of(content)
    with_own = [
        version.digest
        for version in Version.objects.filter(overrides__isnull=False).distinct()
        if digest_of(version.content) == shipped
    ]
    return [shipped, *with_own]


@verb
def draft(
    content: Mapping, *, own: Mapping[int, Mapping], note: str, by: Person, at: datetime, uid: UUID | None = None
) -> Version:
    """A new version that is not in force. `own`: the lines' own figures by line id. Raises Faulty, UidTaken.

    The same `uid` again gives the first draft.
    """
    lock(ONE_AT_A_TIME)
    if uid and (known := Version.objects.filter(uid=uid).first()):
        if known.drafter_id != by.pk:
            raise UidTaken(field="uid")
        return known
    codes = dict(Line.objects.filter(pk__in=own).values_list("pk", "code"))
    refuse(check(content, {codes[line]: part for line, part in own.items()}))
    return make(content, own, note=note, by=by, at=at, uid=uid)


def make(
    content: Mapping, own: Mapping[int, Mapping], *, note: str, by: Person | None, at: datetime, uid: UUID | None = None
) -> Version:
    """The next version, as a draft."""
    last = Version.objects.aggregate(last=Max("number"))["last"] or 0
    digest = digest_of(content, by_text(own))
    version = Version.objects.create(
        uid=uid or uuid7(), number=last + 1, drafter=by, digest=digest, content=content, note=note, made=at
    )
    Override.objects.bulk_create(Override(version=version, line_id=line, content=part) for line, part in own.items())
    record(facts.DRAFTED, at=at, by=by, version=version.number)
    return version


def by_text(own: Mapping[int, Mapping]) -> dict[str, Mapping]:
    return {str(line): part for line, part in own.items()}


@verb
def approve(version: Version, *, by: Person, effective: datetime, at: datetime) -> Version:
    """Let a draft judge from `effective` on. Raises AlreadyApproved, TooEarly, Faulty.

    Approved again for the same hour by a repeated request, it stays as it is.
    """
    version = lock_rows(Version.objects.filter(pk=version.pk)).get()
    if version.state == Version.State.APPROVED:
        if (version.effective, version.approver_id) == (effective, by.pk):
            return version
        raise AlreadyApproved(number=version.number)
    if effective < at:
        raise TooEarly(field="effective")
    own = {one.line.code: one.content for one in version.overrides.select_related("line")}
    refuse(check(version.content, own))
    return set_in_force(version, by=by, effective=effective, at=at)


def set_in_force(version: Version, *, by: Person | None, effective: datetime, at: datetime) -> Version:
    if not Version.objects.approve(version.pk, by=by, effective=effective):
        raise AlreadyApproved(number=version.number)
    record(facts.APPROVED, at=at, by=by, version=version.number, effective=effective)
    forget()
    transaction.on_commit(forget)
    version.refresh_from_db()
    return version


def line_id(line: Line | int | None) -> int | None:
    return line.pk if isinstance(line, Line) else line
