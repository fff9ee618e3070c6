"""Tones: written as sound files for parties to say, and found in what parties hear. 8 kHz, 16 bit, mono."""

import math
import wave
from array import array
from collections.abc import Iterable
from pathlib import Path

RATE = 8000
LOUD = 8000  # amplitude of what is said
HEARD = 400  # amplitude from which a tone counts as heard
SOUND = 120  # root mean square from which there is sound at all
SECONDS = 10
QUIET = "quiet"


def write(folder: Path, tones: Iterable[int]) -> None:
    """A folder `tone-600` with one sound file for each tone (Hz), and one folder of silence."""
    for name, tone in [(f"tone-{tone}", tone) for tone in tones] + [(QUIET, 0)]:
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        samples = array("h", (int(LOUD * math.sin(2 * math.pi * tone * at / RATE)) for at in range(RATE * SECONDS)))
        with wave.open(str(place / "voice.wav"), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes(samples.tobytes())


def amplitude(samples: array, tone: float) -> float:
    """How strong this tone is in the samples (Goertzel's algorithm under Hann's window)."""
    count = len(samples)
    if not count:
        return 0.0
    turn = 2 * math.cos(2 * math.pi * tone / RATE)
    one = two = 0.0
    for at, sample in enumerate(samples):
        window = 0.5 - 0.5 * math.cos(2 * math.pi * at / count)
        one, two = sample * window + turn * one - two, one
    power = one * one + two * two - turn * one * two
    return 4 * math.sqrt(max(power, 0.0)) / count


def loudness(samples: array) -> float:
    """Root mean square."""
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples)) if samples else 0.0
