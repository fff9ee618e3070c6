"""Somebody who already hears the customer takes the contact over, or somebody outside does: nobody waits (5.8)."""

from datetime import datetime
from uuid import UUID

from yingda.contacts import facts
from yingda.contacts.calling import take_part
from yingda.contacts.errors import EmptyReason, NoConsent, UidTaken
from yingda.contacts.hold import release
from yingda.contacts.models import Contact, Transfer
from yingda.contacts.steps import reach
from yingda.contacts.transfer import must_be_mine, must_serve
from yingda.journal import record, verb
from yingda.people.models import Person


@verb
def hand_over(
    contact: Contact, *, by: Person, to: Person, reason: str, consent: bool, uid: UUID, at: datetime
) -> Transfer:
    """`to`, who takes part already, serves the contact from now on and has its record. May be called twice.

    `by` serves it, takes part, or is a supervisor (who may be `to`). The case keeps its owner (1.3). Raises
    NoConsent, EmptyReason, OutOfReach, NotTalking, NotYours, UidTaken.
    """
    if found := made_before(contact, by, uid):
        return found
    check_words(reason, consent)
    contact = Contact.objects.lock(contact.pk)
    must_be_mine(contact, by)
    must_serve(to.team, contact.line, "person")
    release(contact, at=at, by=by)
    made = contact.transfers.create(
        by=by, to_person=to, reason=reason, consent=consent, uid=uid, at=at, taken=at, taken_by=to
    )
    contact.participations.filter(person=contact.agent_id, ended=None).update(ended=at)
    take_part(contact, to, at)
    contact.change(agent=to)
    tell = {"at": at, "by": by, "line": contact.line_id, "contact": contact, "person": to}
    reach(contact, Contact.Step.TRANSFER, by=by, at=at)
    record(facts.HANDED_OVER, **tell, transfer=uid)
    record(facts.TAKEN_OVER, **tell, transfer=uid)
    reach(contact, Contact.Step.HANDLE if contact.handled else Contact.Step.ACCEPT, by=by, at=at)
    return made


@verb
def pass_outside(contact: Contact, *, by: Person, reason: str, consent: bool, uid: UUID, at: datetime) -> Transfer:
    """The customer agreed to be connected with somebody outside, who is still to be reached. May be called twice.

    Raises NoConsent, EmptyReason, NotTalking, NotYours, UidTaken.
    """
    if found := made_before(contact, by, uid):
        return found
    check_words(reason, consent)
    contact = Contact.objects.lock(contact.pk)
    must_be_mine(contact, by)
    return contact.transfers.create(by=by, outside=True, reason=reason, consent=consent, uid=uid, at=at)


@verb
def passed_outside(contact: Contact, *, at: datetime) -> bool:
    """Somebody outside speaks with the customer in the agent's place. False when nobody was to."""
    contact = Contact.objects.lock(contact.pk)
    made = contact.transfers.filter(outside=True, taken=None).order_by("-pk").first()
    if made is None:
        return False
    made.taken = at
    made.save(update_fields=["taken"])
    reach(contact, Contact.Step.TRANSFER, by=made.by, at=at)
    record(
        facts.OUTSIDE, at=at, by=made.by, line=contact.line_id, contact=contact, person=contact.agent_id,
        transfer=made.uid,
    )  # fmt: skip
    return True


def made_before(contact: Contact, by: Person, uid: UUID) -> Transfer | None:
    found = Transfer.objects.filter(uid=uid).first()
    if found and (found.contact_id, found.by_id) != (contact.pk, by.pk):
        raise UidTaken
    return found


def check_words(reason: str, consent: bool) -> None:
    if not reason.strip():
        raise EmptyReason(field="reason")
    if not consent:
        raise NoConsent(field="consent")
