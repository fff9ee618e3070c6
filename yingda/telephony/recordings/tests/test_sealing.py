from io import BytesIO
from uuid import uuid4

import pytest

from yingda.lib.crypto import Tampered
from yingda.telephony.recordings import sealing
from yingda.telephony.recordings.sealing import Pieces, seal_pieces, unseal_pieces

UID = uuid4()


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(sealing, "PIECE", 10)
    monkeypatch.setattr(sealing, "SEALED_PIECE", 38)


def sealed(plain: bytes) -> tuple[str, bytes]:
    out = BytesIO()
    return seal_pieces(BytesIO(plain), out, UID), out.getvalue()


def opened(key: str, content: bytes, uid=UID) -> bytes:
    return b"".join(unseal_pieces(BytesIO(content), key, uid))


@pytest.mark.parametrize("length", [0, 1, 9, 10, 11, 20, 25])
def test_any_length_comes_back_and_stands_nowhere_in_clear(length):
    plain = bytes(range(65, 65 + length))
    key, content = sealed(plain)
    assert opened(key, content) == plain
    assert length < 5 or plain[:5] not in content


def test_pieces_cannot_be_altered_left_out_exchanged_or_moved():
    key, content = sealed(b"a" * 25)
    first, second, last = content[:38], content[38:76], content[76:]
    for wrong in (
        bytes([content[0] ^ 1]) + content[1:],
        second + last,
        first + second,
        second + first + last,
        content + last,
        content[:-1],
    ):
        with pytest.raises(Tampered):
            opened(key, wrong)
    with pytest.raises(Tampered):
        opened(key, content, uuid4())


def test_pieces_are_read_as_a_file_of_any_size():
    source = Pieces([b"abc", b"", b"defg", b"h"])
    assert [source.read(5), source.read(2), source.read(9), source.read(1)] == [b"abcde", b"fg", b"h", b""]
