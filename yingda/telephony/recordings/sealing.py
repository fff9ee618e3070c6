"""A recording's bytes at rest: sealed in pieces, so that an hour of talk can be moved to another key in little memory.

A piece is nonce + AES-GCM ciphertext of at most PIECE bytes; bound to the recording's uid, its number and whether it
is the last. So none can be altered, left out, exchanged or put into another recording unnoticed.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO
from uuid import UUID

from yingda.lib.crypto import NONCE_BYTES, seal_bytes, unseal_bytes
from yingda.lib.keyring import keyring

PIECE = 256 * 1024
TAG_BYTES = 16
SEALED_PIECE = NONCE_BYTES + PIECE + TAG_BYTES


def seal_pieces(plain: BinaryIO, target: BinaryIO, uid: UUID) -> str:
    """Write `plain` to `target`, sealed with the current key; the key's id."""
    key = keyring().current
    for number, last, piece in numbered(plain, PIECE):
        target.write(seal_bytes(piece, aad=bound(uid, number, last), key_id=key)[1])
    return key


def unseal_pieces(sealed: BinaryIO, key: str, uid: UUID) -> Iterator[bytes]:
    """What was sealed, piece after piece. Raises Tampered, BadKeyring."""
    for number, last, piece in numbered(sealed, SEALED_PIECE):
        yield unseal_bytes(key, piece, aad=bound(uid, number, last))


def numbered(source: BinaryIO, size: int) -> Iterator[tuple[int, bool, bytes]]:
    """(number, whether it is the last, piece); an empty source is one empty piece."""
    number, piece = 0, source.read(size)
    while True:
        following = source.read(size) if len(piece) == size else b""
        yield number, not following, piece
        if not following:
            return
        number, piece = number + 1, following


def bound(uid: UUID, number: int, last: bool) -> bytes:
    return uid.bytes + number.to_bytes(4, "big") + bytes([last])


class Pieces:
    """An iterable of bytes as a file that can be read once, from its beginning."""

    def __init__(self, pieces: Iterable[bytes]):
        self.pieces = iter(pieces)
        self.rest = b""

    def read(self, size: int) -> bytes:
        while len(self.rest) < size and (piece := next(self.pieces, None)) is not None:
            self.rest += piece
        part, self.rest = self.rest[:size], self.rest[size:]
        return part
