"""Tones as a Chinese exchange makes them, and the beep before a message."""

from collections.abc import Callable

import numpy as np

from yingda.telephony.prompts.audio import RATE

PITCH = 450  # hertz
LEVEL = 0.2
FADE = 0.005  # seconds, so that nothing clicks


def tone(seconds: float, pitch: int = PITCH) -> np.ndarray:
    at = np.arange(round(seconds * RATE)) / RATE
    edge = np.minimum(1, np.minimum(at, seconds - at) / FADE)
    return LEVEL * edge * np.sin(2 * np.pi * pitch * at)


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE))


def ring() -> np.ndarray:
    """The other end rings: 1 s in 5."""
    return np.concatenate([tone(1), silence(4)])


def busy() -> np.ndarray:
    """The other end talks: six times 0.35 s."""
    return np.concatenate([tone(0.35), silence(0.35)] * 6)


def beep() -> np.ndarray:
    """Speak now."""
    return np.concatenate([silence(0.2), tone(0.3, 1000)])


MADE: dict[str, Callable[[], np.ndarray]] = {"beep": beep, "tone_ring": ring, "tone_busy": busy}
