"""The customer of a contact is known (7.4)."""

from datetime import datetime

from yingda.contacts import facts
from yingda.contacts.models import Contact
from yingda.customers.models import Customer
from yingda.journal import record, verb
from yingda.people.models import Person


@verb
def recognise(contact: Contact, customer: Customer, *, at: datetime, by: Person | None = None) -> Contact:
    """The contact is this customer's. `by` None: the system found out."""
    contact = Contact.objects.lock(contact.pk)
    if contact.customer_id != customer.pk:
        contact.change(customer=customer)
        record(facts.RECOGNISED, at=at, by=by, line=contact.line_id, contact=contact, customer=customer.pk)
    return contact
