"""Seeing personal data in the clear: with a reason, and on record (11.1, 11.5)."""

from datetime import datetime
from uuid import UUID

from yingda.access.looks import look
from yingda.customers.errors import Erased, NothingThere
from yingda.customers.models import Customer
from yingda.customers.sealed import clear
from yingda.journal import verb
from yingda.people.models import Person

FIELDS = ("name", "phone", "document", "email")


@verb
def reveal(
    customer: Customer, field: str, *, by: Person, reason: str, at: datetime, item: UUID | None = None
) -> str:
    """The clear value of one of FIELDS, after recording that `by` looked and why.

    `item`: which phone or document; without it the preferred phone, the first document. Raises Malformed without a
    reason, NothingThere, Erased.
    """
    if customer.erased:
        raise Erased
    value = value_of(customer, field, item)
    if not value:
        raise NothingThere
    look(by, kind="customer", subject=customer.pk, field=field, reason=reason, at=at)
    return value


def value_of(customer: Customer, field: str, item: UUID | None) -> str:
    if field in ("name", "email"):
        return getattr(customer, field)
    rows = customer.phones.order_by("-preferred", "-pk") if field == "phone" else customer.documents.order_by("pk")
    row = (rows.filter(uid=item) if item else rows).first()
    return clear(row) if row else ""
