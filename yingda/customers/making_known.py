"""A customer is made known and kept up to date: names, numbers, documents."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from yingda.customers import facts, search
from yingda.customers.documents import normalise_document
from yingda.customers.errors import Erased, Merged, UidTaken
from yingda.customers.masking import mask_email, mask_name
from yingda.customers.models import Customer, Document, Phone
from yingda.customers.phones import normalise
from yingda.customers.unmasking import restore_numbers
from yingda.journal import record, verb
from yingda.lib.crypto import last4_hash, lookup_hash, seal
from yingda.lib.ids import uuid7
from yingda.people.models import Line, Person

PLAIN = ("name", "salutation", "kind", "number", "email", "language", "remarks")
SEARCHED = {"name", "number", "email"}


@verb
def create(
    *,
    at: datetime,
    by: Person | None,
    line: Line | None = None,
    uid: UUID | None = None,
    phones: Iterable[str] = (),
    documents: Mapping[str, str] | None = None,
    **plain: str,
) -> Customer:
    """Make a customer known. `phones` as people write them, `documents` kind → number, `plain` fields of PLAIN.

    The same uid again returns the first row. Raises Malformed, UidTaken.
    """
    if uid and (first := Customer.objects.filter(uid=uid).first()):
        return same(first, line)
    customer = Customer.objects.create(uid=uid or uuid7(), line=line, made=at, **only_plain(plain))
    record(facts.MADE, at=at, by=by, line=line, customer=customer.pk)
    for number in phones:
        keep_phone(customer, number, at=at)
    for kind, number in (documents or {}).items():
        keep_document(customer, kind, number, at=at)
    if any(plain.get(name) for name in SEARCHED):
        search.index([customer])
    return customer


@verb
def update(
    customer: Customer,
    *,
    by: Person | None,
    at: datetime,
    phones: Iterable[str] | None = None,
    documents: Mapping[str, str] | None = None,
    **plain: str,
) -> Customer:
    """Change what is given; a fact for every field that really changed. `phones` are added, the last one preferred."""
    customer = changeable(customer)
    plain = unmasked(customer, only_plain(plain))
    changed = [name for name, value in plain.items() if getattr(customer, name) != value]
    for name in changed:
        setattr(customer, name, plain[name])
    if changed:
        customer.save(update_fields=changed)
    for number in phones or ():
        changed += ["phone"] if keep_phone(customer, number, at=at) else []
    for kind, number in (documents or {}).items():
        changed += ["document"] if keep_document(customer, kind, number, at=at) else []
    for name in changed:
        record(facts.CHANGED, at=at, by=by, line=customer.line_id, customer=customer.pk, field=name)
    if SEARCHED & set(changed):
        search.index([customer])
    return customer


@verb
def drop_phone(customer: Customer, phone: UUID, *, by: Person, at: datetime) -> None:
    """Forget a number; the newest of the others becomes the preferred one. Already gone is fine."""
    customer = changeable(customer)
    dropped = customer.phones.filter(uid=phone).first()
    if dropped is None:
        return
    dropped.delete()
    if dropped.preferred and (newest := customer.phones.order_by("-pk").first()):
        Phone.objects.filter(pk=newest.pk).update(preferred=True)
    record(facts.CHANGED, at=at, by=by, line=customer.line_id, customer=customer.pk, field="phone")


def changeable(customer: Customer) -> Customer:
    """The row, locked; refused when it was merged or erased."""
    locked = Customer.objects.lock(customer.pk)
    if locked.erased:
        raise Erased
    if locked.successor_id:
        raise Merged
    return locked


def unmasked(customer: Customer, plain: dict[str, str]) -> dict[str, str]:
    """Without what only repeats the mask under which it was shown."""
    shown = {"name": mask_name(customer.name), "email": mask_email(customer.email)}
    kept = {name: value for name, value in plain.items() if not (value and shown.get(name) == value)}
    if "remarks" in kept:
        kept["remarks"] = restore_numbers(kept["remarks"], customer.remarks, field="remarks")
    return kept


def only_plain(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields, trimmed. A field that customers do not have is the caller's mistake."""
    if unknown := fields.keys() - set(PLAIN):
        raise TypeError(f"a customer has no {', '.join(sorted(unknown))}")
    return {name: value.strip() for name, value in fields.items()}


def keep_phone(customer: Customer, text: str, *, at: datetime) -> Phone | None:
    """Seal a number and make it the preferred one; None when the customer has it already."""
    e164 = normalise(text)
    lookup = lookup_hash(e164)
    customer.phones.exclude(lookup=lookup).filter(preferred=True).update(preferred=False)
    if customer.phones.filter(lookup=lookup).update(preferred=True):
        return None
    uid = uuid7()
    key, sealed = seal(e164, aad=uid.bytes)
    return customer.phones.create(
        uid=uid, sealed=sealed, key=key, lookup=lookup, last4=last4_hash(e164), preferred=True, made=at
    )


def keep_document(customer: Customer, kind: str, text: str, *, at: datetime) -> Document | None:
    """Seal a document's number in place of an earlier one of its kind; None when it is the same."""
    number = normalise_document(kind, text)
    lookup = lookup_hash(number)
    if customer.documents.filter(kind=kind, lookup=lookup).exists():
        return None
    customer.documents.filter(kind=kind).delete()
    uid = uuid7()
    key, sealed = seal(number, aad=uid.bytes)
    return customer.documents.create(uid=uid, kind=kind, sealed=sealed, key=key, lookup=lookup, made=at)


def same(first: Customer, line: Line | None) -> Customer:
    if first.line_id != (line and line.pk):
        raise UidTaken
    return first
