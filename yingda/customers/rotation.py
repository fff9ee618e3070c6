"""After `yingda keys rotate`: everything sealed is sealed again with the new key, in chunks."""

from collections.abc import Callable

from django.db import transaction

from yingda.customers.models import Document, Phone
from yingda.customers.sealed import clear
from yingda.lib.crypto import seal
from yingda.lib.db import lock_rows
from yingda.lib.keyring import keyring

CHUNK = 200


def rewrite(progress: Callable[[int], None] = lambda done: None) -> int:
    """Seal anew what an older key sealed. Returns how many; `progress` is told after each chunk.

    Broken off at any point, it goes on from there when started again.
    """
    done = 0
    for model in (Phone, Document):
        last = 0
        while rows := rewrite_chunk(model, last):
            done, last = done + len(rows), rows[-1]
            progress(done)
    return done


def rewrite_chunk(model: type[Phone] | type[Document], last: int) -> list[int]:
    """One short transaction: the next rows after id `last` that are not under the current key. Returns their ids."""
    with transaction.atomic():
        waiting = model.objects.filter(pk__gt=last).exclude(key=keyring().current).order_by("pk")
        rows = list(lock_rows(waiting)[:CHUNK])
        for row in rows:
            row.key, row.sealed = seal(clear(row), aad=row.uid.bytes)
        model.objects.bulk_update(rows, ["key", "sealed"])
    return [row.pk for row in rows]
