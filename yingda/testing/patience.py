"""Waiting for what a real exchange does in its own time, and asking for what may be gone already."""

import time
from collections.abc import Callable
from typing import TypeVar

from yingda.telephony.pbx.ari import Ari, AriError

POLL = 0.02
PATIENCE = 30.0  # more than anything takes on a busy machine; who is content waits no longer
T = TypeVar("T")


def forgiving(ari: Ari, path: str, **query: object) -> None:
    """Delete what may not be there, or no more."""
    try:
        ari.delete(path, **query)
    except AriError as error:
        if error.status != 404:
            raise


def until(test: Callable[[], T], otherwise: str, within: float = PATIENCE) -> T:
    """What `test()` returns, as soon as that is true. Fails with `otherwise` after `within` seconds."""
    end = time.monotonic() + within
    while not (found := test()):
        assert time.monotonic() < end, otherwise
        time.sleep(POLL)
    return found
