"""What a verb has locked or made, at hand until it ends.

While a row is locked nobody else can change it, so asking the database for it again would only cost time: the first
`held` of a verb reads, the others get the same object. Who changes such a row changes that object.
"""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
HELD: ContextVar[dict | None] = ContextVar("what the running verb holds", default=None)


def held(key: Hashable, read: Callable[[], T]) -> T:
    """What `read()` gave when this verb first asked for `key`; None is asked for again, since it may be made.

    Outside a verb it is read each time.
    """
    rows = HELD.get()
    if rows is None:
        return read()
    if (row := rows.get(key)) is None:
        row = rows[key] = read()
    return row


def hold(key: Hashable, row: T) -> T:
    """Note what the verb has just read under a lock, or made. Returns it."""
    rows = HELD.get()
    if rows is not None:
        rows[key] = row
    return row


def forget() -> None:
    """A savepoint was rolled back: what rows say in memory may no longer be true."""
    rows = HELD.get()
    if rows is not None:
        rows.clear()
