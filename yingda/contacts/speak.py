"""The language in which a contact is served."""

from datetime import datetime

from yingda.contacts import facts
from yingda.contacts.models import Contact
from yingda.journal import record, verb
from yingda.people.models import Person


@verb
def speak(contact: Contact, language: str, *, at: datetime, by: Person | None = None) -> Contact:
    """The customer is served in this language from now on."""
    contact = Contact.objects.lock(contact.pk)
    if contact.language != language:
        contact.change(language=language)
        record(facts.LANGUAGE, at=at, by=by, line=contact.line_id, contact=contact, language=language)
    return contact
