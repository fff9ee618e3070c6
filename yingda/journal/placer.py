"""Gives committed facts their place in the feed."""

from collections.abc import Sequence

from django.db.models import Max

from yingda.journal.models import Placed, Unplaced
from yingda.lib.db import on_postgresql


def enqueue(facts: Sequence[int]) -> None:
    """Called at the end of a verb, inside its transaction: SQLite's writer places its own, others leave a note."""
    if on_postgresql():
        Unplaced.objects.bulk_create(Unplaced(fact=fact) for fact in facts)
    else:
        last = Placed.objects.aggregate(last=Max("position"))["last"] or 0
        Placed.objects.bulk_create(Placed(position=last + n, fact=fact) for n, fact in enumerate(facts, 1))
