"""The key ring: a file outside the database, readable by its owner only. Old keys stay, to open what they sealed.

Two kinds of keys: rotating ones (`keys`, the `current` one seals and signs) and fixed ones for look-up hashes, which
cannot change without touching every row (`yingda keys rotate` makes a new current key and re-seals in chunks).
"""

import base64
import json
import os
import secrets
import threading
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

KEY_BYTES = 32
FIXED = ("lookup", "last4")


class BadKeyring(RuntimeError):
    """The key ring cannot be read, or lacks a key; the text names the file and the way out."""


@dataclass(frozen=True)
class Keyring:
    """Key id → key, the current id, and the fixed keys by purpose."""

    current: str
    keys: dict[str, bytes] = field(repr=False)
    fixed: dict[str, bytes] = field(repr=False)

    def key(self, key_id: str) -> bytes:
        """The rotating key of this id. Raises BadKeyring when the ring has lost it."""
        if key_id not in self.keys:
            raise BadKeyring(f"The key ring {settings.YINGDA.keyring} has no key {key_id!r}: restore it from a backup")
        return self.keys[key_id]


LOCK = threading.Lock()
LOADED: dict[Path, tuple[int, Keyring]] = {}


def keyring() -> Keyring:
    """The ring as it stands in its file; made on first use. Read again when the file has changed."""
    path = settings.YINGDA.keyring
    with LOCK:
        if not path.exists():
            create(path)
        stamp = path.stat().st_mtime_ns
        if path not in LOADED or LOADED[path][0] != stamp:
            LOADED[path] = (stamp, read(path))
        return LOADED[path][1]


def rotate() -> str:
    """Add a new key and make it the current one. Returns its id; what older keys sealed stays readable."""
    ring = keyring()
    key_id = f"k{1 + max(number_of(name) for name in ring.keys)}"
    write(settings.YINGDA.keyring, Keyring(key_id, {**ring.keys, key_id: secrets.token_bytes(KEY_BYTES)}, ring.fixed))
    return key_id


def number_of(key_id: str) -> int:
    """Numbers go on after the highest: an old key may have been dropped, and its id must not come again."""
    return int(key_id.removeprefix("k"))


def create(path: Path) -> None:
    ring = Keyring(
        "k1", {"k1": secrets.token_bytes(KEY_BYTES)}, {purpose: secrets.token_bytes(KEY_BYTES) for purpose in FIXED}
    )
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    save(fresh, ring)
    try:
        os.link(fresh, path)
    except FileExistsError:
        return  # another process made one first: that ring is the one in use
    finally:
        fresh.unlink()


def write(path: Path, ring: Keyring) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    save(fresh, ring)
    fresh.replace(path)


def save(path: Path, ring: Keyring) -> None:
    content = {"current": ring.current, "keys": encoded(ring.keys), "fixed": encoded(ring.fixed)}
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> Keyring:
    try:
        content = json.loads(path.read_text())
        return Keyring(content["current"], decoded(content["keys"]), decoded(content["fixed"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadKeyring(f"The key ring {path} cannot be read ({error}): restore it from a backup") from error


def encoded(keys: dict[str, bytes]) -> dict[str, str]:
    return {name: base64.b64encode(key).decode() for name, key in keys.items()}


def decoded(keys: dict[str, str]) -> dict[str, bytes]:
    return {name: base64.b64decode(key) for name, key in keys.items()}
