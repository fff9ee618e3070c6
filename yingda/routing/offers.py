"""An offer is accepted, declined, missed or withdrawn. Each locks contact, then desk, and may be called twice."""

from datetime import datetime

from yingda.contacts.answer import answer
from yingda.contacts.models import Contact
from yingda.contacts.queue import put_back
from yingda.journal import record, verb
from yingda.journal.holding import held, hold
from yingda.lib import rows
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Person
from yingda.routing import facts
from yingda.routing.desks import State, settle
from yingda.routing.errors import OfferGone
from yingda.routing.matcher import nudge_after_commit
from yingda.routing.models import Desk, Offer, Presence, Slot, Waiting
from yingda.standard import versions

BY_ID = Prepared(lambda: Offer.objects.filter(pk=Given(Offer, "id")))
OPEN = Prepared(lambda: Offer.objects.open().filter(contact=Given(Offer, "contact")))
RINGING = Prepared(lambda: Offer.objects.open().filter(person=Given(Offer, "person")).values_list("contact"))
SLOT = Prepared(lambda: Slot.objects.filter(contact=Given(Slot, "contact")))
Outcome = Offer.Outcome
MOST_MISSED = 2
MISSED = "missed"


@verb
def accept(offer: Offer, *, by: Person, at: datetime) -> Contact:
    """`by` takes the contact and the conversation begins. Raises OfferGone when it came to nothing meanwhile."""
    contact, desk, offer = locked(offer)
    if offer.outcome == Outcome.ACCEPTED and offer.person_id == by.pk:
        return contact
    if offer.outcome or offer.person_id != by.pk:
        raise OfferGone
    close(offer, Outcome.ACCEPTED, at)
    rows.delete(Waiting, contact=contact)
    record(
        facts.ACCEPTED, at=at, by=by, line=contact.line_id, contact=contact, person=by, offer=offer.uid,
        after=at - offer.at,
    )
    contact = answer(contact, by=by, at=at)
    if desk.missed:
        desk.change(missed=0)
    settle(desk, at=at, by=by, at_hand=[contact.state])  # nothing else can ring there
    nudge_after_commit()  # the agent may have room for one more
    return contact


@verb
def ring(offer: Offer, *, at: datetime) -> bool:
    """The agent's phone really rings only now: the rings count from here. False when the offer is over."""
    contact = Contact.objects.lock(offer.contact_id)
    offer = now_as(offer)
    if offer.outcome:
        return False
    standard = versions.of(contact.standard_id, contact.line)
    offer.rings_out = at + offer.rings * standard.ring
    rows.update(offer, "rings_out")
    return True


@verb
def decline(offer: Offer, *, by: Person, at: datetime, reason: str = "") -> None:
    """`by` cannot take it; somebody else is asked. Raises OfferGone."""
    contact, desk, offer = locked(offer)
    if offer.outcome == Outcome.DECLINED:
        return
    if offer.outcome:
        raise OfferGone
    offer.reason = reason
    rows.update(offer, "reason")
    give_up(offer, desk, outcome=Outcome.DECLINED, reason="declined", at=at, by=by)
    desk.change(missed=0)
    record(facts.DECLINED, at=at, by=by, line=contact.line_id, contact=contact, person=by, offer=offer.uid)
    settle(desk, at=at, by=by)


@verb
def ring_out(offer: Offer, *, at: datetime) -> bool:
    """The rings are over: somebody else is asked; who misses two in a row is set away. Returns whether it did."""
    contact, desk, offer = locked(offer)
    if offer.outcome or offer.rings_out > at:
        return False
    give_up(offer, desk, outcome=Outcome.RUNG_OUT, reason="rung_out", at=at)
    desk.change(missed=desk.missed + 1)
    record(
        facts.RUNG_OUT, at=at, line=contact.line_id, contact=contact, person=desk.person_id, offer=offer.uid,
        missed=desk.missed,
    )
    if desk.missed >= MOST_MISSED and desk.wished == State.READY:
        desk.change(wished=State.AWAY, reason=MISSED)
        record(facts.SET_AWAY, at=at, person=desk.person_id, missed=desk.missed)
    settle(desk, at=at)
    return True


@verb
def withdraw(contact: Contact, *, at: datetime, reason: str = "left") -> None:
    """Take a contact out of routing: it no longer waits, rings or holds a place at anybody's desk."""
    contact = Contact.objects.lock(contact.pk)
    slot = None if contact.untouched else SLOT.first(contact=contact.pk)
    answered = slot is not None and slot.held  # on the phone, so that it neither waits nor rings
    if not answered:
        rows.delete(Waiting, contact=contact)
    if slot is None:
        return
    desk = Desk.objects.lock_for(slot.person_id)
    rows.delete(Slot, id=slot.pk)
    offer = None if answered else OPEN.first(contact=contact.pk)
    if offer:
        close(offer, Outcome.WITHDRAWN, at)
        told(offer, contact, reason, at)
    else:
        desk.change(idle_since=at)
    if settle(desk, at=at) in Presence.TAKES_CONTACTS:
        nudge_after_commit()


def give_up(
    offer: Offer, desk: Desk, *, outcome: str, reason: str, at: datetime, by: Person | None = None
) -> None:
    """The contact of an open offer waits again, at its old place, inside a verb that holds contact and desk."""
    close(offer, outcome, at)
    Slot.objects.filter(contact=offer.contact_id).delete()
    contact = put_back(offer.contact, reason=reason, at=at, by=by)
    if outcome == Outcome.WITHDRAWN:
        told(offer, contact, reason, at)
    nudge_after_commit()


def told(offer: Offer, contact: Contact, reason: str, at: datetime) -> None:
    record(
        facts.WITHDRAWN, at=at, line=contact.line_id, contact=contact, person=offer.person_id, offer=offer.uid,
        reason=reason,
    )


def close(offer: Offer, outcome: str, at: datetime) -> None:
    offer.outcome, offer.answered = outcome, at
    hold((Offer, offer.uid), offer)
    rows.update(offer, "outcome", "answered")


def locked(offer: Offer) -> tuple[Contact, Desk, Offer]:
    """Contact and desk, locked in this order, and the offer as it now is."""
    contact = Contact.objects.lock(offer.contact_id)
    desk = Desk.objects.lock_for(offer.person_id)
    return contact, desk, now_as(offer)


def now_as(offer: Offer) -> Offer:
    """The offer as it now is, for verbs that hold its contact."""
    return held((Offer, offer.uid), lambda: BY_ID.get(id=offer.pk))


def lock_contact_of_open_offer(person: int) -> None:
    """Before a desk is locked for what may end its open offer, the contact is, to keep the order of locks."""
    for (contact,) in RINGING.values(person=person):
        Contact.objects.lock(contact)
