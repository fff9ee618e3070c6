"""Reads the queue and the people at work from the database into the plain values of `planning`."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Exists, Q, QuerySet

from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Capability, Restriction, Team
from yingda.routing.models import Desk, Offer, Presence, Slot, Waiting
from yingda.routing.planning import Agent, Wish

AGAIN_AFTER = timedelta(seconds=30)  # before that, whoever passed a contact does not get it back


class Reading:
    """The five queries about the people at work, whose desks `desks()` are: each is run with the instant.

    `all_take`: they are known to neither ring nor be in wrap-up.
    """

    def __init__(self, desks: Callable[[], QuerySet], *, all_take: bool = False):
        def of_them(rows: QuerySet, *columns: str) -> QuerySet:
            return rows.filter(person__in=desks().values("person")).values_list("person", *columns)

        self.desks = Prepared(lambda: desks().values_list("person", "person__team", "idle_since"))
        self.states = None if all_take else Prepared(lambda: of_them(Presence.objects.now(), "state"))
        self.able = Prepared(lambda: of_them(Capability.objects.all(), "kind", "code", "number"))
        self.load = Prepared(lambda: of_them(Slot.objects.all(), "channel"))
        self.barred = Prepared(lambda: of_them(in_force(), "line", "channel"))


def in_force() -> QuerySet:
    until = Q(until=None) | Q(until__gt=Given(Restriction, "until"))
    return Restriction.objects.filter(until, since__lte=Given(Restriction, "since"))


def at_work() -> QuerySet:
    return Desk.objects.at_work(Given(Desk, "lease_until")).filter(person__is_active=True)


def free() -> QuerySet:
    """Those who may be rung: neither ringing nor in wrap-up."""
    return at_work().filter(person__presences__ended=None, person__presences__state__in=Presence.TAKES_CONTACTS)


WAITING = Prepared(lambda: Waiting.objects.to_offer(Given(Waiting, "not_before")).in_order())
STILL_WAITING = Prepared(lambda: Waiting.objects.filter(contact=Given(Waiting, "contact")))
PASSED = Prepared(lambda: Offer.objects.passed_since(Given(Offer, "answered")).values_list("contact", "person"))
LINES = Prepared(lambda: Team.lines.through.objects.values_list("team_id", "line_id"))
ANYBODY = Prepared(
    lambda: Waiting.objects.to_offer(Given(Waiting, "not_before")).filter(Exists(free())).values_list("id")[:1]
)
EVERYBODY, FREE = Reading(at_work), Reading(free, all_take=True)


def wishes(at: datetime) -> list[Wish]:
    """Those to be offered, in the order of the queue: two queries."""
    passed = passed_lately(at)
    return [wish(row, passed) for row in WAITING.all(not_before=at)]


def wish(row: Waiting, passed: dict[int, set[int]]) -> Wish:
    return Wish(
        contact=row.contact_id,
        line=row.line_id,
        channel=row.channel,
        entered=row.entered,
        language=row.language,
        skill=row.skill,
        team=row.team_id,
        prefers=row.prefers_id,
        holds=row.holds,
        avoids=row.avoids_id,
        passed=frozenset(passed.get(row.contact_id, ())),
    )


def same(row: Waiting, wished: Wish) -> bool:
    """Whether the row still asks for what was read before."""
    return replace(wish(row, {}), passed=wished.passed) == wished


def agents(at: datetime, read: Reading = EVERYBODY) -> list[Agent]:
    """Everybody at work, busy or not (or those whom `read` is about): six queries."""
    when = {"lease_until": at, "until": at, "since": at}
    desks = read.desks.values(**when)
    if not desks:
        return []
    states = dict(read.states.values(**when)) if read.states else {}
    lines, able = lines_of_teams(), capabilities(read.able.values(**when))
    load, barred = loads(read.load.values(**when)), restrictions(read.barred.values(**when))
    return [
        Agent(
            person=person,
            team=team,
            lines=frozenset(lines.get(team, ())),
            capacity=able[person][Capability.Kind.CHANNEL],
            takes=not read.states or states.get(person) in Presence.TAKES_CONTACTS,
            load=load[person],
            skills=frozenset(able[person][Capability.Kind.SKILL]),
            languages=frozenset(able[person][Capability.Kind.LANGUAGE]),
            restricted=frozenset(barred.get(person, ())),
            idle_since=idle_since,
        )
        for person, team, idle_since in desks
    ]


def free_agents(at: datetime) -> list[Agent]:
    """Those who may be rung, with what they have at hand."""
    return agents(at, FREE)


def passed_lately(at: datetime) -> dict[int, set[int]]:
    people = defaultdict(set)
    for contact, person in PASSED.values(answered=at - AGAIN_AFTER):
        people[contact].add(person)
    return people


def lines_of_teams() -> dict[int, set[int]]:
    lines = defaultdict(set)
    for team, line in LINES.values():
        lines[team].add(line)
    return lines


def capabilities(rows: Iterable[tuple]) -> dict[int, dict[str, dict[str, int]]]:
    able = defaultdict(lambda: defaultdict(dict))
    for person, kind, code, number in rows:
        able[person][kind][code] = number
    return able


def loads(rows: Iterable[tuple]) -> dict[int, dict[str, int]]:
    load = defaultdict(lambda: defaultdict(int))
    for person, channel in rows:
        load[person][channel] += 1
    return load


def restrictions(rows: Iterable[tuple]) -> dict[int, set[tuple[int | None, str]]]:
    barred = defaultdict(set)
    for person, line, channel in rows:
        barred[person].add((line, channel))
    return barred
