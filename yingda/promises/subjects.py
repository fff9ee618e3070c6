"""What a promise is about, as plain values: read from the rows that a fact carries, else by one query a kind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model

from yingda.cases.models import Case
from yingda.contacts.models import Contact
from yingda.journal.models import Fact
from yingda.standard import versions
from yingda.standard.shape import Standard

CONTACT, CASE, PERSON, LINE = "contact", "case", "person", "line"
KINDS = (CONTACT, CASE, PERSON, LINE)


@dataclass(frozen=True)
class Subject:
    """A contact, case, person or line with what a promise about it needs: ids, and the standard it began under."""

    kind: str
    id: int
    line: int | None
    owner: int | None
    customer: int | None
    standard: Standard
    row: Model | None = None


Key = tuple[str, int]


def subjects_of(facts: Iterable[Fact]) -> dict[Key, Subject]:
    """The subjects that these facts name. Contacts and cases that do not exist are left out."""
    found: dict[Key, Subject] = {}
    missing: dict[str, set[int]] = {CONTACT: set(), CASE: set()}
    for fact in facts:
        for kind, id in keys_of(fact):
            if (kind, id) in found:
                continue
            if kind in SIMPLE:
                found[kind, id] = SIMPLE[kind](id, fact)
            elif row := fact_row(fact, kind):
                found[kind, id] = BUILT[kind](row)
            else:
                missing[kind].add(id)
    for kind, ids in missing.items():
        ids -= {id for known, id in found if known == kind}
        if ids:
            found |= {(kind, row.pk): BUILT[kind](row) for row in MODELS[kind].objects.filter(pk__in=ids)}
    return found


def keys_of(fact: Fact) -> list[Key]:
    """The kinds and ids of what this fact speaks of."""
    return [(kind, id) for kind in KINDS if (id := getattr(fact, kind)) is not None]


def fact_row(fact: Fact, kind: str) -> Model | None:
    """The row that the recording verb gave, if it gave one."""
    return getattr(fact, "rows", {}).get(kind)


def of_contact(contact: Contact) -> Subject:
    standard = (
        versions.of(contact.standard_id, contact.line_id)
        if contact.standard_id
        else versions.in_force(contact.line_id, contact.arrived)
    )
    return Subject(CONTACT, contact.pk, contact.line_id, contact.agent_id, contact.customer_id, standard, contact)


def of_case(case: Case) -> Subject:
    standard = versions.in_force(case.line_id, case.opened)
    return Subject(CASE, case.pk, case.line_id, case.owner_id, case.customer_id, standard, case)


def of_person(person: int, fact: Fact) -> Subject:
    return Subject(PERSON, person, fact.line, person, None, versions.in_force(fact.line, fact.at))


def of_line(line: int, fact: Fact) -> Subject:
    return Subject(LINE, line, line, None, None, versions.in_force(line, fact.at))


MODELS: dict[str, type[Model]] = {CONTACT: Contact, CASE: Case}
BUILT: dict[str, Callable[[Model], Subject]] = {CONTACT: of_contact, CASE: of_case}
SIMPLE: dict[str, Callable[[int, Fact], Subject]] = {PERSON: of_person, LINE: of_line}
