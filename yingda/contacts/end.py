"""The conversation is over."""

from datetime import datetime

from yingda.contacts import facts
from yingda.contacts.hold import release
from yingda.contacts.models import Contact, Participation
from yingda.contacts.steps import reach
from yingda.journal import record, verb
from yingda.lib import rows
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Person

LAST = Prepared(
    lambda: Participation.objects.filter(contact=Given(Participation, "contact"))
    .order_by("-pk")
    .values_list("person")[:1]
)


@verb
def end(contact: Contact, *, by: str, at: datetime, person: Person | None = None) -> Contact:
    """End the contact. `by`: customer, agent or system; `person`: the one who did it. Ending twice is ending once.

    A customer who leaves the queue ends it unanswered. The record is still to be archived (4.4).
    """
    contact = Contact.objects.lock(contact.pk)
    if contact.state not in Contact.LIVE:
        return contact
    if contact.state == Contact.State.TALKING:
        release(contact, at=at, by=person)
    served_by = last_server(contact)
    if served_by:
        rows.change(Participation, {"contact": contact, "ended": None}, ended=at)
    record(
        facts.ENDED,
        at=at,
        by=person,
        line=contact.line_id,
        contact=contact,
        person=served_by,
        answered=contact.answered is not None,
        channel=contact.channel,
        ended_by=by,
    )
    over = {"state": Contact.State.ENDED, "agent_id": served_by, "ended": at, "ended_by": by}
    reach(contact, Contact.Step.ARCHIVE, by=person, at=at, **over)
    return contact


def last_server(contact: Contact) -> int | None:
    """The id of who serves the customer, or did before it went back to waiting; none for one never answered."""
    if contact.state == Contact.State.TALKING:
        return contact.agent_id
    if contact.untouched:
        return None
    last = LAST.values(contact=contact.pk)
    return last[0][0] if last else None
