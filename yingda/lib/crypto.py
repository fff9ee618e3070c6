"""Sealing, look-up hashes and signatures with the keys of the ring. AES-256-GCM and HMAC-SHA-256."""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yingda.lib.keyring import keyring

NONCE_BYTES = 12


class Tampered(ValueError):
    """What was sealed does not open with its key and associated data: changed, or moved to another row."""


def seal(plaintext: str, *, aad: bytes) -> tuple[str, bytes]:
    """Encrypt a text with the current key, bound to `aad` (the row's uid). Returns (key id, nonce + ciphertext)."""
    return seal_bytes(plaintext.encode(), aad=aad)


def unseal(key_id: str, sealed: bytes, *, aad: bytes) -> str:
    """The text. Raises Tampered, or BadKeyring when the key is lost."""
    return unseal_bytes(key_id, sealed, aad=aad).decode()


def seal_bytes(plaintext: bytes, *, aad: bytes, key_id: str = "") -> tuple[str, bytes]:
    """`seal` for bytes, e.g. a file's. Pieces of one thing name the `key_id` of the first."""
    ring = keyring()
    key_id = key_id or ring.current
    nonce = secrets.token_bytes(NONCE_BYTES)
    return key_id, nonce + AESGCM(ring.key(key_id)).encrypt(nonce, plaintext, aad)


def unseal_bytes(key_id: str, sealed: bytes, *, aad: bytes) -> bytes:
    """`unseal` for bytes."""
    sealed = bytes(sealed)
    try:
        return AESGCM(keyring().key(key_id)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
    except InvalidTag as error:
        raise Tampered(f"a value sealed with {key_id} was altered") from error


def lookup_hash(text: str) -> bytes:
    """32 bytes by which equal texts are found without knowing them."""
    return hmac.digest(keyring().fixed["lookup"], text.encode(), hashlib.sha256)


def last4_hash(text: str) -> bytes:
    """The same for the last four digits, under a key of its own."""
    return hmac.digest(keyring().fixed["last4"], text[-4:].encode(), hashlib.sha256)


def mac(data: bytes) -> tuple[str, str]:
    """Sign with the current key: (key id, hex)."""
    key_id = keyring().current
    return key_id, mac_with(key_id, data)


def mac_with(key_id: str, data: bytes) -> str:
    """The signature under this key, as 64 hex digits."""
    return hmac.new(keyring().key(key_id), data, hashlib.sha256).hexdigest()


def token_hash(token: str) -> str:
    """What is kept of a random token that somebody else holds: 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()
