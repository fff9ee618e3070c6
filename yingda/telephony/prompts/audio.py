"""Sound as announcements need it: one channel, 8,000 samples a second, of even loudness, without silence at its ends.

In memory a sound is a numpy array of floats from -1 to 1. In the PBX's folder it is A-law without a header (`.alaw`):
as clear as the telephone is, half as large as linear, and sent to callers as it is.
"""

from io import BytesIO

import numpy as np
import soundfile

RATE = 8000  # samples a second
FRAME = RATE // 50
LOUDNESS = 0.089  # of the speaking parts, root mean square: 21 dB below full scale
PEAK = 0.94
QUIET = 0.03  # of the loudest frame: below it nobody speaks
EDGE = 0.04  # seconds kept before the first and after the last sound
SHORTEST_EDGE = int(EDGE * RATE)


def announced(samples: np.ndarray, rate: int) -> np.ndarray:
    """Any recording as an announcement: mixed to one channel, resampled, trimmed, levelled. Silence becomes empty."""
    return levelled(trimmed(resampled(as_mono(samples), rate)))


def as_mono(samples: np.ndarray) -> np.ndarray:
    return samples.mean(axis=1) if samples.ndim > 1 else samples


def resampled(samples: np.ndarray, rate: int) -> np.ndarray:
    """The same sound at RATE, by cutting or widening its spectrum: exact for a whole clip, and short."""
    if rate == RATE or not len(samples):
        return samples.astype(np.float64)
    wanted = round(len(samples) * RATE / rate)
    spectrum = np.fft.rfft(samples)
    kept = np.zeros(wanted // 2 + 1, dtype=complex)
    common = min(len(kept), len(spectrum))
    kept[:common] = spectrum[:common]
    return np.fft.irfft(kept, wanted) * (wanted / len(samples))


def loudness(samples: np.ndarray) -> np.ndarray:
    """Root mean square of each frame of 20 ms."""
    whole = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    return np.sqrt((whole**2).mean(axis=1))


def spoken(samples: np.ndarray) -> np.ndarray:
    """Which frames carry sound."""
    levels = loudness(samples)
    return levels > max(QUIET * levels.max(initial=0), 1e-4)


def trimmed(samples: np.ndarray) -> np.ndarray:
    """Without the silence at both ends; faded there, so that nothing clicks where two sounds meet."""
    frames = np.flatnonzero(spoken(samples))
    if not len(frames):
        return samples[:0]
    first, last = frames[0] * FRAME - SHORTEST_EDGE, (frames[-1] + 1) * FRAME + SHORTEST_EDGE
    cut = samples[max(0, first) : last].copy()
    ramp = np.linspace(0, 1, min(SHORTEST_EDGE, len(cut)) // 2)
    cut[: len(ramp)] *= ramp
    cut[len(cut) - len(ramp) :] *= ramp[::-1]
    return cut


def levelled(samples: np.ndarray) -> np.ndarray:
    """As loud as the other announcements, and nowhere clipped."""
    if not len(samples):
        return samples
    frames = loudness(samples)[spoken(samples)]
    level = np.sqrt((frames**2).mean()) if len(frames) else np.abs(samples).max()
    gain = min(LOUDNESS / level, PEAK / np.abs(samples).max())
    return samples * gain


def as_alaw(samples: np.ndarray) -> bytes:
    """G.711 A-law without a header."""
    out = BytesIO()
    soundfile.write(out, samples, RATE, format="RAW", subtype="ALAW")
    return out.getvalue()


def of_alaw(content: bytes) -> np.ndarray:
    samples, _ = soundfile.read(BytesIO(content), samplerate=RATE, channels=1, format="RAW", subtype="ALAW")
    return samples


def as_wav(samples: np.ndarray) -> bytes:
    """16-bit PCM in a WAV container, which every browser plays."""
    out = BytesIO()
    soundfile.write(out, samples, RATE, format="WAV", subtype="PCM_16")
    return out.getvalue()


def seconds(alaw: bytes) -> float:
    """How long an A-law sound lasts."""
    return len(alaw) / RATE
