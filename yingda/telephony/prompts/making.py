"""Makes the sounds that the package brings: `python -m yingda.telephony.prompts.making` (see scripts/make-prompts).

`made.json` beside them says which text each sound speaks, and with which voices; a test compares it with the standard.
"""

import json
import sys

from yingda.telephony.prompts import audio
from yingda.telephony.prompts.shelf import MADE, SOUNDS
from yingda.telephony.prompts.speaking import LANGUAGES, shipped, texts
from yingda.telephony.prompts.synthesis import Synthesiser, made, synthesiser
from yingda.telephony.prompts.tones import MADE as TONES
from yingda.telephony.prompts.tones import silence

SILENCE = audio.as_alaw(silence(0.02))
INCOMPLETE = "the synthesiser is not complete: run scripts/make-prompts, which installs it\n"


def make_all(by: Synthesiser) -> None:
    """Speak what has no audio yet, and put the whole set into the package. Sounds that nobody says any more go."""
    said = {language: texts(shipped(), language) for language in LANGUAGES}
    for language, words in said.items():
        folder = SOUNDS / language
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in words.items():
            (folder / f"{name}.alaw").write_bytes(made(text, language, by).read_bytes() if text else SILENCE)
        for name, tone in TONES.items():
            (folder / f"{name}.alaw").write_bytes(audio.as_alaw(tone()))
        for file in folder.glob("*.alaw"):
            if file.stem not in words and file.stem not in TONES:
                file.unlink()
    voices = {language: by.voice(language) for language in LANGUAGES}
    MADE.write_text(json.dumps({"voices": voices, "texts": said}, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main() -> int:
    if (by := synthesiser()) is None:
        sys.stderr.write(INCOMPLETE)
        return 1
    make_all(by)
    return 0


if __name__ == "__main__":
    sys.exit(main())
