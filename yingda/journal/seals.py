"""Seals: each block of positions gets a digest and a head, signed from the key ring and chained to the head before.

Whoever changes the database alone cannot make a new chain, for the keys are elsewhere; whoever cuts off its end is
found by `seals.log` in the data folder, which holds a line for each seal that this machine has seen.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from yingda.journal import feed
from yingda.journal.canonical import MARK_BYTES, dumps, mark, rows
from yingda.journal.models import Seal
from yingda.lib import crypto
from yingda.lib.db import try_lock
from yingda.lib.times import micros

EVERY = timedelta(seconds=3)  # how often to call `seal_due`, so that seals are at most 5 s behind
MOST_POSITIONS = 5000
LOCK_KEY = 0x79696E676461_02
LOG_CHUNK = 500
TAIL_BYTES = 4096


def seal_due(at: datetime) -> int:
    """Seal all that has a position, and write the log. Any process may, any time. Returns the number of seals made."""
    made = 0
    while seal_once(at):
        made += 1
    write_log()
    return made


def seal_once(at: datetime) -> Seal | None:
    """Seal the next block; None when there is nothing to seal, or another process is at it."""
    previous = Seal.objects.order_by("-last").first()
    first = previous.last + 1 if previous else 1
    last = min(feed.head(), first + MOST_POSITIONS - 1)
    if last < first:
        return None
    digest, marks = hashed(first, last)
    seal = Seal(first=first, last=last, digest=digest, marks=marks, at=at)
    seal.key, seal.head = crypto.mac(header(seal, previous))
    with transaction.atomic():
        if not try_lock(LOCK_KEY) or sealed() >= first:
            return None
        seal.save(force_insert=True)
    return seal


def sealed() -> int:
    """The last position that has a seal: one look at the index. Is there one from here on? would be a walk."""
    return Seal.objects.aggregate(last=Max("last"))["last"] or 0


def hashed(first: int, last: int) -> tuple[str, bytes]:
    """The digest of a block, and its marks: one for each position, zeros where a position is missing."""
    digest, marks = sha256(), bytearray((last - first + 1) * MARK_BYTES)
    for row in rows(first, last):
        digest.update(row.line + b"\n")
        start = (row.position - first) * MARK_BYTES
        marks[start : start + MARK_BYTES] = mark(row.line)
    return digest.hexdigest(), bytes(marks)


def header(seal: Seal, previous: Seal | None) -> bytes:
    """What the head signs: the whole seal, and the head before."""
    return dumps(
        {
            "first": seal.first,
            "last": seal.last,
            "digest": seal.digest,
            "marks": sha256(bytes(seal.marks)).hexdigest(),
            "at": micros(seal.at),
            "previous": previous.head if previous else "",
        }
    )


def log_path() -> Path:
    return settings.YINGDA.data / "seals.log"


def write_log() -> None:
    """Append the seals that the log does not have yet, also those that a crash left out, and make them durable."""
    with open(log_path(), "a+b") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        known = last_logged(log)
        while seals := list(Seal.objects.filter(last__gt=known).order_by("last")[:LOG_CHUNK]):
            log.write(b"".join(dumps(logged(seal)) + b"\n" for seal in seals))
            known = seals[-1].last
        log.flush()
        os.fsync(log.fileno())


def logged(seal: Seal) -> dict[str, object]:
    """A seal as it stands in the log."""
    return {"last": seal.last, "first": seal.first, "head": seal.head, "key": seal.key, "at": micros(seal.at)}


def last_logged(log) -> int:
    """The position up to which the log reaches; a line that a crash tore is cut off."""
    end = log.seek(0, os.SEEK_END)
    start = max(0, end - TAIL_BYTES)
    log.seek(start)
    tail = log.read()
    whole = tail[: tail.rfind(b"\n") + 1]
    if len(whole) < len(tail):
        log.truncate(start + len(whole))
    lines = whole.splitlines()
    return parsed(lines[-1]).get("last", 0) if lines else 0


def read_log() -> Iterator[dict[str, object]]:
    """The log's lines, oldest first; `{}` for one that is no line of ours. Nothing when there is no log."""
    if not log_path().exists():
        return
    with open(log_path(), "rb") as log:
        fcntl.flock(log, fcntl.LOCK_SH)  # until we know where the last whole line ends
        left = log.seek(0, os.SEEK_END)
        fcntl.flock(log, fcntl.LOCK_UN)
        log.seek(0)
        while left > 0:
            line = log.readline(left)
            left -= len(line)
            yield parsed(line)


def parsed(line: bytes) -> dict[str, object]:
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) and {"first", "last", "head"} <= entry.keys() else {}
