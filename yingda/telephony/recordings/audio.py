"""What the exchange delivers, read in one way; what is kept, written and read."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import soundfile

from yingda.telephony.recordings.errors import Unreadable

RATE = 8000  # of raw files
RATES = (8000, 16000)
RAW = (".raw", ".sln", ".slin")
FRAME_BYTES = 4  # two channels of 16 bits
LEGS = ("customer", "agent")  # left and right
Span = tuple[float, float]


@dataclass(frozen=True)
class Sound:
    """Both legs: `samples` is int16 of shape (frames, 2), the customer left and our side right."""

    rate: int
    samples: np.ndarray

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


def read(path: Path) -> Sound:
    """Raw stereo of 8 kHz, or WAV: stereo, mono (the customer alone), or a pair `NAME-rx.wav`, `NAME-tx.wav`, of which
    either may be named. Raises Unreadable, FileNotFoundError."""
    parts = parts_of(path)
    if not parts:
        raise FileNotFoundError(path)
    if path.suffix in RAW:
        return read_raw(path)
    sounds = [read_wav(part) for part in parts]
    rate = sounds[0][0]
    if rate not in RATES or any(other != rate for other, _ in sounds):
        raise Unreadable("odd_rate")
    return Sound(rate, beside_each_other([samples for _, samples in sounds]))


def parts_of(path: Path) -> list[Path]:
    """The files that are there: the one named, or the pair with the customer's first."""
    stem = path.stem.removesuffix("-rx").removesuffix("-tx")
    pair = [path.with_name(f"{stem}-{leg}{path.suffix}") for leg in ("rx", "tx")]
    if pair[0].exists():
        return [part for part in pair if part.exists()]
    return [path] if path.exists() else []


def read_raw(path: Path) -> Sound:
    content = path.read_bytes()
    whole = len(content) // FRAME_BYTES * FRAME_BYTES  # a killed exchange may have left half a frame
    return Sound(RATE, np.frombuffer(content[:whole], "<i2").reshape(-1, 2))


def read_wav(path: Path) -> tuple[int, np.ndarray]:
    try:
        samples, rate = soundfile.read(path, dtype="int16", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise Unreadable("unreadable") from error
    return rate, samples


def beside_each_other(parts: list[np.ndarray]) -> np.ndarray:
    """Two channels of equal length: of a stereo file its first two, of mono files one each, silence for what lacks."""
    channels = [part[:, n] for part in parts for n in range(part.shape[1])][:2]
    longest = max(len(channel) for channel in channels)
    both = np.zeros((longest, 2), np.int16)
    for n, channel in enumerate(channels):
        both[: len(channel), n] = channel
    return both


def silenced(sound: Sound, spans: list[Span]) -> Sound:
    """The same without what was said in these spans (seconds)."""
    if not spans:
        return sound
    samples = sound.samples.copy()
    for since, until in spans:
        samples[round(since * sound.rate) : round(until * sound.rate)] = 0
    return Sound(sound.rate, samples)


def encoded(sound: Sound) -> BytesIO:
    """Stereo FLAC, from its beginning."""
    out = BytesIO()
    soundfile.write(out, sound.samples, sound.rate, format="FLAC", subtype="PCM_16")
    out.seek(0)
    return out


def peaks(sound: Sound, a_second: int = 10) -> list[list[int]]:
    """The loudest sample of each tenth of a second, `[[left, right], …]` of 0 to 100."""
    step = sound.rate // a_second
    tenths = np.array_split(sound.samples, range(step, len(sound.samples), step))
    loud = np.array([np.maximum(tenth.max(axis=0), -tenth.min(axis=0).astype(np.int32)) for tenth in tenths])
    return np.ceil(loud * 100 / 32768).astype(int).tolist()


def frames(flac: BytesIO, part: str, first: int, last: int) -> Iterator[bytes]:
    """The frames from `first` to before `last` of a kept sound as s16le mono: one leg, or the mix of both."""
    with soundfile.SoundFile(flac) as file:
        file.seek(first)
        left = last - first
        while left > 0 and len(block := file.read(min(left, 10 * file.samplerate), dtype="int16")):
            left -= len(block)
            yield heard(block, part).astype("<i2").tobytes()


def heard(block: np.ndarray, part: str) -> np.ndarray:
    if part in LEGS:
        return block[:, LEGS.index(part)]
    return np.clip(block.astype(np.int32).sum(axis=1), -32768, 32767)
