"""When somebody speaks, leg by leg, by Silero's model (docs/decisions/008)."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime

from yingda.telephony.recordings.audio import LEGS, Sound, Span

MODEL = Path(__file__).parent / "model" / "silero_vad.onnx"
WINDOW = 0.032  # seconds that are judged at once
STARTS, STAYS = 0.4, 0.25  # probability from which speech begins, and below which it ends
BREATH = 0.3  # seconds without speech that do not part a sentence
SHORTEST = 0.2  # seconds; what is shorter is no speech
BLOCK = 1000  # windows turned into floats at once


def speech(sound: Sound) -> dict[str, list[Span]]:
    """`{"customer": [(from, until), …], "agent": …}` in seconds."""
    found = np.array(list(probabilities(sound))).reshape(-1, len(LEGS))
    return {leg: spans(found[:, n]) for n, leg in enumerate(LEGS)}


def probabilities(sound: Sound) -> Iterator[np.ndarray]:
    """For each window the probability of speech on both legs, judged together."""
    session, size = model(), round(WINDOW * sound.rate)
    context = np.zeros((2, size // 8), np.float32)
    state = np.zeros((2, 2, 128), np.float32)
    rate = np.array(sound.rate, np.int64)
    for window in windows(sound, size):
        heard = np.concatenate([context, window], axis=1)
        probability, state = session.run(None, {"input": heard, "state": state, "sr": rate})
        context = heard[:, -context.shape[1] :]
        yield probability[:, 0]


def windows(sound: Sound, size: int) -> Iterator[np.ndarray]:
    """Whole windows as floats of shape (2, size); what is left at the end is too short to judge."""
    for start in range(0, len(sound.samples), size * BLOCK):
        block = sound.samples[start : start + size * BLOCK].T.astype(np.float32) / 32768
        for first in range(0, block.shape[1] - size + 1, size):
            yield block[:, first : first + size]


@cache
def model() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # beside other work of the same process
    return onnxruntime.InferenceSession(MODEL, options, providers=["CPUExecutionProvider"])


def spans(found: np.ndarray) -> list[Span]:
    """The stretches of speech in a row of probabilities, one for each window."""
    stretches: list[list[int]] = []
    speaking = False
    for window, probability in enumerate(found):
        speaking = probability >= (STAYS if speaking else STARTS)
        if not speaking:
            continue
        if stretches and (window - stretches[-1][1]) * WINDOW < BREATH:
            stretches[-1][1] = window + 1
        else:
            stretches.append([window, window + 1])
    seconds = [(round(first * WINDOW, 2), round(last * WINDOW, 2)) for first, last in stretches]
    return [(since, until) for since, until in seconds if until - since >= SHORTEST]
