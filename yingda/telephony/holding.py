"""The agent on the phone lets the customer wait, tells them news, and is back."""

from datetime import datetime

from yingda.contacts import hold as contacts
from yingda.contacts.models import Contact, Hold
from yingda.journal import verb
from yingda.people.models import Person
from yingda.telephony.consulting import talking


@verb
def hold(contact: Contact, *, by: Person, consent: bool, expected_minutes: int, at: datetime) -> Hold:
    """Music for the customer, who agreed (2.6). Raises NoConsent, NoCall, NotOnThePhone."""
    call = talking(contact, by)
    return contacts.hold(call.contact, by=by, consent=consent, expected_minutes=expected_minutes, at=at)


@verb
def tell(contact: Contact, *, by: Person, at: datetime) -> Hold:
    """The customer hears that work goes on (4.3). Raises NotHeld, NoCall, NotOnThePhone."""
    return contacts.tell(talking(contact, by).contact, by=by, at=at)


@verb
def resume(contact: Contact, *, by: Person, at: datetime) -> Contact:
    """The agent speaks with the customer again; a colleague who was asked waits now. Raises NoCall, NotOnThePhone."""
    return contacts.resume(talking(contact, by).contact, by=by, at=at)
