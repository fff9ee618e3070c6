"""A matter begins: from a contact, from a message left out of hours, or by hand at the desk."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from yingda.cases import facts, search
from yingda.cases.errors import UidTaken
from yingda.cases.models import Case, Record
from yingda.cases.numbers import next_number
from yingda.cases.telling import take_part, tell
from yingda.contacts.models import Contact
from yingda.customers.models import Customer
from yingda.journal import verb
from yingda.journal.recording import newborn
from yingda.lib.ids import uuid7
from yingda.people.models import Line, Person

TITLE = 120


@verb
def open_case(
    contact: Contact | None = None,
    *,
    at: datetime,
    by: Person | None,
    line: Line | None = None,
    customer: Customer | None = None,
    uid: UUID | None = None,
    source: str | None = None,
    request_type: str = "",
    urgency: str = "",
    title: str = "",
    waits: bool = True,
    complex: bool = False,
) -> Case:
    """Open a case for a contact, or without one on `line`. The agent of first contact owns it (1.3).

    `source` contact, desk or message (then nobody owns it yet). `waits`: the customer waits for progress (4.11);
    `complex`: the matter is known to be complex from the start (4.9, 4.10).
    A contact's second case is its first, and so is the same uid's. Raises UidTaken.
    """
    fresh = contact is not None and newborn(contact)
    if contact and not fresh:
        contact = Contact.objects.lock(contact.pk)
    if (uid or not fresh) and (first := first_case(contact, uid, line)):
        return first
    source = source or (Case.Source.CONTACT if contact else Case.Source.DESK)
    line = contact.line_id if contact else line.pk
    case = Case.objects.create(
        uid=uid or uuid7(),
        number=next_number(line, at),
        source=source,
        line_id=line,
        customer_id=contact.customer_id if contact and contact.customer_id else customer and customer.pk,
        owner_id=None if source == Case.Source.MESSAGE else owner_of(contact, by),
        request_type=request_type or (contact.request_type if contact else ""),
        urgency=urgency or (contact.urgency if contact else Contact.Urgency.NORMAL),
        title=(title or (contact.need if contact else ""))[:TITLE],
        customer_waits=waits,
        complex=complex,
        opened=at,
        changed=at,
    )
    begin(case, contact, by=by, at=at)
    return case


@verb
def open_from_message(
    contact: Contact, text: str, *, at: datetime, uid: UUID | None = None, title: str = ""
) -> Case:
    """What a customer left out of hours becomes a case of the line's pool, for whoever takes it first (1.5)."""
    case = open_case(
        contact, by=None, at=at, uid=uid, source=Case.Source.MESSAGE, title=title or headline(text), waits=False
    )
    Record.objects.filter(contact=contact, description="").update(description=text, changed=at)
    search.index(case)
    return case


def begin(case: Case, contact: Contact | None, *, by: Person | None, at: datetime) -> None:
    """Its first facts, its first contact, and its place in the search."""
    tell(
        facts.OPENED, case, by=by, at=at, contact=contact, person=case.owner_id, source=case.source,
        type=case.request_type or None,
    )
    if case.customer_waits:
        tell(facts.WAITING, case, by=by, at=at)
    if case.complex:
        tell(facts.COMPLEX, case, by=by, at=at)
    if contact:
        add_contact(case, contact, by=by, at=at)
    if case.title:
        search.index(case)


def headline(text: str) -> str:
    """The first line of a text, at most 40 characters."""
    lines = text.strip().splitlines()
    return lines[0][:40] if lines else ""


def first_case(contact: Contact | None, uid: UUID | None, line: Line | None) -> Case | None:
    """The case that stands already for this contact or uid."""
    same = Q(uid=uid) if uid else Q()
    if contact:
        same |= Q(records__contact=contact)
    if not same:
        return None
    found = {case.uid: case for case in Case.objects.filter(same)}
    if uid in found and contact and len(found) == 1 and not Record.objects.filter(contact=contact, case__uid=uid):
        raise UidTaken
    if uid in found and not contact and found[uid].line_id != line.pk:
        raise UidTaken
    return found.get(uid) or next(iter(found.values()), None)


def owner_of(contact: Contact | None, by: Person | None) -> int | None:
    """First-contact responsibility: who answered the contact, else who opens the case."""
    return (contact and contact.agent_id) or (by and by.pk)


def add_contact(case: Case, contact: Contact, *, by: Person | None, at: datetime) -> None:
    """The contact's record belongs to this case from now on. One statement, whether it had a record or not."""
    Record.objects.bulk_create(
        [Record(contact=contact, case=case, changed=at)],
        update_conflicts=True,
        unique_fields=["contact"],
        update_fields=["case"],
    )
    take_part(case, contact.agent_id, at)
    tell(facts.CONTACT_ADDED, case, by=by, at=at, contact=contact)
