"""How often somebody may do something: a row per key and window, the same on any number of processes."""

from datetime import datetime, timedelta

from django.db.models import F

from yingda.access.errors import TooOften
from yingda.access.models import Allowance
from yingda.lib.crypto import token_hash


def allow(what: str, who: str, *, most: int, window: timedelta, at: datetime) -> None:
    """Count one use of `what` by `who` (address, token, person id); raises TooOften past `most` in the window.

    Only a hash of `who` is kept. Windows are fixed, counted from 1970.
    """
    number, rest = divmod(at.timestamp(), window.total_seconds())
    key = token_hash(f"{what}:{who}")[:40]
    row, made = Allowance.objects.get_or_create(key=key, window=int(number), defaults={"used": 1, "at": at})
    if made:
        return
    if row.used >= most:
        raise TooOften(seconds=int(window.total_seconds() - rest) + 1)
    Allowance.objects.filter(pk=row.pk).update(used=F("used") + 1)


def sweep(at: datetime) -> int:
    """Drop what is older than a day. Returns how many rows went."""
    return Allowance.objects.filter(at__lt=at - timedelta(days=1)).delete()[0]
