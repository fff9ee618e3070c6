"""Recordings in the file storage, a folder or an object store: written, opened, dropped. Always sealed."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from tempfile import TemporaryFile
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import default_storage

from yingda.lib.crypto import Tampered
from yingda.telephony.models import Recording
from yingda.telephony.recordings.errors import Damaged
from yingda.telephony.recordings.sealing import seal_pieces, unseal_pieces


def fresh_name(recording: Recording) -> str:
    """A name of its own for each try at keeping it, by the day it began."""
    return f"recordings/{recording.began:%Y/%m/%d}/{recording.uid}-{secrets.token_hex(4)}"


def write(recording: Recording, name: str, plain: BinaryIO) -> tuple[str, int]:
    """Seal `plain` and keep it under this name; (key id, bytes at rest). The name is taken as given or not at all."""
    with TemporaryFile() as sealed:
        key = seal_pieces(plain, sealed, recording.uid)
        size = sealed.tell()
        sealed.seek(0)
        kept = default_storage.save(name, File(sealed))
    if kept != name:
        default_storage.delete(kept)
        raise FileExistsError(name)
    settle(name)
    return key, size


def settle(name: str) -> None:
    """On this machine's disk before anything else lets go of the sound."""
    with suppress(NotImplementedError), open(default_storage.path(name), "rb") as written:
        os.fsync(written.fileno())


def drop(name: str) -> None:
    """Nothing is left under this name; that nothing was there is well, too."""
    if name:
        default_storage.delete(name)


@contextmanager
def pieces_of(recording: Recording) -> Iterator[Iterator[bytes]]:
    """The sound as it was before it was sealed, piece by piece."""
    with default_storage.open(recording.name) as sealed:
        yield unseal_pieces(sealed, recording.key, recording.uid)


def content(recording: Recording) -> BytesIO:
    """The whole sound (FLAC), proved to be what was kept. Raises Damaged."""
    try:
        return opened(recording)
    except FileNotFoundError:
        recording.refresh_from_db(fields=["name", "key"])  # sealed again under another name a moment ago
    try:
        return opened(recording)
    except FileNotFoundError as error:
        raise Damaged from error


def opened(recording: Recording) -> BytesIO:
    try:
        with pieces_of(recording) as pieces:
            sound = b"".join(pieces)
    except Tampered as error:
        raise Damaged from error
    if hashlib.sha256(sound).hexdigest() != recording.sha256:
        raise Damaged
    return BytesIO(sound)
