"""Finding customers by name, pinyin, customer number or mail."""

from collections.abc import Iterable

from django.db.models import QuerySet
from pypinyin import Style, lazy_pinyin

from yingda.customers.models import Customer
from yingda.journal import verb
from yingda.lib.textindex import TextIndex

INDEX = TextIndex("customers_search")
CHUNK = 500


def index(customers: Iterable[Customer]) -> None:
    """Keep up the search index, inside the verb that changed these rows."""
    INDEX.put((customer.pk, searched(customer)) for customer in customers)


def searched(customer: Customer) -> str:
    """The text by which a customer is found: name, its pinyin and initials, number, mail."""
    initials = "".join(lazy_pinyin(customer.name, style=Style.FIRST_LETTER))
    pinyin = "".join(lazy_pinyin(customer.name))
    return " ".join([customer.name, initials, pinyin, customer.number, customer.email])


def search(queryset: QuerySet[Customer], words: str) -> QuerySet[Customer]:
    """Those that these words find."""
    return INDEX.matching(queryset, words)


def rebuild() -> int:
    """Make the whole index again, in chunks; for a database that was filled past the verbs. Returns how many rows."""
    forget_all()
    done, last = 0, 0
    while rows := list(Customer.objects.current().filter(pk__gt=last).order_by("pk")[:CHUNK]):
        index_chunk(rows)
        done, last = done + len(rows), rows[-1].pk
    return done


@verb
def forget_all() -> None:
    INDEX.empty()


@verb
def index_chunk(rows: list[Customer]) -> None:
    index(rows)
