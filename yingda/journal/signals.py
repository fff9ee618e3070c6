"""Signals: typing, level meters. Sent to who is there, never stored, may be lost."""

import json
from collections.abc import Callable
from functools import partial

from django.db import connection, transaction

from yingda.lib.db import on_postgresql

CHANNEL = "yingda_signals"
MOST_BYTES = 4000

Hearer = Callable[[str, dict], None]
HEARERS: list[Hearer] = []


def send(key: str, payload: dict) -> None:
    """Send to the streams whose audience holds `key` (`person:12`, `contact:7`), after commit. `payload` is small JSON.

    Reaches all processes on PostgreSQL; on SQLite the one that sends, which is the only one with streams.
    """
    text = json.dumps({"key": key, "payload": payload}, ensure_ascii=False, separators=(",", ":"))
    if len(text.encode()) > MOST_BYTES:
        raise ValueError(f"A signal may have {MOST_BYTES} bytes: {key}")
    transaction.on_commit(partial(emit, text))


def emit(text: str) -> None:
    if on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, text])
    else:
        deliver(text)


def deliver(text: str) -> None:
    """Hand a signal that arrived to those in this process who hear."""
    signal = json.loads(text)
    for hearer in tuple(HEARERS):
        hearer(signal["key"], signal["payload"])
