"""A colleague or supervisor joins a conversation, and leaves it (7.2)."""

from datetime import datetime

from yingda.contacts import facts, news
from yingda.contacts.errors import NotTalking
from yingda.contacts.models import Contact, Participation
from yingda.contacts.post import say_as_system
from yingda.journal import record, verb
from yingda.people.models import Person


@verb
def join(contact: Contact, *, by: Person, at: datetime) -> Participation:
    """`by` takes part from now on, and the customer is told. Joining twice is joining once. Raises NotTalking."""
    contact = Contact.objects.lock(contact.pk)
    if current := contact.participations.filter(person=by, ended=None).first():
        return current
    if contact.state != Contact.State.TALKING:
        raise NotTalking
    made = contact.participations.create(person=by, since=at)
    record(facts.JOINED, at=at, by=by, line=contact.line_id, contact=contact, person=by)
    say_as_system(contact, news.JOINED, whom=news.colleague(contact, by), at=at)
    return made


@verb
def leave(contact: Contact, *, by: Person, at: datetime) -> None:
    """`by` takes no part any more. The agent who serves the contact hands it on or ends it instead: NotTalking."""
    contact = Contact.objects.lock(contact.pk)
    if contact.state == Contact.State.TALKING and contact.agent_id == by.pk:
        raise NotTalking
    if contact.participations.filter(person=by, ended=None).update(ended=at):
        record(facts.LEFT, at=at, by=by, line=contact.line_id, contact=contact, person=by)
