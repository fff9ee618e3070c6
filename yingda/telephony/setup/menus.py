"""Voice menus of lines: their words, and where each key leads."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from yingda.access import files
from yingda.access.models import StoredFile
from yingda.journal import record, verb
from yingda.lib.db import lock_rows
from yingda.lib.ids import uuid7
from yingda.people.models import Line, Person, Team
from yingda.telephony import facts
from yingda.telephony.lobby.menu_sounds import speak_menu
from yingda.telephony.models import Hotline, Menu
from yingda.telephony.setup.errors import (
    BAD_KEY,
    CIRCLE,
    NO_CHOICE,
    NO_WORDS,
    NOWHERE,
    malformed,
)

KEYS = "1234567890*#"
LANGUAGES = ("zh", "en")
OWNER = "menu"


@verb
def add(line: Line, *, by: Person, at: datetime, uid: UUID | None = None, **fields) -> Menu:
    """A new menu of a line. The same uid again gives the first. Raises Malformed."""
    if uid and (known := Menu.objects.filter(uid=uid, line=line).first()):
        return known
    return keep(Menu(uid=uid or uuid7(), line=line), by=by, at=at, **fields)


@verb
def change(menu: Menu, *, by: Person, at: datetime, **fields) -> Menu:
    """Raises Malformed."""
    return keep(lock_rows(Menu.objects.filter(pk=menu.pk)).select_related("line").get(), by=by, at=at, **fields)


@verb
def drop(menu: Menu, *, by: Person, at: datetime) -> None:
    """Callers no longer hear it; who is in it goes to the queue."""
    menu = lock_rows(Menu.objects.filter(pk=menu.pk)).get()
    if menu.dropped is None:
        Hotline.objects.filter(menu=menu).update(menu=None)
        Menu.objects.filter(pk=menu.pk).update(dropped=at)
        record(facts.SET_UP, at=at, by=by, line=menu.line_id, what="menu", row=menu.uid)


@verb
def record_sound(menu: Menu, language: str, sound: bytes | None, *, by: Person, at: datetime) -> Menu:
    """Let this recording (WAV) be heard in place of the words; None: the words again."""
    menu = lock_rows(Menu.objects.filter(pk=menu.pk)).get()
    if former := menu.prompts.get(language):
        files.erase(StoredFile.objects.filter(uid=former), most=1)
    prompts = {one: uid for one, uid in menu.prompts.items() if one != language}
    if sound is not None:
        uid = uuid7()
        files.keep(
            sound, name=f"menu-{language}.wav", media_type="audio/wav", uid=uid, by=by, at=at, owner_kind=OWNER,
            owner=menu.pk,
        )  # fmt: skip
        prompts[language] = str(uid)
    menu.prompts = prompts
    menu.save(update_fields=["prompts"])
    record(facts.SET_UP, at=at, by=by, line=menu.line_id, what="menu", row=menu.uid)
    return menu


def keep(menu: Menu, *, by: Person, at: datetime, **fields) -> Menu:
    for name, value in fields.items():
        setattr(menu, name, value)
    menu.name = menu.name.strip()
    menu.text = {language: menu.text.get(language, "").strip() for language in LANGUAGES}
    if not menu.text["zh"]:
        raise malformed("text", NO_WORDS)
    menu.choices = checked(menu, menu.choices)
    menu.save()
    record(facts.SET_UP, at=at, by=by, line=menu.line_id, what="menu", row=menu.uid)
    speak_menu.enqueue(menu.pk)
    return menu


def checked(menu: Menu, choices: Mapping[str, Mapping]) -> dict[str, dict]:
    """The choices, each leading somewhere. Raises Malformed."""
    if not choices:
        raise malformed("choices", NO_CHOICE)
    for key, choice in choices.items():
        if key not in KEYS or len(key) != 1:
            raise malformed("choices", BAD_KEY, given=key)
        if choice["do"] == "menu" and choice.get("to") == str(menu.uid):
            raise malformed("choices", CIRCLE, given=key)
        if not leads(menu.line, choice["do"], choice.get("to") or ""):
            raise malformed("choices", NOWHERE, given=key)
    return {key: {"do": one["do"]} | ({"to": one["to"]} if one.get("to") else {}) for key, one in choices.items()}


def leads(line: Line, do: str, to: str) -> bool:
    """Whether this choice leads a caller of the line anywhere."""
    match do:
        case "team":
            return is_uid(to) and Team.objects.filter(uid=to, lines=line).exists()
        case "menu":
            return is_uid(to) and Menu.objects.filter(uid=to, line=line, dropped=None).exists()
        case "language":
            return to in LANGUAGES
        case "skill":
            return bool(to)
    return do in ("queue", "voice_mail")


def is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
