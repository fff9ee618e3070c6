"""A customer comes: the contact begins."""

from datetime import datetime
from uuid import UUID

from yingda.contacts import facts
from yingda.contacts.errors import UidTaken
from yingda.contacts.models import Contact
from yingda.customers.models import Customer
from yingda.journal import record, verb
from yingda.journal.recording import born
from yingda.lib import rows
from yingda.lib.ids import uuid7
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Line, Person
from yingda.standard import versions

BY_UID = Prepared(lambda: Contact.objects.filter(uid=Given(Contact, "uid")))


@verb
def arrive(
    *,
    line: Line,
    channel: str,
    at: datetime,
    uid: UUID | None = None,
    language: str = "zh",
    customer: Customer | None = None,
    direction: str = Contact.Direction.INBOUND,
    by: Person | None = None,
    closed: bool = False,
    queues: bool = False,
) -> Contact:
    """Record that a customer came, under the standard in force (1.2). The same uid again returns the first contact.

    It then waits; routing's `enqueue` puts it in the queue, and with `queues` does so in this very verb. `uid`: by
    default a new one. `closed`: out of service hours, only a message is left (1.5). Raises UidTaken.
    """
    if uid and (found := BY_UID.first(uid=uid)):
        if (found.line_id, found.channel) != (line.pk, channel):
            raise UidTaken
        return found
    contact = Contact(
        uid=uid or uuid7(),
        line=line,
        channel=channel,
        direction=direction,
        state=Contact.State.CLOSED if closed else Contact.State.WAITING,
        customer=customer,
        language=language,
        standard_id=versions.in_force(line, at).version,
        arrived=at,
        queued=at if queues else None,
    )
    rows.insert([contact])
    born(contact)
    record(facts.ARRIVED, at=at, by=by, line=line, contact=contact, channel=channel, direction=direction)
    if closed:
        record(facts.CLOSED_HOURS, at=at, line=line, contact=contact, channel=channel)
    return contact
