"""A recording takes the place of a shipped or synthesised announcement, for all lines or for one."""

from datetime import datetime
from io import BytesIO
from typing import BinaryIO

import soundfile

from yingda.access import files
from yingda.access.models import StoredFile
from yingda.journal import record, verb
from yingda.lib.db import lock
from yingda.lib.ids import uuid7
from yingda.people.models import Line, Person
from yingda.telephony import facts
from yingda.telephony.models import Prompt
from yingda.telephony.prompts import audio
from yingda.telephony.prompts.effective import resolve, sounds_for
from yingda.telephony.prompts.errors import SILENT, TOO_LARGE, TOO_LONG, UNREADABLE, BadRecording, NoSuchPrompt
from yingda.telephony.prompts.shelf import brought

__all__ = ["recording_of", "replace", "resolve", "restore", "sounds_for"]

MOST_BYTES = 20 * 1024 * 1024
MOST_SECONDS = 60
MOST_DECODED = 15 * 60  # seconds: what is longer is not even decoded
SHORTEST = 0.1  # seconds
OWNER = "prompt"
ONE_AT_A_TIME = 0x50524F4D  # advisory lock: two uploads for the same announcement follow one another


def recording_of(upload: BinaryIO, *, name: str, size: int) -> bytes:
    """An upload as a WAV file with one channel of 8 kHz, trimmed and levelled. Raises BadRecording."""
    if size > MOST_BYTES:
        raise BadRecording(field="file", name=name, why=TOO_LARGE(most=MOST_BYTES // 1024 // 1024))
    try:
        with soundfile.SoundFile(BytesIO(upload.read())) as sound:
            if sound.frames > MOST_DECODED * sound.samplerate:
                raise BadRecording(field="file", name=name, why=too_long(sound.frames / sound.samplerate))
            samples, rate = sound.read(), sound.samplerate
    except soundfile.LibsndfileError as error:
        raise BadRecording(field="file", name=name, why=UNREADABLE()) from error
    samples = audio.announced(samples, rate)
    lasts = len(samples) / audio.RATE
    if lasts < SHORTEST:
        raise BadRecording(field="file", name=name, why=SILENT())
    if lasts > MOST_SECONDS:
        raise BadRecording(field="file", name=name, why=too_long(lasts))
    return audio.as_wav(samples)


def too_long(seconds: float) -> str:
    return TOO_LONG(seconds=round(seconds), most=MOST_SECONDS)


@verb
def replace(key: str, language: str, line: Line | None, recording: bytes, *, by: Person, at: datetime) -> Prompt:
    """Let this recording (of `recording_of`) be heard from now on. Raises NoSuchPrompt."""
    must_exist(key, language)
    lock(ONE_AT_A_TIME)
    prompt = Prompt.objects.filter(key=key, language=language, line=line).first()
    prompt = prompt or Prompt(key=key, language=language, line=line)
    former, prompt.file, prompt.by, prompt.at = prompt.file, uuid7(), by, at
    prompt.save()
    files.keep(
        recording, name=f"{key}.wav", media_type="audio/wav", uid=prompt.file, by=by, at=at,
        owner_kind=OWNER, owner=prompt.pk,
    )
    if former:
        files.erase(StoredFile.objects.filter(uid=former), most=1)
    record(facts.PROMPT, at=at, by=by, line=line, prompt=key, language=language, source="recorded")
    return prompt


@verb
def restore(key: str, language: str, line: Line | None, *, by: Person, at: datetime) -> None:
    """Go back to what was heard without the recording. Raises NoSuchPrompt; restored already, nothing happens."""
    must_exist(key, language)
    lock(ONE_AT_A_TIME)
    prompt = Prompt.objects.filter(key=key, language=language, line=line).first()
    if prompt is None:
        return
    files.erase(StoredFile.objects.filter(uid=prompt.file), most=1)
    prompt.delete()
    record(facts.PROMPT, at=at, by=by, line=line, prompt=key, language=language, source="shipped")


def must_exist(key: str, language: str) -> None:
    if key not in brought().get(language, {}):
        raise NoSuchPrompt(key=key)
