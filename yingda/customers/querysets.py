"""Whose customers are whose to see, and how they are found."""

from collections.abc import Callable, Iterable

from django.db.models import Q, QuerySet

from yingda.lib.crypto import last4_hash, lookup_hash
from yingda.lib.db import lock_rows
from yingda.people.scope import Scope

REACHES: list[Callable[[Iterable[int]], Q]] = []


def reaches(condition: Callable[[Iterable[int]], Q]) -> None:
    """Let a higher room say which customers some lines know: `condition(line ids)` is a Q on Customer.

    Contacts and cases register themselves, so that who has served a customer may see the customer.
    """
    REACHES.append(condition)


class CustomerQuerySet(QuerySet):
    def lock(self, pk: int):
        """The row, locked until the verb ends."""
        return lock_rows(self).get(pk=pk)

    def visible_to(self, scope: Scope):
        """Those that the person's lines have made known, talked to, or hold a case of."""
        if scope.lines is None:
            return self
        known = Q(line__in=scope.lines)
        for condition in REACHES:
            known |= condition(scope.lines)
        return self.filter(known)

    def current(self):
        """Without those that were merged into another, or erased."""
        return self.filter(successor=None, erased=None)

    def with_phone(self, e164: str):
        """All who share this number, most recent first."""
        return self.with_phone_lookup(lookup_hash(e164))

    def with_phone_lookup(self, lookup: object):
        """The same by the number's keyed hash."""
        return self.current().filter(phones__lookup=lookup).order_by("-phones__made", "-pk")

    def with_last4(self, digits: str):
        """All with a number that ends like this, most recent first."""
        return self.current().filter(phones__last4=last4_hash(digits)).order_by("-pk").distinct()

    def with_document(self, number: str):
        """All with this document number (folded), most recent first."""
        return self.current().filter(documents__lookup=lookup_hash(number)).order_by("-pk").distinct()
