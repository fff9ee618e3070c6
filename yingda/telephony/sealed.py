"""The telephone's sealed columns: sealed again after `yingda keys rotate`, emptied when a customer is forgotten."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Model

from yingda.contacts.models import Contact
from yingda.lib.crypto import seal, unseal
from yingda.lib.db import lock_rows
from yingda.lib.keyring import keyring
from yingda.lib.times import now
from yingda.telephony import callbacks
from yingda.telephony.models import Call, CallBack, Leg, Phone, Trunk, WebTicket

CHUNK = 200
MODELS = (Trunk, Phone, WebTicket, Call, CallBack, Leg)
EMPTY = {"key": "", "sealed": b""}


def rewrite(progress: Callable[[int], None] = lambda done: None) -> int:
    """Seal anew what an older key sealed. Returns how many; `progress` is told after each chunk.

    Broken off at any point, it goes on from there when started again.
    """
    done = 0
    for model in MODELS:
        last = 0
        while rows := rewrite_chunk(model, last):
            done, last = done + len(rows), rows[-1]
            progress(done)
    return done


def rewrite_chunk(model: type[Model], last: int) -> list[int]:
    """One short transaction: the next rows after id `last` that are not under the current key. Returns their ids."""
    with transaction.atomic():
        waiting = model.objects.filter(pk__gt=last).exclude(key__in=["", keyring().current]).order_by("pk")
        rows = list(lock_rows(waiting)[:CHUNK])
        for row in rows:
            row.key, row.sealed = seal(unseal(row.key, row.sealed, aad=row.uid.bytes), aad=row.uid.bytes)
        model.objects.bulk_update(rows, ["key", "sealed"])
    return [row.pk for row in rows]


def erase_numbers(customers: list[int], most: int) -> int:
    """The numbers in calls and call-backs of customers who asked to be forgotten. Called until it says 0."""
    contacts = Contact.objects.filter(customer__in=customers)
    calls = Call.objects.filter(contact__in=contacts).exclude(key="")
    legs = Leg.objects.filter(call__contact__in=contacts).exclude(key="")
    backs = CallBack.objects.filter(customer__in=customers).exclude(key="")
    tickets = WebTicket.objects.filter(contact__in=contacts).exclude(key="")
    forgotten = ((calls, EMPTY | {"lookup": b""}), (legs, EMPTY), (tickets, EMPTY))
    done = sum(empty(rows, blank, most) for rows, blank in forgotten)
    return done + sum(empty_call_back(row) for row in backs[:most])


def empty(rows, blank: dict, most: int) -> int:
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:most])
    return rows.model.objects.filter(pk__in=ids).update(**blank)


def empty_call_back(row: CallBack) -> int:
    """Nobody can be called any more: an open one is cancelled."""
    if row.state == CallBack.State.OPEN:
        at = now()
        callbacks.end_waiting(row, at=at)
        callbacks.close(row, CallBack.State.CANCELLED, by=None, at=at)
    return CallBack.objects.filter(pk=row.pk).update(**EMPTY, note="", lookup=b"")
