"""Voices and music made of numbers, at 8 kHz: enough like speech for what looks for speech, and not at all."""

import numpy as np

RATE = 8000
VOWELS = ((730, 1090, 2440), (270, 2290, 3010), (570, 840, 2410), (530, 1840, 2480), (300, 870, 2240))  # Hz
SCALE = (0, 2, 4, 5, 7, 9, 11, 12)  # semitones


def voice(seconds: float, pitch: float = 130) -> np.ndarray:
    """Somebody speaks: vowels with their formants, breaths of noise between them."""
    random, parts, length = np.random.default_rng(3), [], 0.0
    while length < seconds:
        spoken, hissed = random.uniform(0.12, 0.22), random.uniform(0.02, 0.06)
        parts.append(vowel(spoken, pitch * random.uniform(0.9, 1.15), VOWELS[random.integers(len(VOWELS))]))
        parts.append(np.diff(random.standard_normal(round(hissed * RATE)) * 0.3, prepend=0))
        length += spoken + hissed
    return loud(np.concatenate(parts)[: round(seconds * RATE)])


def vowel(seconds: float, pitch: float, formants: tuple[int, int, int]) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    phase = 2 * np.pi * np.cumsum(pitch * (1 + 0.08 * np.sin(6 * np.pi * time) - 0.1 * time / seconds)) / RATE
    sound = np.zeros(len(time))
    for harmonic in range(1, int(3600 / pitch)):
        rows = zip(formants, (60, 90, 120), (1, 0.6, 0.3), strict=True)
        strength = sum(gain / (1 + ((harmonic * pitch - centre) / width) ** 2) for centre, width, gain in rows)
        sound += strength / harmonic**0.3 * np.sin(harmonic * phase)
    return sound * np.minimum(1, np.minimum(time, seconds - time) / 0.03)


def music(seconds: float) -> np.ndarray:
    """A melody of plucked notes, as a waiting caller hears it."""
    random, out = np.random.default_rng(7), np.zeros(round(seconds * RATE))
    for start in np.arange(0, seconds, 0.4):
        time = np.arange(round(min(0.45, seconds - start) * RATE)) / RATE
        pitch = 440 * 2 ** (random.choice(SCALE) / 12)
        note = sum(np.sin(2 * np.pi * n * pitch * time) / n for n in (1, 2, 3)) * np.exp(-4 * time)
        first = round(start * RATE)
        out[first : first + len(note)] += note[: len(out) - first]
    return loud(out)


def loud(sound: np.ndarray) -> np.ndarray:
    return (sound / np.abs(sound).max() * 12000).astype(np.int16)


def talk(seconds: float, *, customer: dict[float, np.ndarray], agent: dict[float, np.ndarray]) -> np.ndarray:
    """Stereo of so many seconds, with sounds that begin at these."""
    random = np.random.default_rng(1)
    samples = random.integers(-20, 20, (round(seconds * RATE), 2), dtype=np.int16)  # a line is never quite silent
    for leg, sounds in enumerate((customer, agent)):
        for start, sound in sounds.items():
            first = round(start * RATE)
            samples[first : first + len(sound), leg] += sound
    return samples
