"""Two rows turn out to be one customer."""

from datetime import datetime

from yingda.customers import facts, search
from yingda.customers.errors import SameCustomer
from yingda.customers.making_known import changeable
from yingda.customers.models import Customer
from yingda.journal import record, verb
from yingda.people.models import Person


@verb
def merge(customer: Customer, into: Customer, *, by: Person, at: datetime) -> Customer:
    """Make `into` the successor: numbers and documents move there, what it lacks is filled in from `customer`.

    The merged row keeps its id, contacts and cases; `family` reads them together. Done already is fine. Raises
    SameCustomer, Merged, Erased.
    """
    first, second = sorted((customer.pk, into.pk))
    locked = {pk: Customer.objects.lock(pk) for pk in (first, second)}
    customer, into = locked[customer.pk], locked[into.pk]
    if customer.pk == into.pk:
        raise SameCustomer
    if customer.successor_id == into.pk:
        return into
    changeable(customer)
    changeable(into)
    move_numbers(customer, into)
    fill_in(into, customer)
    Customer.objects.filter(successor=customer).update(successor=into)
    Customer.objects.filter(pk=customer.pk).update(successor=into)
    search.INDEX.drop(customer.pk)
    search.index([into])
    record(facts.MERGED, at=at, by=by, line=into.line_id, customer=customer.pk, into=into.pk)
    return into


def family(customer: Customer) -> list[int]:
    """The ids of this row and of all that were merged into it: whose history is one."""
    return [customer.pk, *customer.merged.values_list("pk", flat=True)]


def move_numbers(customer: Customer, into: Customer) -> None:
    customer.phones.filter(lookup__in=list(into.phones.values_list("lookup", flat=True))).delete()
    preferred = not into.phones.filter(preferred=True).exists()
    if not preferred:
        customer.phones.update(preferred=False)
    customer.phones.update(customer=into)
    customer.documents.filter(kind__in=list(into.documents.values_list("kind", flat=True))).delete()
    customer.documents.update(customer=into)


def fill_in(into: Customer, customer: Customer) -> None:
    lacking = [name for name in ("name", "salutation", "number", "email", "remarks") if not getattr(into, name)]
    for name in lacking:
        setattr(into, name, getattr(customer, name))
    if customer.kind == Customer.Kind.VIP:
        into.kind = customer.kind
    into.save(update_fields=[*lacking, "kind"])
