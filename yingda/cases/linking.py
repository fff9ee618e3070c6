"""A customer comes back about a matter that stands open already: the contact joins its case."""

from datetime import datetime

from yingda.cases.errors import AlreadySolved, HasCase, OtherCustomer, RecordArchived
from yingda.cases.form import case_of
from yingda.cases.models import Case
from yingda.cases.opening import add_contact
from yingda.contacts.models import Contact
from yingda.journal import verb
from yingda.people.models import Person


@verb
def link(contact: Contact, case: Case, *, by: Person, at: datetime) -> Case:
    """The contact belongs to this open case from now on; linked already is fine.

    Who serves the contact takes part in the case. Raises HasCase, AlreadySolved, OtherCustomer, RecordArchived.
    """
    case = Case.objects.lock(case.pk)
    contact = Contact.objects.lock(contact.pk)
    current = case_of(contact)
    if current == case.pk:
        return case
    if current:
        raise HasCase(number=Case.objects.get(pk=current).number)
    if contact.state == Contact.State.ARCHIVED:
        raise RecordArchived
    if case.status == Case.Status.DONE:
        raise AlreadySolved
    share_customer(contact, case, at)
    add_contact(case, contact, by=by, at=at)
    return case


def share_customer(contact: Contact, case: Case, at: datetime) -> None:
    """Both are about one customer: a case that knew none learns who it is."""
    if case.customer_id is None and contact.customer_id:
        case.change(at, customer=contact.customer)
    elif contact.customer_id and contact.customer_id != case.customer_id:
        raise OtherCustomer
