"""Contacts and messages as the API and the feed show them: the same dicts, built for many at once."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Count, OuterRef, Subquery

from yingda.access.files import file_out
from yingda.access.models import StoredFile
from yingda.contacts.models import Contact, Message
from yingda.contacts.steps import lacking, steps_out
from yingda.customers.masking import mask_numbers
from yingda.customers.present import briefs
from yingda.journal.presenting import each_once
from yingda.people.models import Line, Person

STAFF, CUSTOMER = "staff", "customer"
MORE: dict[str, Callable[[list[Contact]], dict[int, Any]]] = {}


def extend(key: str, build: Callable[[list[Contact]], dict[int, Any]]) -> None:
    """Let a higher room fill `key` of every contact: `build(contacts)` gives values by contact id."""
    MORE[key] = build


def contact_out(contacts: Iterable[Contact], audience: str = STAFF) -> list[dict]:
    """The JSON of contacts, in a fixed number of queries. Customers are shown no more than concerns them."""
    return each_once(f"contact for {audience}", list(contacts), lambda rows: built(rows, audience))


def built(contacts: list[Contact], audience: str) -> list[dict]:
    people = by_id(Person, (contact.agent_id for contact in contacts))
    lines = by_id(Line, (contact.line_id for contact in contacts))
    if audience == CUSTOMER:
        return [visit(contact, lines[contact.line_id], people.get(contact.agent_id)) for contact in contacts]
    customers = briefs(contact.customer_id for contact in contacts)
    lacks, unread, last = lacking(contacts), unread_of(contacts), last_of(contacts)
    more = {key: build(contacts) for key, build in MORE.items()}
    return [
        visit(contact, lines[contact.line_id], people.get(contact.agent_id))
        | {
            "step": contact.step,
            "steps": steps_out(contact, lacks[contact.pk]),
            "customer": customers.get(contact.customer_id),
            "request_type": contact.request_type,
            "urgency": contact.urgency,
            "need": mask_numbers(contact.need),
            "rang": contact.rang,
            "archived": contact.archived,
            "unread": unread.get(contact.pk, 0),
            "last_message": last.get(contact.pk),
            "case": None,
            "call": None,
        }
        | {key: values.get(contact.pk) for key, values in more.items()}
        for contact in contacts
    ]


def message_out(messages: Iterable[Message], audience: str = STAFF) -> list[dict]:
    """The JSON of messages. Staff see numbers in the text masked (11.1); the customer sees no name but the number."""
    messages = list(messages)
    if not messages:
        return []
    people = by_id(Person, (message.by_id for message in messages))
    files = {
        file.uid: file_out(file)
        for file in StoredFile.objects.filter(uid__in={message.file for message in messages if message.file})
    }
    contacts = dict(
        Contact.objects.filter(pk__in={message.contact_id for message in messages}).values_list("pk", "uid")
    )
    return [
        {
            "id": message.uid,
            "contact": contacts[message.contact_id],
            "author": message.author,
            "kind": message.kind,
            "by": person_brief(people.get(message.by_id)),
            "text": mask_numbers(message.text) if audience == STAFF else message.text,
            "file": files.get(message.file),
            "at": message.at,
            "seen": message.seen,
        }
        for message in messages
    ]


def person_brief(person: Person | None) -> dict | None:
    return person and {"id": person.uid, "name": person.name, "work_number": person.work_number}


def line_brief(line: Line) -> dict:
    return {"code": line.code, "name": line.name, "name_en": line.name_en}


def visit(contact: Contact, line: Line, agent: Person | None) -> dict:
    """What customer and staff both see."""
    return {
        "id": contact.uid,
        "line": line_brief(line),
        "channel": contact.channel,
        "direction": contact.direction,
        "state": contact.state,
        "language": contact.language,
        "agent": person_brief(agent),
        "arrived": contact.arrived,
        "queued": contact.queued,
        "answered": contact.answered,
        "ended": contact.ended,
        "ended_by": contact.ended_by,
    }


def by_id(model: type, ids: Iterable[int | None]) -> dict[int, Any]:
    wanted = {pk for pk in ids if pk}
    return model.objects.in_bulk(wanted) if wanted else {}


def unread_of(contacts: Sequence[Contact]) -> dict[int, int]:
    unseen = Message.objects.filter(contact__in=contacts).from_customer().unseen()
    return dict(unseen.values("contact").annotate(unread=Count("pk")).values_list("contact", "unread"))


def last_of(contacts: Sequence[Contact]) -> dict[int, dict]:
    newest = Message.objects.filter(contact=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    wanted = Contact.objects.filter(pk__in=[contact.pk for contact in contacts])
    ids = wanted.annotate(newest=Subquery(newest)).values("newest")
    messages = list(Message.objects.filter(pk__in=Subquery(ids)))
    return {message.contact_id: out for message, out in zip(messages, message_out(messages), strict=True)}
