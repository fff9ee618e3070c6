"""A supervisor says who serves a contact."""

from datetime import datetime
from uuid import UUID

from yingda.contacts.models import Contact
from yingda.contacts.transfer import must_serve, transfer
from yingda.journal import record, verb
from yingda.people.models import Person
from yingda.routing import facts
from yingda.routing.desks import settle
from yingda.routing.enqueue import ASSIGNED_RANK
from yingda.routing.errors import NotInQueue
from yingda.routing.matcher import nudge_after_commit
from yingda.routing.models import Desk, Offer, Waiting
from yingda.routing.offers import give_up


@verb
def assign(
    contact: Contact, to: Person, *, by: Person, reason: str, consent: bool, uid: UUID, at: datetime
) -> Contact:
    """Let `to` serve the contact: next in the queue and held for them, or transferred when somebody serves it.

    Raises NotInQueue, contacts' OutOfReach, and for a transfer all that contacts' `transfer` refuses.
    """
    contact = Contact.objects.lock(contact.pk)
    if contact.state == Contact.State.TALKING:
        transfer(contact, by=by, to_person=to, reason=reason, consent=consent, uid=uid, at=at)
        return Contact.objects.get(pk=contact.pk)
    if contact.state not in Contact.QUEUED:
        raise NotInQueue
    must_serve(to.team, contact.line, "agent")
    if offer := Offer.objects.open().filter(contact=contact).exclude(person=to).first():
        desk = Desk.objects.lock_for(offer.person_id)
        give_up(offer, desk, outcome=Offer.Outcome.WITHDRAWN, reason="moved", at=at, by=by)
        settle(desk, at=at)
    Waiting.objects.filter(contact=contact).update(
        prefers=to, holds=True, avoids=None, entered=at, rank=ASSIGNED_RANK
    )
    record(facts.ASSIGNED, at=at, by=by, line=contact.line_id, contact=contact, person=to)
    nudge_after_commit()
    return Contact.objects.get(pk=contact.pk)
