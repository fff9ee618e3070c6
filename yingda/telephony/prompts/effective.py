"""What callers of a line hear under each name: a recording, else the text in force as spoken here, else as shipped.

The package's sounds are played as `sound:yingda/zh/notice`. Others are written into the exchange's folder under a name
that changes with their content, `sound:yingda-own/zh/notice-4f2a91c07d35`: what plays goes on playing.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import soundfile
from django.db.models import Q

from yingda.access import files
from yingda.access.models import StoredFile
from yingda.lib.times import now
from yingda.people.models import Line
from yingda.standard import versions
from yingda.telephony.models import Prompt
from yingda.telephony.pbx.address import NoPbx, address
from yingda.telephony.prompts import audio, synthesis
from yingda.telephony.prompts.shelf import brought, sound
from yingda.telephony.prompts.speaking import LANGUAGES, texts

SHIPPED, OWN = "yingda", "yingda-own"
LINE = "line"  # the sound that says the line's name
STALE = 24 * 3600  # seconds


@dataclass(frozen=True)
class Sound:
    """What is heard under a name. `text`: what ought to be said; `spoken`: what the audio says, where that is known."""

    language: str
    name: str
    text: str
    source: str  # shipped, synthesised, recorded
    spoken: str
    prompt: Prompt | None = None

    @property
    def current(self) -> bool:
        """Whether the audio says the text in force."""
        return self.spoken == self.text

    @property
    def file(self) -> str:
        """Below the folder of sounds, without its ending."""
        if self.source == "shipped":
            return f"{SHIPPED}/{self.language}/{self.name}"
        stamp = self.prompt.file.hex if self.prompt else synthesis.kept(self.spoken, self.language).stem
        return f"{OWN}/{self.language}/{self.name}-{stamp[-12:]}"

    def alaw(self) -> bytes:
        if self.prompt:
            samples, _ = soundfile.read(BytesIO(files.content(StoredFile.objects.get(uid=self.prompt.file))))
            return audio.as_alaw(samples)
        if self.source == "synthesised":
            return synthesis.kept(self.spoken, self.language).read_bytes()
        return sound(self.language, self.name).read_bytes()


def resolve(pieces: Iterable[str], line: Line | str | None, at: datetime | None = None) -> list[str]:
    """The media URIs that play these pieces (of `speaking.pieces`) to callers of this line (or its code).

    What is a URI already, a menu's own sound, stays as it is.
    """
    pieces = list(pieces)
    names = {piece.split("/")[1] for piece in pieces if ":" not in piece}
    chosen = Line.objects.filter(code=line).first() if isinstance(line, str) else line
    folder = sounds_folder()
    if folder is None:
        return as_shipped(pieces)
    found = {f"{one.language}/{one.name}": one for one in heard(chosen, at or now(), names)}
    for one in found.values():
        put(one, folder)
    own = {piece: f"sound:{one.file}" for piece, one in found.items()}
    return [own.get(piece, shipped) for piece, shipped in zip(pieces, as_shipped(pieces), strict=True)]


def as_shipped(pieces: Iterable[str]) -> list[str]:
    """The URIs without a look at recordings and wordings."""
    return [piece if ":" in piece else f"sound:{SHIPPED}/{piece}" for piece in pieces]


def sounds_for(line: Line | None, at: datetime) -> list[Sound]:
    """All that callers of this line hear; new wordings are spoken now where the synthesiser is installed."""
    by, folder = synthesis.synthesiser(), sounds_folder()
    for one in heard(line, at):
        if by and one.source == "shipped" and one.text and not one.current:
            synthesis.made(one.text, one.language, by)
    found = list(heard(line, at))
    for one in found if folder else ():
        put(one, folder)
    return found


def heard(line: Line | None, at: datetime, names: set[str] | None = None) -> Iterator[Sound]:
    """The sounds of these names (None: all) in every language. One query, and the standard in force."""
    asked = Prompt.objects.filter(Q(line=None) | Q(line=line)).select_related("by", "line")
    asked = asked if names is None else asked.filter(key__in=names)
    recorded = {(one.language, one.key): one for one in sorted(asked, key=lambda one: one.line_id is not None)}
    version = versions.in_force(line, at).version
    for language in LANGUAGES:
        words = said_in(version, line, language)
        for name, as_shipped in brought()[language].items():
            if names is None or name in names:
                prompt = recorded.get((language, name))
                yield chosen_sound(language, name, words.get(name, ""), as_shipped, prompt, line)


def chosen_sound(language: str, name: str, text: str, as_shipped: str, prompt: Prompt | None, line: Line | None):
    if prompt:
        then = said_in(versions.in_force(line, prompt.at).version, line, language).get(name, "")
        return Sound(language, name, text, "recorded", then, prompt)
    if text != as_shipped and synthesis.kept(text, language).exists():
        return Sound(language, name, text, "synthesised", text)
    return Sound(language, name, text, "shipped", as_shipped)


def said_in(version: int, line: Line | None, language: str) -> dict[str, str]:
    """What every sound ought to say on this line by this version, with the line's own name."""
    said = texts(versions.of(version, line).voice, language)
    name = line and (line.name_en if language == "en" else line.name)
    return said | {LINE: name} if name else said


def sounds_folder() -> Path | None:
    """The exchange's folder of sounds; None when it stands on another machine, or there is none."""
    try:
        return Path(found) if (found := address().sounds) else None
    except NoPbx:
        return None


def put(sound: Sound, folder: Path) -> None:
    """Write a sound that the package does not bring, unless it stands there; whole or not at all."""
    path = folder / f"{sound.file}.alaw"
    if sound.source == "shipped" or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(sound.alaw())
    fresh.replace(path)


def prepare(at: datetime) -> int:
    """Bring every line's sounds up to date, and drop files that no line plays any more. Returns how many went."""
    lines = [None, *Line.objects.filter(active=True).order_by("pk")]
    used = {f"{one.file}.alaw" for line in lines for one in sounds_for(line, at)}
    folder = sounds_folder()
    left = [path for path in (folder / OWN).glob("*/*") if str(path.relative_to(folder)) not in used] if folder else []
    stale = [path for path in left if at.timestamp() - path.stat().st_mtime > STALE]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)
