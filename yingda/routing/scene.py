"""Reads the queue and the people at work from the database into the plain values of `planning`."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Exists, Q, QuerySet

from yingda.lib.prepared import Among, Given, Prepared
from yingda.people.models import Capability, Restriction, Team
from yingda.routing.models import Desk, Offer, Presence, Slot, Waiting
from yingda.routing.planning import Agent, Wish

AGAIN_AFTER = timedelta(seconds=30)  # before that, whoever passed a contact does not get it back


def of_them(rows: Callable[[], QuerySet], *columns: str) -> Prepared:
    """The rows of these people."""
    theirs = Among("person", Given(Desk, "person", many=True))
    return Prepared(lambda: rows().filter(theirs).values_list("person", *columns))


def desks_of(people: Callable[[], QuerySet]) -> Prepared:
    """Person, team and since when they are idle."""
    return Prepared(lambda: people().values_list("person", "person__team", "idle_since"))


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
STATES = of_them(Presence.objects.now, "state")
ABLE = of_them(Capability.objects.all, "kind", "code", "number")
LOAD = of_them(Slot.objects.all, "channel")
BARRED = of_them(in_force, "line", "channel")
LINES = Prepared(lambda: Team.lines.through.objects.values_list("team_id", "line_id"))
ANYBODY = Prepared(
    lambda: Waiting.objects.to_offer(Given(Waiting, "not_before")).filter(Exists(free())).values_list("id")[:1]
)
EVERYBODY, FREE = desks_of(at_work), desks_of(free)


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


def agents(at: datetime, chosen: Prepared = EVERYBODY) -> list[Agent]:
    """Everybody at work, busy or not, or only those who are FREE: six queries."""
    desks = chosen.values(lease_until=at)
    if not desks:
        return []
    people = [person for person, *_ in desks]
    states = {} if chosen is FREE else dict(STATES.values(person=people))
    lines, able = lines_of_teams(), capabilities(ABLE.values(person=people))
    load, barred = loads(LOAD.values(person=people)), restrictions(BARRED.values(person=people, until=at, since=at))
    return [
        Agent(
            person=person,
            team=team,
            lines=frozenset(lines.get(team, ())),
            capacity=able[person][Capability.Kind.CHANNEL],
            takes=chosen is FREE or states.get(person) in Presence.TAKES_CONTACTS,
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
