"""The record is written while the customer speaks (3.2): saved as one types, and two who write at once both notice."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from yingda.cases import facts, search
from yingda.cases.errors import BadValue, NoCustomer, RecordArchived, RecordConflict, UnknownField
from yingda.cases.form import (
    CONTACT,
    CUSTOMER,
    DOCUMENT,
    RECORD,
    case_of,
    customer_values,
    missing_fields,
    standard_of,
)
from yingda.cases.models import Case, Record
from yingda.cases.registering import register_if_complete
from yingda.contacts.classify import classify
from yingda.contacts.models import Contact
from yingda.contacts.recognise import recognise as recognise_contact
from yingda.customers import making_known
from yingda.customers.finding import recognise
from yingda.customers.models import Customer
from yingda.customers.unmasking import restore_numbers
from yingda.journal import record as record_fact
from yingda.journal import verb
from yingda.lib.say import say
from yingda.lib.text import sound
from yingda.people.models import Person
from yingda.standard.shape import Field

TOO_LONG = say("最多 {most} 个字。", "at most {most} characters.")
NOT_TEXT = say("含有不能保存的字符，请删去后再填。", "has characters that cannot be kept; remove them.")
NOT_A_CHOICE = say("请从选项中选择。", "choose one of the options.")
NOT_A_TIME = say("请填写有效的日期和时间。", "give a date and a time.")
NOT_A_FLAG = say("请选择是或否。", "choose yes or no.")
SEARCHED = {"description", "demand", "subject", "place", "related_number"}


@verb
def fill_record(contact: Contact, *, by: Person, fields: Mapping[str, Any], revision: int, at: datetime) -> Record:
    """Save these fields of the form; the others stay. `revision` is the one that the writer saw.

    Customer fields go to the contact's customer, found by the phone or made known. A masked value sent back unchanged
    is no change. Raises RecordConflict, RecordArchived, UnknownField, BadValue, Malformed.
    """
    if case := case_of(contact):
        Case.objects.lock(case)
    contact = Contact.objects.lock(contact.pk)
    record = Record.objects.filter(contact=contact).select_related("case").first() or Record(contact=contact)
    if contact.state == Contact.State.ARCHIVED:
        raise RecordArchived
    if revision != record.revision:
        raise RecordConflict(revision=record.revision)
    values = read_fields(contact, fields)
    contact, changed = save(contact, record, values, by=by, at=at)
    if changed:
        keep(record, contact, by=by, at=at)
        if record.case and SEARCHED & values.keys():
            search.index(record.case)
        register_if_complete(contact, record, by=by, at=at)
    return record


def save(contact: Contact, record: Record, values: dict[str, Any], *, by: Person, at: datetime) -> tuple[Contact, bool]:
    """Put each value where it belongs; whether anything changed."""
    known = {field.key for field in standard_of(contact).fields}
    values |= {key: restore_numbers(value, written(record, key), field=key) for key, value in texts(record, values)}
    contact, changed = save_customer(contact, values, by=by, at=at)
    classification = {key: values[key] for key in CONTACT if key in values and values[key] != getattr(contact, key)}
    if classification:
        contact, changed = classify(contact, by=by, at=at, **classification), True
    for key, value in values.items():
        if key in RECORD and getattr(record, key) != value:
            setattr(record, key, value)
            changed = True
        elif key not in known and record.extra.get(key) != value:
            record.extra[key] = value
            changed = True
    return contact, changed


def texts(record: Record, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The texts among these values that stand in the record itself; the form shows them with numbers masked."""
    return [
        (key, value)
        for key, value in values.items()
        if isinstance(value, str) and isinstance(written(record, key), str)
    ]


def written(record: Record, key: str) -> Any:
    return getattr(record, key, None) if key in RECORD else record.extra.get(key)


def keep(record: Record, contact: Contact, *, by: Person, at: datetime) -> None:
    record.contact, record.changed = contact, at
    record.revision += 1
    record.save()
    record_fact(
        facts.RECORD_CHANGED,
        at=at,
        by=by,
        line=contact.line_id,
        contact=contact,
        case=record.case_id,
        missing=len(missing_fields(contact, record)),
        revision=record.revision,
    )


def save_customer(contact: Contact, values: Mapping[str, Any], *, by: Person, at: datetime) -> tuple[Contact, bool]:
    """What the form says of the customer, without what only repeats the mask."""
    before = customer_values(contact.customer)
    said = {
        key: value
        for key, value in values.items()
        if (key in CUSTOMER or key == "phone" or key in DOCUMENT) and value != before.get(key, "")
    }
    plain = {CUSTOMER[key]: value for key, value in said.items() if key in CUSTOMER}
    phones = [said["phone"]] if said.get("phone") else []
    documents = documents_in(said, before)
    if not (plain or phones or documents):
        return contact, False
    customer = contact.customer or customer_for(contact, plain, phones, by=by, at=at)
    making_known.update(customer, by=by, at=at, phones=phones, documents=documents, **plain)
    contact = recognise_contact(contact, customer, by=by, at=at)
    contact.customer = Customer.objects.get(pk=customer.pk)
    return contact, True


def documents_in(said: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    number = said.get("document_number")
    if not number:
        return {}
    kind = said.get("document_type") or before.get("document_type")
    if not kind:
        raise NoCustomer(field="document_type")
    return {kind: number}


def customer_for(
    contact: Contact, plain: Mapping[str, str], phones: list[str], *, by: Person, at: datetime
) -> Customer:
    """The one customer of this phone, unless the name is another's; else somebody new."""
    known = recognise(phones[0]) if phones else None
    if known and plain.get("name", known.name) in ("", known.name):
        return known
    return making_known.create(by=by, at=at, line=contact.line)


def read_fields(contact: Contact, said: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept. Raises UnknownField, BadValue."""
    request_type = said.get("request_type") or contact.request_type
    form = {field.key: field for field in standard_of(contact).record_form(request_type)}
    values = {}
    for key, value in said.items():
        field = form.get(key)
        if field is None or field.system or field.kind == "files":
            raise UnknownField(field=key, field_name=key)
        values[key] = read(field, value)
    return values


def read(field: Field, value: Any) -> Any:
    if field.kind == "flag":
        return read_flag(field, value)
    if field.kind == "time":
        return read_time(field, value)
    text = "" if value is None else value
    if not isinstance(text, str) or not sound(text):
        raise bad(field, NOT_A_CHOICE if field.kind == "choice" else NOT_TEXT)
    if field.kind == "choice" and text and text not in {one.code for one in field.choices}:
        raise bad(field, NOT_A_CHOICE)
    if len(text) > most(field):
        raise bad(field, TOO_LONG(most=most(field)))
    return text.strip()


def read_flag(field: Field, value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise bad(field, NOT_A_FLAG)


def read_time(field: Field, value: Any) -> datetime | None:
    if not value:
        return None
    try:
        at = datetime.fromisoformat(value)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise bad(field, NOT_A_TIME) from error


def most(field: Field) -> int:
    """The longest text that fits where the field is kept."""
    places = {**{key: (Record, key) for key in RECORD}, **{key: (Customer, name) for key, name in CUSTOMER.items()}}
    places |= {"need": (Contact, "need")}
    model, name = places.get(field.key, (Record, "related_number"))
    return model._meta.get_field(name).max_length or 0


def bad(field: Field, why: object) -> BadValue:
    return BadValue(field=field.key, field_name=field.label, why=why)
