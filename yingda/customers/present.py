"""What the API and the feed say of customers: never a clear number."""

from collections.abc import Iterable, Sequence

from django.db.models import prefetch_related_objects

from yingda.customers.masking import mask_email, mask_name, mask_numbers
from yingda.customers.models import Customer, Phone
from yingda.customers.sealed import masked


def customers_out(customers: Sequence[Customer]) -> list[dict]:
    """CustomerOut of each, in three queries however many there are."""
    prefetch_related_objects(customers, "phones", "documents", "successor")
    return [customer_out(customer) for customer in customers]


def customer_out(customer: Customer) -> dict:
    """CustomerOut: `name`, numbers and mail masked, numbers typed into the remarks too."""
    return {
        **brief(customer),
        "number": customer.number,
        "email": mask_email(customer.email),
        "language": customer.language,
        "remarks": mask_numbers(customer.remarks),
        "phones": [
            {"id": phone.uid, "phone": masked(phone), "preferred": phone.preferred} for phone in ordered(customer)
        ],
        "documents": [
            {"id": document.uid, "kind": document.kind, "number": masked(document)}
            for document in customer.documents.all()
        ],
        "successor": customer.successor and customer.successor.uid,
        "erased": customer.erased,
        "made": customer.made,
    }


def briefs(ids: Iterable[int | None]) -> dict[int, dict]:
    """CustomerBrief by row id, in two queries however many there are."""
    wanted = {pk for pk in ids if pk}
    rows = Customer.objects.filter(pk__in=wanted).prefetch_related("phones") if wanted else ()
    return {customer.pk: brief(customer) for customer in rows}


def brief(customer: Customer) -> dict:
    """CustomerBrief: {id, name 李*, salutation, kind, phone 138****5678 or None}."""
    phones = ordered(customer)
    return {
        "id": customer.uid,
        "name": mask_name(customer.name),
        "salutation": customer.salutation,
        "kind": customer.kind,
        "phone": masked(phones[0]) if phones else None,
    }


def ordered(customer: Customer) -> list[Phone]:
    """Preferred first, then the newest."""
    return sorted(customer.phones.all(), key=lambda phone: (not phone.preferred, -phone.pk))
