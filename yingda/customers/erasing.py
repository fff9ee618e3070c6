"""A customer asks to be forgotten: personal data goes, the row and its id stay."""

from collections.abc import Callable
from datetime import datetime

from yingda.customers import facts, search
from yingda.customers.merging import family
from yingda.customers.models import Customer
from yingda.journal import record, verb
from yingda.people.models import Person

CHUNK = 200
TEXTS: list[Callable[[list[int], int], int]] = []


def erases(texts: Callable[[list[int], int], int]) -> None:
    """Let a higher room empty what it keeps in words about customers: `texts(customer ids, most) -> how many`.

    It is called, each time as a verb of its own, until it answers 0.
    """
    TEXTS.append(texts)


def erase(customer: Customer, *, by: Person, at: datetime) -> int:
    """Empty the personal data of a customer, of all merged into it, and what other rooms keep in words about them.

    Goes in chunks of short transactions; broken off, it is started again and goes on. Returns how many rows were
    emptied.
    """
    ids = family(customer)
    emptied = sum(empty(pk, by=by, at=at) for pk in ids)
    for texts in TEXTS:
        while done := empty_texts(texts, ids):
            emptied += done
    return emptied


@verb
def empty(pk: int, *, by: Person, at: datetime) -> int:
    customer = Customer.objects.lock(pk)
    if customer.erased:
        return 0
    customer.phones.all().delete()
    customer.documents.all().delete()
    Customer.objects.filter(pk=pk).update(name="", salutation="", number="", email="", remarks="", erased=at)
    search.INDEX.drop(pk)
    record(facts.ERASED, at=at, by=by, line=customer.line_id, customer=pk)
    return 1


@verb
def empty_texts(texts: Callable[[list[int], int], int], ids: list[int]) -> int:
    return texts(ids, CHUNK)
