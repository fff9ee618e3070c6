"""We turn to a customer ourselves: the contact is its agent's before anybody was reached, and answered from then on."""

from datetime import datetime
from uuid import UUID

from yingda.contacts import facts
from yingda.contacts.arrive import arrive
from yingda.contacts.models import Contact, Participation
from yingda.contacts.steps import reach
from yingda.customers.models import Customer
from yingda.journal import record, verb
from yingda.lib import rows
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Line, Person

PRESENT = Prepared(
    lambda: Participation.objects.filter(
        contact=Given(Participation, "contact"), person=Given(Participation, "person"), ended=None
    ).values_list("id")
)
OUTGOING = (Contact.Direction.OUTBOUND, Contact.Direction.FOLLOW_UP)


@verb
def begin(
    *,
    line: Line,
    channel: str,
    uid: UUID,
    by: Person,
    at: datetime,
    customer: Customer | None = None,
    language: str = "zh",
    direction: str = Contact.Direction.OUTBOUND,
) -> Contact:
    """`by` turns to a customer. The same uid again returns the first contact. Raises UidTaken."""
    contact = arrive(
        line=line, channel=channel, uid=uid, at=at, language=language, customer=customer, direction=direction, by=by
    )
    if contact.state == Contact.State.WAITING:
        take(contact, by=by, at=at)
    return contact


def take(contact: Contact, *, by: Person, at: datetime) -> None:
    """`by` reaches out to the customer now, inside a verb that holds the contact. Nobody has answered yet."""
    contact.change(state=Contact.State.TALKING, agent=by)
    take_part(contact, by, at)
    record(facts.CALLED, at=at, by=by, line=contact.line_id, contact=contact, person=by, channel=contact.channel)


def take_part(contact: Contact, by: Person, at: datetime, *, first: bool = False) -> None:
    """`by` takes part from now on, unless they do already. For verbs that hold the contact's lock.

    `first`: nobody has taken part so far.
    """
    if first or not PRESENT.values(contact=contact.pk, person=by.pk):
        rows.insert([Participation(contact=contact, person=by, since=at)])


@verb
def reached(contact: Contact, *, at: datetime) -> Contact:
    """The customer is there. Said twice is said once; nothing for a contact that is over."""
    contact = Contact.objects.lock(contact.pk)
    if contact.answered or contact.state != Contact.State.TALKING:
        return contact
    contact.change(answered=at)
    record(
        facts.ANSWERED, at=at, by=contact.agent, line=contact.line_id, contact=contact, person=contact.agent,
        channel=contact.channel, waited=at - contact.arrived, again=False,
    )  # fmt: skip
    reach(contact, Contact.Step.ACCEPT, by=contact.agent, at=at)
    return contact
