"""A complaint is registered when time, description and request stand (4.5), a business item when it is complete."""

from datetime import datetime

from yingda.cases import facts
from yingda.cases.classifying import classify_case
from yingda.cases.form import missing_fields
from yingda.cases.models import Record
from yingda.cases.opening import open_case
from yingda.cases.telling import tell
from yingda.contacts.models import Contact
from yingda.people.models import Person

COMPLAINT = ("happened", "description", "demand")
LATER = ("measures", "result")  # what is only known once the item is handled


def register_if_complete(contact: Contact, record: Record, *, by: Person | None, at: datetime) -> None:
    """Inside a verb that holds the locks: record that the matter is registered, once. A case is opened for it."""
    if not complete(contact, record):
        return
    case = record.case or open_case(contact, by=by, at=at)
    record.case = case = classify_case(case, by=by, at=at, request_type=contact.request_type)
    if case.registered is None:
        case.change(at, registered=at)
        tell(facts.REGISTERED, case, by=by, at=at, contact=contact, type=contact.request_type)


def complete(contact: Contact, record: Record) -> bool:
    if contact.request_type == Contact.RequestType.COMPLAINT:
        return all(getattr(record, name).strip() for name in COMPLAINT)
    if contact.request_type == Contact.RequestType.BUSINESS:
        return not [field for field in missing_fields(contact, record) if field.key not in LATER]
    return False

