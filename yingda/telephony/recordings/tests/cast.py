"""Calls with sound for the tests of recordings: a customer on the left, 王芳 on the right, in real files."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import soundfile

from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import AT, Cast, comes
from yingda.journal.models import Fact
from yingda.telephony.models import Call, Exchange, Recording
from yingda.telephony.recordings.beginning import begin, stop
from yingda.telephony.recordings.keeping import kept
from yingda.telephony.reports.recorded import recorded

RATE = 8000
LEFT, RIGHT = 400, 900  # Hz: who is heard


def at(seconds: float):
    """That many seconds after AT."""
    return AT + timedelta(seconds=seconds)


def tone(seconds: float, hertz: float, loud: float = 0.3) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    return (np.sin(2 * np.pi * hertz * time) * loud * 32767).astype(np.int16)


def both(seconds: float = 3.0) -> np.ndarray:
    """A tone on each leg: customer 400 Hz, our side 900 Hz."""
    return np.stack([tone(seconds, LEFT), tone(seconds, RIGHT)], axis=1)


def hertz(samples: np.ndarray, rate: int = RATE) -> int:
    """The loudest pitch; 0 in silence."""
    if not samples.any():
        return 0
    return round(np.argmax(np.abs(np.fft.rfft(samples.astype(float)))) * rate / len(samples))


def raw_file(folder: Path, samples: np.ndarray, name: str = "sound") -> Path:
    """What MixMonitor writes with option D: both channels of 16 bits, one after the other, no header."""
    path = folder / f"{name}.raw"
    path.write_bytes(samples.astype("<i2").tobytes())
    return path


def wav_file(folder: Path, samples: np.ndarray, name: str = "sound", rate: int = RATE) -> Path:
    path = folder / f"{name}.wav"
    soundfile.write(path, samples, rate)
    return path


def a_call(cast: Cast, customer=None, line=None) -> Call:
    """王芳 talks with a caller of the hotline since AT, after 8 s in the queue."""
    contact = comes(line or cast.hotline, at=at(-9), channel="phone", customer=customer)
    Contact.objects.filter(pk=contact.pk).update(
        state="talking", step="accept", agent=cast.wang, queued=at(-8), answered=AT
    )
    contact.refresh_from_db()
    exchange, _ = Exchange.objects.get_or_create(name="one")
    return Call.objects.create(contact=contact, exchange=exchange, stage="talk", began=at(-9))


def arrived(call: Call, path: Path, *, seconds: float = 3.0, kind: str = "talk") -> Recording:
    """A recording that ran so long, and whose file the exchange has delivered."""
    recording = begin(call, AT, kind=kind)
    stop(call, at(seconds))
    recorded(str(recording.uid), path, at(seconds + 1))
    return again(recording)


def a_recording(cast: Cast, folder: Path, samples: np.ndarray | None = None, **given: object) -> Recording:
    """One that is kept."""
    samples = both() if samples is None else samples
    kind = given.pop("kind", "talk")
    call = a_call(cast, **given)
    seconds = len(samples) / RATE
    recording = arrived(call, raw_file(folder, samples, f"call{call.pk}"), seconds=seconds, kind=kind)
    assert kept(recording, at(60)) == "kept"
    return again(recording)


def again(recording: Recording) -> Recording:
    """The recording as it now is."""
    return Recording.objects.get(pk=recording.pk)


def told(name: str, recording: Recording) -> list[dict]:
    """The data of this recording's facts of one name."""
    facts = Fact.objects.filter(name=name, data__recording=str(recording.uid)).order_by("pk")
    return [fact.data for fact in facts]
