"""The exchange itself: which driver may act on it, whether it answers, and what ended with it."""

import re
from datetime import datetime, timedelta

from django.db.models import Q

from yingda.journal import record, verb
from yingda.lib.db import lock_rows
from yingda.telephony import callbacks, ending, facts
from yingda.telephony.models import Call, CallBack, Exchange
from yingda.telephony.moving import locked

LEASE = timedelta(seconds=2)
LOST = "lost"


def take(exchange: str, driver: str, *, at: datetime) -> bool:
    """Hold the exchange for LEASE, or go on holding it. False while another driver does. One UPDATE.

    The clocks of machines that run drivers must agree within a fraction of LEASE.
    """
    Exchange.objects.get_or_create(name=exchange)
    free = Q(driver=driver) | Q(driver_until=None) | Q(driver_until__lte=at)
    return bool(Exchange.objects.filter(free, name=exchange).update(driver=driver, driver_until=at + LEASE))


def release(exchange: str, driver: str) -> None:
    """Let another driver take it at once."""
    Exchange.objects.filter(name=exchange, driver=driver).update(driver="", driver_until=None)


@verb
def up(exchange: str, version: str, *, at: datetime) -> None:
    """It answers."""
    change(exchange, at=at, up=True, version=version[:80])


@verb
def down(exchange: str, *, at: datetime) -> None:
    """It does not answer: calls cannot be controlled, and may be lost."""
    change(exchange, at=at, up=False)


def change(exchange: str, *, at: datetime, up: bool, **fields: str) -> None:
    """Record it when it is news."""
    Exchange.objects.get_or_create(name=exchange)
    row = lock_rows(Exchange.objects.filter(name=exchange)).get()
    if row.up == up and row.since and all(getattr(row, name) == value for name, value in fields.items()):
        return
    Exchange.objects.filter(pk=row.pk).update(up=up, since=row.since if row.up == up and row.since else at, **fields)
    record(facts.EXCHANGE, at=at, up=up, version=release_of(fields.get("version", row.version)))


def release_of(version: str) -> str:
    """`22.10.1` of what Asterisk says about itself; unknown until it has said it."""
    found = re.match(r"\d+(\.\d+)*", version)
    return found[0] if found else "unknown"


def live_calls(exchange: str) -> list[int]:
    """The calls that are not over."""
    return list(Call.objects.filter(exchange__name=exchange, ended=None).order_by("pk").values_list("pk", flat=True))


@verb
def lost(call: int, *, at: datetime) -> None:
    """The exchange has lost the customer's connection by a fault. The call ends, and the caller is called back."""
    row = locked(call)
    if row.ended:
        return
    spoken = row.contact.answered is not None
    record(facts.LOST, at=at, line=row.contact.line_id, contact=row.contact, stage=row.stage)
    ending.hang_up(row, by="system", cause=LOST, at=at)
    if spoken:  # whoever was never answered is owed a call by the end of the contact itself
        callbacks.missed(row, CallBack.Reason.LOST, at)
