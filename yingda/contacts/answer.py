"""An agent answers: the conversation begins, or goes on with somebody else."""

from datetime import datetime

from yingda.contacts import facts, news
from yingda.contacts.calling import OUTGOING, take, take_part
from yingda.contacts.errors import NotWaiting
from yingda.contacts.models import Contact, Message
from yingda.contacts.post import say_as_system, write
from yingda.contacts.steps import reach
from yingda.journal import record, verb
from yingda.lib.ids import uuid7
from yingda.people.models import Organisation, Person
from yingda.standard import versions


@verb
def answer(contact: Contact, *, by: Person, at: datetime) -> Contact:
    """`by` serves the contact from now on. The opening line is sent for them (2.3), or the customer is told who
    takes over (5.8). May be called twice by the same agent. Raises NotWaiting.
    """
    contact = Contact.objects.lock(contact.pk)
    if contact.state == Contact.State.TALKING and contact.agent_id == by.pk:
        return contact
    if contact.state not in Contact.QUEUED:
        raise NotWaiting
    again = contact.answered is not None
    if contact.direction in OUTGOING and not again:  # the customer is still to be reached
        take(contact, by=by, at=at)
        return contact
    record(
        facts.ANSWERED,
        at=at,
        by=by,
        line=contact.line_id,
        contact=contact,
        person=by,
        channel=contact.channel,
        waited=at - (contact.queued or contact.arrived),
        again=again,
    )
    take_part(contact, by, at, first=not again)
    serving = {"state": Contact.State.TALKING, "agent": by}
    if again:
        contact.change(**serving)
        take_over(contact, by, at)
    else:
        reach(contact, Contact.Step.ACCEPT, by=by, at=at, answered=at, **serving)
        if contact.channel != Contact.Channel.PHONE:  # there the agent says it
            greet(contact, by, at)
    return contact


def greet(contact: Contact, by: Person, at: datetime) -> Message:
    return write(contact, author="agent", kind="opening", by=by, text=opening(contact, by), uid=uuid7(), at=at)


def opening(contact: Contact, by: Person) -> str:
    standard = versions.of(contact.standard_id, contact.line)
    organisation = Organisation.objects.filter(pk=1).first()
    return standard.opening(
        contact.language,
        organisation=news.place(contact, organisation) if organisation else "",
        line=news.place(contact, contact.line),
        agent=by.name,
        work_number=by.work_number,
    )


def take_over(contact: Contact, by: Person, at: datetime) -> None:
    taken = contact.transfers.filter(taken=None, outside=False).order_by("-id").first()
    if taken:
        taken.taken, taken.taken_by = at, by
        taken.save(update_fields=["taken", "taken_by"])
        record(facts.TAKEN_OVER, at=at, by=by, line=contact.line_id, contact=contact, person=by, transfer=taken.uid)
    reach(contact, Contact.Step.HANDLE if contact.handled else Contact.Step.ACCEPT, by=by, at=at)
    say_as_system(contact, news.TAKEN_OVER, whom=news.colleague(contact, by), at=at)
