"""Numbers that callers dial, and the lines that they lead to."""

from datetime import datetime
from uuid import UUID

from yingda.journal import record, verb
from yingda.lib.db import lock_rows
from yingda.lib.ids import uuid7
from yingda.people.models import Line, Person
from yingda.telephony import facts
from yingda.telephony.models import Hotline, Number, Trunk
from yingda.telephony.setup.errors import InUse


@verb
def add(*, digits: str, by: Person, at: datetime, uid: UUID | None = None, **fields) -> Number:
    """A new number; one that was dropped comes back. Raises InUse."""
    if uid and (known := Number.objects.filter(uid=uid, digits=digits).first()):
        return known
    number = Number.objects.filter(digits=digits).first() or Number(uid=uid or uuid7(), digits=digits, dropped=at)
    if number.dropped is None:
        raise InUse(field="digits", value=digits)
    number.dropped = None
    return keep(number, by=by, at=at, **fields)


@verb
def change(number: Number, *, digits: str, by: Person, at: datetime, **fields) -> Number:
    """Raises InUse."""
    number = lock_rows(Number.objects.filter(pk=number.pk)).get()
    if Number.objects.filter(digits=digits).exclude(pk=number.pk).exists():
        raise InUse(field="digits", value=digits)
    number.digits = digits
    return keep(number, by=by, at=at, **fields)


@verb
def drop(number: Number, *, by: Person, at: datetime) -> None:
    """Callers of it hear that it is not in service; no line shows it any more."""
    number = lock_rows(Number.objects.filter(pk=number.pk)).get()
    if number.dropped is None:
        Hotline.objects.filter(caller_number=number).update(caller_number=None)
        number.dropped = at
        keep(number, by=by, at=at, active=False)


def keep(number: Number, *, by: Person, at: datetime, **fields: str | bool | Line | Trunk | None) -> Number:
    for name, value in fields.items():
        setattr(number, name, value)
    if not number.active:
        Hotline.objects.filter(caller_number=number).update(caller_number=None)
    number.save()
    record(facts.SET_UP, at=at, by=by, line=number.line_id, what="number", row=number.uid)
    return number
