"""The record form of a contact (3.1): its fields by request type, what stands in them, what is missing (3.2)."""

from collections.abc import Callable
from typing import Any

from yingda.cases.models import Case, Record
from yingda.contacts import labels
from yingda.contacts.models import Contact
from yingda.contacts.present import person_brief
from yingda.customers.masking import mask_name, mask_numbers
from yingda.customers.models import Customer
from yingda.customers.present import ordered
from yingda.customers.sealed import masked
from yingda.standard import versions
from yingda.standard.shape import Field, Standard

RECORD = (
    "acts_for", "relation", "related_number", "happened", "place", "subject", "description", "demand", "measures",
    "result", "policy_basis", "promised", "follow_up_needed", "follow_up_due", "remarks",
)
CUSTOMER = {"name": "name", "salutation": "salutation", "customer_number": "number", "customer_type": "kind"}
CONTACT = ("request_type", "urgency", "need")
DOCUMENT = ("document_type", "document_number")
TYPED_IN = ("happened", "place", "subject", "description", "demand", "measures", "result", "policy_basis", "remarks")
MORE: dict[str, Callable[[Contact], Any]] = {}


def extend(key: str, value: Callable[[Contact], Any]) -> None:
    """Let a higher room fill a field that the program knows, e.g. the customer's feedback."""
    MORE[key] = value


def standard_of(contact: Contact) -> Standard:
    """The standard that the contact is judged by: the one it began under."""
    if contact.standard_id:
        return versions.of(contact.standard_id, contact.line_id)
    return versions.in_force(contact.line_id, contact.arrived)


def record_of(contact: Contact) -> Record:
    """The contact's record; an unsaved one when nothing has been written yet."""
    return Record.objects.filter(contact=contact).select_related("case").first() or Record(contact=contact)


def record_form(contact: Contact, record: Record | None = None) -> dict:
    """`{groups, fields, missing, completeness, revision, archived, case}`, ready to be shown: numbers masked.

    `completeness` is the part of the required fields that stand, 0 to 100. A field: {key, label, label_en, group,
    kind, required, choices, system, sealed, value}.
    """
    record = record or record_of(contact)
    fields = standard_of(contact).record_form(contact.request_type)
    values = values_of(contact, record)
    missing = [field for field in fields if field.required and empty(values.get(field.key))]
    required = sum(field.required for field in fields)
    return {
        "groups": list(dict.fromkeys(field.group for field in fields)),
        "fields": [field_out(field, shown(field.key, values.get(field.key))) for field in fields],
        "missing": [named(field) for field in missing],
        "completeness": 100 if not required else 100 * (required - len(missing)) // required,
        "revision": record.revision,
        "changed": record.changed,
        "archived": contact.archived,
        "case": {"id": record.case.uid, "number": record.case.number} if record.case else None,
    }


def missing_fields(contact: Contact, record: Record) -> list[Field]:
    """The required fields in which nothing stands."""
    values = values_of(contact, record)
    fields = standard_of(contact).record_form(contact.request_type)
    return [field for field in fields if field.required and empty(values.get(field.key))]


def values_of(contact: Contact, record: Record) -> dict[str, Any]:
    """What stands in the form, by key; the customer's data already masked."""
    values = {key: getattr(record, key) for key in RECORD} | dict(record.extra)
    values |= {key: getattr(contact, key) for key in CONTACT}
    values |= customer_values(contact.customer)
    values |= {
        "arrived": contact.arrived,
        "channel": labels.label(labels.CHANNELS, contact.channel),
        "direction": contact.get_direction_display(),
        "agent": person_brief(contact.agent),
        "status": record.case.status if record.case else None,
    }
    return values | {key: value(contact) for key, value in MORE.items()}


def customer_values(customer: Customer | None) -> dict[str, Any]:
    if customer is None:
        return {}
    phones, document = ordered(customer), customer.documents.order_by("-pk").first()
    return {
        "name": mask_name(customer.name),
        "salutation": customer.salutation,
        "phone": masked(phones[0]) if phones else "",
        "customer_number": customer.number,
        "customer_type": customer.kind,
        "document_type": document.kind if document else "",
        "document_number": masked(document) if document else "",
    }


def shown(key: str, value: Any) -> Any:
    """Numbers that somebody typed into free text are kept, and masked on display."""
    return mask_numbers(value) if key in TYPED_IN or (isinstance(value, str) and key == "need") else value


def empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def named(field: Field) -> dict:
    """A missing field as the API names it: {field, label} in the active language."""
    return {"field": field.key, "label": str(field.label)}


def field_out(field: Field, value: Any) -> dict:
    return {
        "key": field.key,
        "label": field.label_zh,
        "label_en": field.label_en,
        "group": field.group,
        "kind": field.kind,
        "required": field.required,
        "choices": [{"code": one.code, "label": one.label.zh, "label_en": one.label.en} for one in field.choices],
        "system": field.system,
        "sealed": field.sealed,
        "value": value,
    }


def case_of(contact: Contact) -> int | None:
    """The id of the case that the contact's record belongs to, so that it can be locked before the contact."""
    return Record.objects.filter(contact=contact).values_list("case", flat=True).first()


def cases_of(contacts: list[Contact]) -> dict[int, dict]:
    """{id, number} of the contacts' cases, by contact id: one query."""
    rows = Case.objects.filter(records__contact__in=contacts).values_list("records__contact", "uid", "number")
    return {contact: {"id": uid, "number": number} for contact, uid, number in rows}
