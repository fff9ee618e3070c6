"""Announcements: what callers hear, listening to it, and recordings that take its place."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from yingda.access.models import StoredFile
from yingda.access.people_schemas import SLUG
from yingda.lib.errors import NotFound
from yingda.lib.text import Words
from yingda.lib.times import now
from yingda.people.models import Line, Role
from yingda.standard import versions
from yingda.telephony.prompts import audio, replacing, synthesis
from yingda.telephony.prompts.effective import Sound, heard
from yingda.telephony.prompts.errors import NoSuchPrompt
from yingda.telephony.prompts.schemas import PromptOut, PromptsOut
from yingda.telephony.prompts.shelf import sound
from yingda.telephony.prompts.speaking import TONES, named_parts, numbers

router = Router(tags=["prompts"])
EDITS = (Role.EDITOR, Role.ADMINISTRATOR)
WAV_HEADER = 44  # bytes
Language = Literal["zh", "en"]
Key = Path(pattern=SLUG)
Code = Query(None, pattern=SLUG)
BYTES = {"schema": {"type": "string", "format": "binary"}}
BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": BYTES}}}


@router.get("/prompts", response=PromptsOut)
def list_prompts(request: HttpRequest, line: str | None = Code, numbers: bool = False):
    """All that callers of a line hear, numbers and times only when asked for."""
    chosen = line_of(line)
    items = prompts_out(chosen, now(), numbers=numbers)
    return {"line": line, "synthesiser": synthesis.synthesiser() is not None, "items": list(items)}


@router.get("/prompts/{key}/{language}/audio", response={200: None}, summary="The sound as WAV, for listening")
def get_audio(request: HttpRequest, language: Language, key: str = Key, line: str | None = Code):
    found = one_sound(key, language, line_of(line))
    response = HttpResponse(audio.as_wav(audio.of_alaw(found.alaw())), content_type="audio/wav")
    response["Cache-Control"] = "private, no-cache"
    return response


@router.put("/prompts/{key}/{language}", response=PromptOut, openapi_extra=BODY)
def put_prompt(
    request: HttpRequest, language: Language, key: str = Key, line: str | None = Code, name: Words = "recording"
):
    """The request's body is the recording: WAV, MP3, OGG or FLAC. `name` is what its refusal calls it."""
    request.auth.must_be(*EDITS)
    chosen, at = line_of(line), now()
    replacing.must_exist(key, language)
    content = request.read(replacing.MOST_BYTES + 1)
    recording = replacing.recording_of(BytesIO(content), name=name, size=len(content))
    replacing.replace(key, language, chosen, recording, by=request.auth.person, at=at)
    return shown(key, language, chosen)


@router.delete("/prompts/{key}/{language}", response=PromptOut)
def delete_prompt(request: HttpRequest, language: Language, key: str = Key, line: str | None = Code):
    """Back to what was heard without the recording; says what that is."""
    request.auth.must_be(*EDITS)
    chosen = line_of(line)
    replacing.restore(key, language, chosen, by=request.auth.person, at=now())
    return shown(key, language, chosen)


def line_of(code: str | None) -> Line | None:
    if code is None:
        return None
    if found := Line.objects.filter(code=code).first():
        return found
    raise NotFound


def one_sound(key: str, language: str, line: Line | None) -> Sound:
    found = [one for one in heard(line, now(), {key}) if one.language == language]
    if not found:
        raise NoSuchPrompt(key=key)
    return found[0]


def shown(key: str, language: str, line: Line | None) -> dict:
    return next(one for one in prompts_out(line, now(), numbers=True, names={key}) if one["language"] == language)


def prompts_out(line: Line | None, at: datetime, *, numbers: bool, names: set[str] | None = None) -> Iterator[dict]:
    """The sounds in the order of the standard: announcements, single words, numbers, tones."""
    found = [one for one in heard(line, at, names) if numbers or kind_of(one) != "number"]
    uids = [one.prompt.file for one in found if one.prompt]
    sizes = dict(StoredFile.objects.filter(uid__in=uids).values_list("uid", "size"))
    whole = {language: announcements(line, at, language) for language in ("zh", "en")}
    for one in found:
        if not one.text and kind_of(one) != "tone":
            continue  # words of which a full stop is left
        words, rule = whole[one.language].get(one.name, (one.text, ""))
        yield prompt_out(one, words, rule, seconds(one, sizes))


def announcements(line: Line | None, at: datetime, language: str) -> dict[str, tuple[str, str]]:
    """By sound: the whole announcement and its rule."""
    return {
        name: (one.words(language), one.rule)
        for one in versions.in_force(line, at).voice.announcements.values()
        for name, _, _ in named_parts(one, language)
    }


def kind_of(one: Sound) -> str:
    if one.name in TONES:
        return "tone"
    if one.name in numbers("zh") or one.name.startswith("d_"):
        return "number"
    return "words"


def seconds(one: Sound, sizes: dict) -> float:
    if one.prompt:
        return round((sizes.get(one.prompt.file, WAV_HEADER) - WAV_HEADER) / 2 / audio.RATE, 1)
    path = synthesis.kept(one.spoken, one.language) if one.source == "synthesised" else sound(one.language, one.name)
    return round(path.stat().st_size / audio.RATE, 1)


def prompt_out(one: Sound, whole: str, rule: str, lasts: float) -> dict:
    prompt = one.prompt
    by = prompt and prompt.by
    return {
        "key": one.name,
        "language": one.language,
        "kind": kind_of(one),
        "whole": whole,
        "text": one.text,
        "rule": rule,
        "seconds": lasts,
        "source": one.source,
        "current": one.current,
        "line": prompt.line.code if prompt and prompt.line else None,
        "by": by and {"id": by.uid, "name": by.name, "work_number": by.work_number},
        "at": prompt and prompt.at,
    }
