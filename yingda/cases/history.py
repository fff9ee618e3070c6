"""What we know of a customer on connect (7.4): earlier contacts, cases, and what other rooms add."""

from collections.abc import Callable
from typing import Any

from yingda.cases.models import Case
from yingda.cases.present import cases_out
from yingda.contacts.models import Contact
from yingda.contacts.present import contact_out
from yingda.customers.merging import family
from yingda.customers.models import Customer
from yingda.people.scope import Scope

SHOWN = 20
MORE: dict[str, Callable[[list[int], Scope], Any]] = {}


def extend(key: str, build: Callable[[list[int], Scope], Any]) -> None:
    """Let a higher room add what it knows: `build(customer ids, scope)`, e.g. open promises."""
    MORE[key] = build


def history(customer: Customer, scope: Scope) -> dict:
    """`{contacts, cases, open_cases, …}`: the newest of those that the person may see, open cases first."""
    ids = family(customer)
    contacts = Contact.objects.visible_to(scope).filter(customer__in=ids).order_by("-arrived", "-pk")
    cases = Case.objects.visible_to(scope).filter(customer__in=ids)
    opened = list(cases.open().order_by("-changed", "-pk")[:SHOWN])
    rest = list(cases.exclude(closed=None).order_by("-changed", "-pk")[: SHOWN - len(opened)])
    return {
        "contacts": contact_out(contacts[:SHOWN]),
        "cases": cases_out(opened + rest),
        "open_cases": cases.open().count(),
    } | {key: build(ids, scope) for key, build in MORE.items()}
