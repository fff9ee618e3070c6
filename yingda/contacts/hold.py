"""The customer waits on the line: with consent, for some minutes, hearing news every 30 s (2.6)."""

from datetime import datetime

from yingda.contacts import facts
from yingda.contacts.errors import NoConsent, NotHeld, NotTalking
from yingda.contacts.models import Contact, Hold
from yingda.journal import record, verb
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Person

CURRENT = Prepared(lambda: Hold.objects.filter(contact=Given(Hold, "contact"), ended=None).select_related("by"))
HOLDING = (Contact.Channel.PHONE,)  # channels on which a customer can be on hold


@verb
def hold(contact: Contact, *, by: Person, consent: bool, expected_minutes: int, at: datetime) -> Hold:
    """Put the customer on hold, after they agreed. Holding twice is holding once. Raises NoConsent, NotTalking."""
    if not consent:
        raise NoConsent(field="consent")
    contact = Contact.objects.lock(contact.pk)
    if contact.state != Contact.State.TALKING:
        raise NotTalking
    if before := current(contact):
        return before
    held = contact.holds.create(by=by, since=at, expected_minutes=expected_minutes)
    record(facts.HELD, at=at, by=by, line=contact.line_id, contact=contact, person=by, minutes=expected_minutes)
    return held


@verb
def tell(contact: Contact, *, at: datetime, by: Person | None = None) -> Hold:
    """The customer on hold heard news (4.3). Raises NotHeld."""
    contact = Contact.objects.lock(contact.pk)
    held = held_now(contact)
    held.news = at
    held.save(update_fields=["news"])
    record(facts.HOLD_NEWS, at=at, by=by, line=contact.line_id, contact=contact, person=held.by)
    return held


@verb
def resume(contact: Contact, *, at: datetime, by: Person | None = None) -> Contact:
    """The customer is spoken with again; does nothing to one who is not on hold."""
    contact = Contact.objects.lock(contact.pk)
    release(contact, at=at, by=by)
    return contact


def release(contact: Contact, *, at: datetime, by: Person | None = None) -> None:
    """End the hold, if there is one, inside a verb that holds the contact's lock."""
    if contact.channel not in HOLDING:
        return
    held = current(contact)
    if held is None:
        return
    held.ended = at
    held.save(update_fields=["ended"])
    record(facts.RESUMED, at=at, by=by, line=contact.line_id, contact=contact, person=held.by, lasted=at - held.since)


def current(contact: Contact) -> Hold | None:
    """The hold that the customer is in now, with who put them there."""
    return CURRENT.first(contact=contact.pk)


def held_now(contact: Contact) -> Hold:
    held = current(contact)
    if held is None:
        raise NotHeld
    return held
