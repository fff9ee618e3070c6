"""Cases as the API and the feed show them: the same dicts, built for many at once."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from yingda.access.files import file_out
from yingda.access.models import StoredFile
from yingda.cases.models import Case, Handover, Part, Record
from yingda.cases.noting import FILES
from yingda.contacts.present import by_id, line_brief, person_brief
from yingda.customers.masking import mask_numbers
from yingda.customers.present import briefs
from yingda.journal.models import Fact
from yingda.people.models import Line, Person, Role
from yingda.people.scope import Scope

MATTER = (
    "happened", "place", "subject", "description", "demand", "measures", "result", "policy_basis", "related_number",
    "remarks",
)
HEADLINE = 40
MORE: dict[str, Callable[[list[Case]], dict[int, Any]]] = {}


def extend(key: str, build: Callable[[list[Case]], dict[int, Any]]) -> None:
    """Let a higher room fill `key` of every case: `build(cases)` gives values by case id."""
    MORE[key] = build


def cases_out(cases: Iterable[Case]) -> list[dict]:
    """The JSON of cases, in a fixed number of queries. What people typed is shown with its numbers masked."""
    cases = list(cases)
    ids = [case.pk for case in cases]
    people = by_id(Person, (case.owner_id for case in cases))
    lines = by_id(Line, (case.line_id for case in cases))
    customers = briefs(case.customer_id for case in cases)
    records, handovers, files = records_of(ids), handovers_of(ids), files_of(ids)
    more = {key: build(cases) for key, build in MORE.items()}
    return [
        {
            "id": case.uid,
            "number": case.number,
            "line": line_brief(lines[case.line_id]),
            "customer": customers.get(case.customer_id),
            "owner": person_brief(people.get(case.owner_id)),
            "matter": matter(records.get(case.pk, [])),
            "contacts": [contact_brief(record) for record in records.get(case.pk, [])],
            "handovers": [handover_out(handover) for handover in handovers.get(case.pk, [])],
            "attachments": files.get(case.pk, []),
            "title": mask_numbers(title(case, records.get(case.pk, []))),
            "measures": mask_numbers(case.measures),
            "result": mask_numbers(case.result),
        }
        | {name: getattr(case, name) for name in PLAIN}
        | {key: values[case.pk] for key, values in more.items()}
        for case in cases
    ]


PLAIN = (
    "source", "status", "request_type", "urgency", "sensitive", "complex", "customer_waits", "root_cause",
    "registered", "opened", "changed", "solved", "closed", "reopened",
)


def title(case: Case, records: list[Record]) -> str:
    """The case's title, else the beginning of its description."""
    if case.title:
        return case.title
    text = next((record.description or record.contact.need for record in records), "").strip()
    return text.splitlines()[0][:HEADLINE] if text else ""


def matter(records: list[Record]) -> dict:
    """What the records say, each field from the newest record in which it stands."""
    return {
        name: mask_numbers(next((getattr(record, name) for record in reversed(records) if getattr(record, name)), ""))
        for name in MATTER
    }


def contact_brief(record: Record) -> dict:
    contact = record.contact
    return {
        "id": contact.uid,
        "channel": contact.channel,
        "arrived": contact.arrived,
        "agent": person_brief(contact.agent),
    }


def handover_out(handover: Handover) -> dict:
    """CaseHandoverOut: still open while `answered` is None."""
    team = handover.to_team
    return {
        "id": handover.uid,
        "kind": handover.kind,
        "by": person_brief(handover.by),
        "to_person": person_brief(handover.to_person),
        "to_team": team and {"id": team.uid, "name": team.name, "name_en": team.name_en},
        "reason": mask_numbers(handover.reason),
        "at": handover.at,
        "answered": handover.answered,
        "accepted": handover.accepted,
        "accepted_by": person_brief(handover.accepted_by),
        "declined_because": mask_numbers(handover.declined_because),
    }


def records_of(ids: list[int]) -> dict[int, list[Record]]:
    rows = Record.objects.filter(case__in=ids).select_related("contact__agent").order_by("contact")
    return grouped(rows)


def handovers_of(ids: list[int]) -> dict[int, list[Handover]]:
    people = ("by", "to_person", "to_team", "accepted_by")
    return grouped(Handover.objects.filter(case__in=ids).select_related(*people).order_by("pk"))


def files_of(ids: list[int]) -> dict[int, list[dict]]:
    found: dict[int, list[dict]] = {}
    for file in StoredFile.objects.filter(owner_kind=FILES, owner__in=ids).order_by("pk"):
        found.setdefault(file.owner, []).append(file_out(file))
    return found


def grouped(rows: Iterable) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)
    return found


def cases_by_fact(facts: list[Fact], audience: str) -> dict[int, dict]:
    """What the feed sends with a case's facts: the case as GET returns it, to staff only."""
    if audience != "staff":
        return {}
    rows = list(Case.objects.filter(pk__in={fact.case for fact in facts if fact.case}))
    out = {case.pk: built for case, built in zip(rows, cases_out(rows), strict=True)}
    return {fact.pk: out[fact.case] for fact in facts if fact.case in out}


def uids(ids: set[int]) -> dict[int, str]:
    return {pk: str(uid) for pk, uid in Case.objects.filter(pk__in=ids).values_list("pk", "uid")}


class Secrecy(NamedTuple):
    """Who may hear of a sensitive case (1.4): people by id, and teams that are asked to take it."""

    people: frozenset[int]
    teams: frozenset[int]


def secrets(ids: set[int]) -> Mapping[int, Secrecy]:
    """The sensitive ones of these cases, for `may_hear`: three queries."""
    owners = dict(Case.objects.filter(pk__in=ids, sensitive=True).values_list("pk", "owner"))
    people = {pk: {owner} for pk, owner in owners.items()}
    teams: dict[int, set[int]] = {pk: set() for pk in owners}
    for case, person in Part.objects.filter(case__in=owners).values_list("case", "person"):
        people[case].add(person)
    asked = Handover.objects.filter(case__in=owners, answered=None)
    for case, person, team in asked.values_list("case", "to_person", "to_team"):
        people[case].add(person)
        teams[case].add(team)
    return {pk: Secrecy(frozenset(people[pk]), frozenset(teams[pk])) for pk in owners}


def may_hear(scope: Scope, fact: Fact, secrecy: Secrecy | None) -> bool:
    """Whether a person hears this fact of a case; from memory, the same rule as `visible_to`."""
    if secrecy is None:
        return True
    if scope.has(Role.SUPERVISOR) and scope.sees_line(fact.line):
        return True
    return scope.person in secrecy.people or (scope.team is not None and scope.team in secrecy.teams)
