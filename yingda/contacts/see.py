"""Somebody has read what the other side wrote."""

from datetime import datetime

from yingda.contacts import facts
from yingda.contacts.models import Contact, Message
from yingda.journal import record, verb
from yingda.people.models import Person


@verb
def see(contact: Contact, *, author: str, upto: Message, at: datetime, by: Person | None = None) -> int:
    """`author` (customer or agent) has read the other side's messages up to `upto`. Returns how many were new."""
    others = contact.messages.unseen().filter(pk__lte=upto.pk)
    if author == Message.Author.CUSTOMER:
        others = others.exclude(author=Message.Author.CUSTOMER).for_customer()
    else:
        others = others.from_customer()
    new = others.update(seen=at)
    if new:
        record(
            facts.SEEN, at=at, by=by, line=contact.line_id, contact=contact, message=upto.uid, author=author
        )
    return new
