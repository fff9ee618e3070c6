"""Which shared libraries a program or library asks for (DT_NEEDED), read from the file (64 bit, little endian)."""

import struct
from collections.abc import Iterator
from pathlib import Path

MAGIC = b"\x7fELF\x02\x01"
LOAD, DYNAMIC = 1, 2  # kinds of segments
NEEDED, STRINGS = 1, 5  # kinds of entries in the dynamic segment


def needed(path: Path) -> list[str]:
    """The names that it asks for, such as `libssl.so.3`; none for a file of another kind."""
    data = path.read_bytes()
    if not data.startswith(MAGIC):
        return []
    segments = list(each_segment(data))
    dynamic = [entry for kind, offset, _, size in segments if kind == DYNAMIC for entry in entries(data, offset, size)]
    strings = next((value for tag, value in dynamic if tag == STRINGS), None)
    if strings is None:
        return []
    start = offset_of(strings, segments)
    return [text(data, start + value) for tag, value in dynamic if tag == NEEDED]


def each_segment(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Kind, offset in the file, address in memory, size in the file."""
    table = struct.unpack_from("<Q", data, 32)[0]
    width, count = struct.unpack_from("<HH", data, 54)
    for number in range(count):
        kind, _, offset, address, _, size = struct.unpack_from("<IIQQQQ", data, table + number * width)
        yield kind, offset, address, size


def entries(data: bytes, offset: int, size: int) -> list[tuple[int, int]]:
    """Tag and value of each entry in the dynamic segment."""
    return [struct.unpack_from("<qQ", data, offset + at) for at in range(0, size, 16)]


def offset_of(address: int, segments: list[tuple[int, int, int, int]]) -> int:
    """Where in the file that lies which is to be at this address in memory."""
    return next(
        offset + address - begin
        for kind, offset, begin, size in segments
        if kind == LOAD and begin <= address < begin + size
    )


def text(data: bytes, offset: int) -> str:
    return data[offset : data.index(b"\0", offset)].decode()
