"""The sounds that the package brings, and what each of them says."""

import json
from functools import lru_cache
from pathlib import Path

from yingda.telephony.prompts.speaking import LANGUAGES, TONES

SOUNDS = Path(__file__).parents[1] / "sounds"
MADE = SOUNDS / "made.json"


@lru_cache(maxsize=1)
def brought() -> dict[str, dict[str, str]]:
    """By language and bare name: the text that the sound speaks ("" for tones)."""
    said = json.loads(MADE.read_text(encoding="utf-8"))["texts"]
    return {language: said[language] | dict.fromkeys(TONES, "") for language in LANGUAGES}


def sound(language: str, name: str) -> Path:
    """The file of a sound that the package brings, A-law."""
    return SOUNDS / language / f"{name}.alaw"
