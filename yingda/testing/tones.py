"""Tones in what is said and heard: A-law samples, 8 kHz; decoded, 16 bit in an `array("h")`."""

import math
from array import array

RATE = 8000
FRAME = 160  # samples in a packet, 20 ms
LOUD = 8000  # amplitude of what is said
HEARD = 400  # amplitude from which a tone counts as heard
SOUND = 120  # root mean square from which there is sound at all


def decoded(value: int) -> int:
    """ITU-T G.711, A-law."""
    value ^= 0x55
    size, exponent = (value & 0x0F) << 4, (value & 0x70) >> 4
    size = size + 8 if exponent == 0 else (size + 0x108) << (exponent - 1)
    return size if value & 0x80 else -size


A_LAW = [decoded(value) for value in range(256)]
BY_LOUDNESS = sorted(range(256), key=lambda value: A_LAW[value])
SILENCE = bytes([0xD5]) * FRAME


def encoded(sample: float) -> int:
    """The A-law value that comes nearest."""
    low, high = 0, 255
    while low < high:
        middle = (low + high) // 2
        if A_LAW[BY_LOUDNESS[middle]] < sample:
            low = middle + 1
        else:
            high = middle
    return BY_LOUDNESS[low]


def spoken(tone: int) -> list[bytes]:
    """One second of this tone (Hz, a multiple of 50) in packets: played again and again it has no seam."""
    sound = bytes(encoded(LOUD * math.sin(2 * math.pi * tone * at / RATE)) for at in range(RATE))
    return packets(sound)


def packets(sound: bytes) -> list[bytes]:
    """A-law bytes cut into packets; what is left over at the end is filled with silence."""
    cut = [sound[at : at + FRAME] for at in range(0, len(sound), FRAME)]
    return [one.ljust(FRAME, SILENCE[:1]) for one in cut]


def heard(sound: bytes) -> array:
    return array("h", (A_LAW[value] for value in sound))


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
