"""What waiting does to a contact. Routing decides; these verbs keep the contact's own state and tell it."""

from datetime import datetime
from uuid import UUID

from yingda.contacts import facts, news
from yingda.contacts.errors import NotWaiting
from yingda.contacts.hold import release
from yingda.contacts.models import Contact
from yingda.contacts.post import say_as_system
from yingda.journal import record, verb
from yingda.journal.recording import newborn
from yingda.people.models import Person


@verb
def queue(contact: Contact, *, at: datetime) -> Contact:
    """The contact enters the queue, again after a transfer. Raises NotWaiting."""
    contact = Contact.objects.lock(contact.pk)
    if contact.state != Contact.State.WAITING:
        raise NotWaiting
    again = contact.queued is not None and not queues_now(contact, at)
    if contact.queued is None:
        contact.change(queued=at)
    record(facts.QUEUED, at=at, line=contact.line_id, contact=contact, channel=contact.channel, again=again)
    return contact


def queues_now(contact: Contact, at: datetime) -> bool:
    """Whether it has arrived in this very verb to enter the queue at once."""
    return newborn(contact) and contact.queued == at


@verb
def offer_to(contact: Contact, person: Person, *, offer: UUID, rings: int, at: datetime) -> Contact:
    """An agent's desk rings for the contact (1.2: time of ringing). Raises NotWaiting."""
    contact = Contact.objects.lock(contact.pk)
    if contact.state != Contact.State.WAITING:
        raise NotWaiting
    contact.change(state=Contact.State.OFFERED, agent=person, rang=contact.rang or at)
    record(
        facts.OFFERED,
        at=at,
        line=contact.line_id,
        contact=contact,
        person=person,
        offer=offer,
        rings=rings,
        channel=contact.channel,
    )
    return contact


@verb
def put_back(contact: Contact, *, reason: str, at: datetime, by: Person | None = None) -> Contact:
    """Back to waiting: the offer came to nothing, or the agent was lost, which the customer is told.

    Does nothing to a contact that waits or has ended.
    """
    contact = Contact.objects.lock(contact.pk)
    if contact.state not in (Contact.State.OFFERED, Contact.State.TALKING):
        return contact
    release(contact, at=at, by=by)
    before = contact.agent_id
    contact.participations.filter(person=before, ended=None).update(ended=at)
    lost = contact.state == Contact.State.TALKING
    contact.change(state=Contact.State.WAITING, agent=None)
    record(facts.REQUEUED, at=at, by=by, line=contact.line_id, contact=contact, person=before, reason=reason)
    if lost:
        say_as_system(contact, news.LOST, at=at)
    return contact
