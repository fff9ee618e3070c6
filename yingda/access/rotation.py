"""After `yingda keys rotate`: every file is sealed again with the new key, one at a time."""

import os
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from yingda.access.files import content
from yingda.access.models import StoredFile
from yingda.lib.crypto import Tampered, seal_bytes
from yingda.lib.keyring import BadKeyring, keyring

CHUNK = 200
UNREADABLE = (FileNotFoundError, Tampered, BadKeyring)


def rewrite(progress: Callable[[int], None] = lambda done: None) -> tuple[int, list[UUID]]:
    """Seal anew what an older key sealed. Returns how many, and the files that could not be opened: they stay.

    `progress` is told after each chunk. Broken off at any point, it goes on from there when started again.
    """
    done, last, unreadable = 0, 0, []
    while rows := waiting().filter(pk__gt=last).order_by("pk")[:CHUNK]:
        for file in rows:
            try:
                done += seal_again(file)
            except UNREADABLE:
                unreadable.append(file.uid)
            last = file.pk
        progress(done)
    return done, unreadable


def waiting():
    """The files that are not under the current key. Erased ones have none."""
    return StoredFile.objects.exclude(key=keyring().current).exclude(key="")


def seal_again(file: StoredFile) -> bool:
    """Write the bytes anew beside the old ones, then name them in the row, then drop the old. Whether that was done.

    Whenever it is broken off, the row names bytes that open with its key.
    """
    old, (key, sealed) = file.path, seal_bytes(content(file), aad=file.uid.bytes)
    path = put(f"{old.partition('.')[0]}.{key}", sealed)
    named = StoredFile.objects.filter(pk=file.pk, path=old).update(path=path, key=key)
    default_storage.delete(old if named else path)
    return bool(named)


def put(path: str, sealed: bytes) -> str:
    """Keep the bytes under this name, where a run that was broken off may have left something; the name."""
    default_storage.delete(path)
    path = default_storage.save(path, ContentFile(sealed))
    with suppress(NotImplementedError), open(default_storage.path(path), "rb") as written:  # no folder of this machine
        os.fsync(written.fileno())  # the old bytes are dropped next
    return path
