"""Type, urgency and the core need: what the initial conversation finds out (2.10, 4.27)."""

from datetime import datetime

from yingda.contacts import facts
from yingda.contacts.errors import NotTalking
from yingda.contacts.models import Contact
from yingda.contacts.steps import reach
from yingda.customers.unmasking import restore_numbers
from yingda.journal import record, verb
from yingda.people.models import Person

CLASSIFIABLE = (Contact.State.TALKING, Contact.State.ENDED, Contact.State.CLOSED)


@verb
def classify(
    contact: Contact,
    *,
    by: Person | None,
    at: datetime,
    request_type: str | None = None,
    urgency: str | None = None,
    need: str | None = None,
) -> Contact:
    """Record what is given; None leaves as it is. When type, urgency and need all stand for the first time, the
    initial conversation is done and handling begins. Raises NotTalking before the answer and after archiving.
    """
    contact = Contact.objects.lock(contact.pk)
    if contact.state not in CLASSIFIABLE:
        raise NotTalking
    stood = complete(contact)
    if request_type and request_type != contact.request_type:
        record(
            facts.TYPED, at=at, by=by, line=contact.line_id, contact=contact,
            type=request_type, before=contact.request_type or None,
        )
        contact.change(request_type=request_type)
    if urgency and urgency != contact.urgency:
        record(
            facts.URGENCY, at=at, by=by, line=contact.line_id, contact=contact,
            urgency=urgency, before=contact.urgency,
        )
        contact.change(urgency=urgency)
    if need is not None and (need := restore_numbers(need, contact.need, field="need")) != contact.need:
        contact.change(need=need)
    if complete(contact) and not stood:
        record(facts.CLASSIFIED, at=at, by=by, line=contact.line_id, contact=contact, type=contact.request_type)
        begin_handling(contact, by, at)
    return contact


def complete(contact: Contact) -> bool:
    return bool(contact.request_type and contact.urgency and contact.need.strip())


def begin_handling(contact: Contact, by: Person | None, at: datetime) -> None:
    if contact.step == Contact.Step.ACCEPT and not contact.handled:
        reach(contact, Contact.Step.HANDLE, by=by, at=at)
