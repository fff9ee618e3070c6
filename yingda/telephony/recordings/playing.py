"""A recording as the browser plays it: WAV of one leg or of the mix, any range of it."""

import re
import struct
from collections.abc import Iterator
from io import BytesIO

import soundfile
from django.http import HttpResponse, StreamingHttpResponse

from yingda.telephony.models import Recording
from yingda.telephony.recordings import audio, storing

HEADER = 44
SAMPLE = 2  # bytes
RANGE = re.compile(r"bytes=(?=-?\d)(\d{0,12})-(\d{0,12})")
KEPT_PRIVATE = {
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; media-src 'self'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


def played(recording: Recording, part: str, wanted: str) -> HttpResponse:
    """The answer to a request with the header `Range: wanted` ("": all of it). Raises Damaged."""
    flac = storing.content(recording)
    with soundfile.SoundFile(flac) as file:
        frames, rate = file.frames, file.samplerate
    flac.seek(0)
    size = HEADER + frames * SAMPLE
    ranged = RANGE.fullmatch(wanted)
    asked = asked_for(ranged[1], ranged[2], size) if ranged else (0, size - 1)  # what is no range is passed over
    if asked is None:
        return HttpResponse(status=416, headers=KEPT_PRIVATE | {"Content-Range": f"bytes */{size}"})
    first, last = asked
    answer = StreamingHttpResponse(
        content(flac, part, header(frames, rate), first, last),
        status=206 if ranged else 200,
        content_type="audio/wav",
        headers=KEPT_PRIVATE | {"Content-Length": str(last - first + 1)},
    )
    answer["Content-Disposition"] = f'inline; filename="{recording.uid}-{part}.wav"'
    if ranged:
        answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    return answer


def asked_for(first: str, last: str, size: int) -> tuple[int, int] | None:
    """First and last byte of `first-last`, of which one may lack. None: outside of what there is."""
    if not first:  # the last so many bytes
        return (max(size - int(last), 0), size - 1) if int(last) else None
    if int(first) >= size or (last and int(last) < int(first)):
        return None
    return int(first), min(int(last or size - 1), size - 1)


def content(flac: BytesIO, part: str, head: bytes, first: int, last: int) -> Iterator[bytes]:
    """The bytes from first to last, both included."""
    if first < HEADER:
        yield head[first : last + 1]
    start, end = max(first - HEADER, 0), last + 1 - HEADER  # within the samples
    skip = start % SAMPLE
    left = end - start
    for block in audio.frames(flac, part, start // SAMPLE, -(-end // SAMPLE)):
        piece = block[skip : skip + left]
        skip, left = 0, left - len(piece)
        yield piece


def header(frames: int, rate: int) -> bytes:
    """Of a mono WAV file of 16 bits."""
    size = frames * SAMPLE
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, rate * SAMPLE, SAMPLE, 8 * SAMPLE)
    return struct.pack("<4sI4s", b"RIFF", HEADER - 8 + size, b"WAVE") + form + struct.pack("<4sI", b"data", size)
