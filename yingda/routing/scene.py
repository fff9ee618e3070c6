"""Reads the queue and the people at work from the database into the plain values of `planning`."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q

from yingda.people.models import Capability, Restriction, Team
from yingda.routing.models import Desk, Offer, Presence, Slot, Waiting
from yingda.routing.planning import Agent, Wish

AGAIN_AFTER = timedelta(seconds=30)  # before that, whoever passed a contact does not get it back


def wishes(at: datetime, contacts: Collection[int] | None = None) -> list[Wish]:
    """Those to be offered, in the order of the queue: two queries. `contacts` narrows to these."""
    rows = Waiting.objects.to_offer(at).in_order()
    if contacts is not None:
        rows = rows.filter(contact__in=contacts)
    passed = passed_lately(at)
    return [
        Wish(
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
        for row in rows
    ]


def agents(at: datetime, people: Collection[int] | None = None) -> list[Agent]:
    """Everybody at work, busy or not: six queries. `people` narrows to these."""
    desks = Desk.objects.at_work(at).filter(person__is_active=True).select_related("person")
    if people is not None:
        desks = desks.filter(person__in=people)
    desks = list(desks)
    ids = [desk.person_id for desk in desks]
    states = dict(Presence.objects.now().filter(person__in=ids).values_list("person", "state"))
    lines, able, load, barred = lines_of_teams(), capabilities(ids), loads(ids), restrictions(ids, at)
    return [
        Agent(
            person=desk.person_id,
            team=desk.person.team_id,
            lines=frozenset(lines.get(desk.person.team_id, ())),
            capacity=able[desk.person_id][Capability.Kind.CHANNEL],
            takes=states.get(desk.person_id) in Presence.TAKES_CONTACTS,
            load=load[desk.person_id],
            skills=frozenset(able[desk.person_id][Capability.Kind.SKILL]),
            languages=frozenset(able[desk.person_id][Capability.Kind.LANGUAGE]),
            restricted=frozenset(barred.get(desk.person_id, ())),
            idle_since=desk.idle_since,
        )
        for desk in desks
    ]


def passed_lately(at: datetime) -> dict[int, set[int]]:
    people = defaultdict(set)
    for contact, person in Offer.objects.passed_since(at - AGAIN_AFTER).values_list("contact", "person"):
        people[contact].add(person)
    return people


def lines_of_teams() -> dict[int, set[int]]:
    lines = defaultdict(set)
    for team, line in Team.lines.through.objects.values_list("team_id", "line_id"):
        lines[team].add(line)
    return lines


def capabilities(people: list[int]) -> dict[int, dict[str, dict[str, int]]]:
    able = defaultdict(lambda: defaultdict(dict))
    rows = Capability.objects.filter(person__in=people).values_list("person", "kind", "code", "number")
    for person, kind, code, number in rows:
        able[person][kind][code] = number
    return able


def loads(people: list[int]) -> dict[int, dict[str, int]]:
    load = defaultdict(lambda: defaultdict(int))
    for person, channel in Slot.objects.filter(person__in=people).values_list("person", "channel"):
        load[person][channel] += 1
    return load


def restrictions(people: list[int], at: datetime) -> dict[int, set[tuple[int | None, str]]]:
    barred = defaultdict(set)
    held = Restriction.objects.filter(Q(until=None) | Q(until__gt=at), person__in=people, since__lte=at)
    for person, line, channel in held.values_list("person", "line", "channel"):
        barred[person].add((line, channel))
    return barred
