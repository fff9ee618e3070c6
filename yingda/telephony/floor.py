"""The numbers of the telephone now and today, by line: read anew whenever somebody looks, never counted along."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Min, Q

from yingda.contacts.models import Contact
from yingda.contacts.present import line_brief
from yingda.people.models import Capability, Line, Organisation, Person
from yingda.people.scope import Scope
from yingda.routing.models import Presence
from yingda.telephony.models import Hotline, TurnedAway

WITHIN = (15, 20, 30)  # seconds of waiting (12.1)
PHONE = Contact.Channel.PHONE


def floor_out(scope: Scope, at: datetime) -> dict:
    """FloorCallsOut: {lines: [...], agents: {state: count}}, today in the organisation's zone. Six queries."""
    lines = list(lines_of(scope))
    since = since_midnight(at)
    now, day, away = now_by_line(lines), today_by_line(lines, since), turned_away(lines, since)
    return {
        "lines": [
            line_out(line, now.get(line.pk, {}), day.get(line.pk, {}), away.get(line.pk, 0)) for line in lines
        ],
        "agents": agents(scope),
    }


def lines_of(scope: Scope):
    lines = Line.objects.filter(active=True).select_related("hotline").order_by("pk")
    return lines if scope.lines is None else lines.filter(pk__in=scope.lines)


def since_midnight(at: datetime) -> datetime:
    organisation = Organisation.objects.filter(pk=1).first() or Organisation()
    here = at.astimezone(ZoneInfo(organisation.zone))
    return here.replace(hour=0, minute=0, second=0, microsecond=0)


def now_by_line(lines: Iterable[Line]) -> dict[int, dict]:
    """Who waits, since when, and who talks."""
    live = Contact.objects.live().filter(line__in=lines, channel=PHONE)
    waits = Q(state__in=Contact.QUEUED, queued__isnull=False)
    rows = live.values("line").annotate(
        waiting=Count("pk", filter=waits),
        longest_since=Min("queued", filter=waits),
        talking=Count("pk", filter=Q(state=Contact.State.TALKING, answered__isnull=False)),
    )
    return {row["line"]: row for row in rows}


def today_by_line(lines: Iterable[Line], since: datetime) -> dict[int, dict]:
    """Who came in since, and was answered or gave up."""
    came = Contact.objects.filter(
        line__in=lines, channel=PHONE, direction=Contact.Direction.INBOUND, arrived__gte=since, queued__isnull=False
    )
    gave_up = Q(answered=None, ended__isnull=False)
    soon = {
        f"within_{seconds}": Count("pk", filter=Q(answered__lte=F("queued") + timedelta(seconds=seconds)))
        for seconds in WITHIN
    }
    rows = came.values("line").annotate(
        answered_today=Count("pk", filter=Q(answered__isnull=False)),
        gone=Count("pk", filter=gave_up),
        short=Count("pk", filter=gave_up & short(lines)),
        **soon,
    )
    return {row["line"]: row for row in rows}


def short(lines: Iterable[Line]) -> Q:
    """Those who left within the line's limit: perhaps misdialled, counted apart."""
    by_limit: dict[int, list[int]] = {}
    for line in lines:
        hotline = getattr(line, "hotline", None) or Hotline()
        by_limit.setdefault(hotline.short_abandon, []).append(line.pk)
    found = Q(pk__in=[])
    for seconds, ids in by_limit.items():
        found |= Q(line__in=ids, ended__lt=F("queued") + timedelta(seconds=seconds))
    return found


def turned_away(lines: Iterable[Line], since: datetime) -> dict[int, int]:
    """How many heard busy since, the trunk's lines being all taken: they never came in."""
    away = TurnedAway.objects.filter(line__in=lines, at__gte=since)
    return dict(away.values("line").annotate(count=Count("pk")).values_list("line", "count"))


def line_out(line: Line, now: dict, day: dict, away: int) -> dict:
    return {
        "line": line_brief(line),
        "waiting": now.get("waiting", 0),
        "longest_since": now.get("longest_since"),
        "talking": now.get("talking", 0),
        "answered": day.get("answered_today", 0),
        "within": {str(seconds): day.get(f"within_{seconds}", 0) for seconds in WITHIN},
        "abandoned": day.get("gone", 0) - day.get("short", 0),
        "short_abandoned": day.get("short", 0),
        "turned_away": away,
    }


def agents(scope: Scope) -> dict[str, int]:
    """How many of those who take calls are in which state."""
    able = Capability.objects.filter(kind=Capability.Kind.CHANNEL, code=PHONE).values("person")
    people = Person.objects.filter(pk__in=able, is_active=True)
    if scope.lines is not None:
        people = people.filter(team__lines__in=scope.lines)
    now = Presence.objects.now().filter(person__in=people.values("pk"))
    return dict(now.values("state").annotate(count=Count("pk")).order_by("state").values_list("state", "count"))
