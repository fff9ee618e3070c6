"""What a voice menu says: a recording of it, or its text as the synthesiser has spoken it, in each language.

Files are written into the exchange's folder under names that change with their content, as announcements are.
"""

import os
from io import BytesIO
from pathlib import Path

import soundfile

from yingda.access import files
from yingda.access.models import StoredFile
from yingda.jobs import job
from yingda.telephony.models import Menu
from yingda.telephony.prompts import audio, synthesis
from yingda.telephony.prompts.effective import sounds_folder

FOLDER = "yingda-menu"
LANGUAGES = ("zh", "en")


def of(menu: Menu, language: str) -> list[str]:
    """The media URI that plays the menu; in its other language when it has no sound in this one, or nothing at all."""
    language = "en" if language.startswith("en") else "zh"
    for one in (language, *LANGUAGES):
        if name := name_of(menu, one):
            put(menu, one, name)
            return [f"sound:{FOLDER}/{one}/{name}"]
    return []


def name_of(menu: Menu, language: str) -> str:
    """The file's name without its ending; empty when there is no sound in this language."""
    if uid := menu.prompts.get(language):
        return f"menu-{uid.replace('-', '')[-12:]}"
    text = menu.text.get(language, "")
    path = synthesis.kept(text, language) if text else None
    return f"menu-{path.stem[-12:]}" if path and path.exists() else ""


def alaw(menu: Menu, language: str) -> bytes:
    """The sound itself. For a language of which `name_of` is not empty."""
    if uid := menu.prompts.get(language):
        samples, _ = soundfile.read(BytesIO(files.content(StoredFile.objects.get(uid=uid))))
        return audio.as_alaw(samples)
    return synthesis.kept(menu.text[language], language).read_bytes()


def put(menu: Menu, language: str, name: str) -> None:
    """Write it where the exchange finds it, unless it stands there; whole or not at all."""
    folder = sounds_folder()
    path = folder and Path(folder) / FOLDER / language / f"{name}.alaw"
    if path is None or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(alaw(menu, language))
    fresh.replace(path)


@job()
def speak_menu(menu: int) -> None:
    """Speak the texts that have no recording, where the synthesiser is installed. Made once."""
    row, by = Menu.objects.get(pk=menu), synthesis.synthesiser()
    for language in LANGUAGES if by else ():
        if (text := row.text.get(language)) and not row.prompts.get(language):
            synthesis.made(text, language, by)
