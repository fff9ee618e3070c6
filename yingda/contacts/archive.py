"""The contact is filed; feedback may still come (1.6)."""

from datetime import datetime

from yingda.contacts import facts
from yingda.contacts.errors import NotOver
from yingda.contacts.models import Contact
from yingda.contacts.steps import reach
from yingda.journal import record, verb
from yingda.people.models import Person


@verb
def archive(contact: Contact, *, by: Person | None, at: datetime) -> Contact:
    """File a contact that has ended or left a message. Called when its record is archived. Raises NotOver."""
    contact = Contact.objects.lock(contact.pk)
    if contact.state == Contact.State.ARCHIVED:
        return contact
    if contact.state in Contact.LIVE:
        raise NotOver
    record(facts.ARCHIVED, at=at, by=by, line=contact.line_id, contact=contact, person=contact.agent_id)
    reach(contact, Contact.Step.FEEDBACK, by=by, at=at, state=Contact.State.ARCHIVED, archived=at)
    return contact
