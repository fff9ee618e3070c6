"""Announcements on the telephone, as read from their file: words, and places that a number or a name fills."""

import re
import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from yingda.lib.say import Sentence, say
from yingda.standard.reading import Table

PLACES = ("n", "minutes", "weekday", "time", "digits", "key", "line")
SOUND_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")  # becomes the name of a file


@dataclass(frozen=True)
class Announcement:
    """What is said to callers. `places` stand in both languages in this order, each once."""

    key: str
    words: Sentence
    places: tuple[str, ...]
    rule: str

    def parts(self, language: str) -> list[tuple[str, str]]:
        """The words in the order of speaking: (words, the place after them), either may be empty."""
        return split(self.words(language))


@dataclass(frozen=True)
class Voice:
    """All announcements by key, and the single words that are put into their places."""

    announcements: Mapping[str, Announcement]
    pieces: Mapping[str, Sentence]


@lru_cache(maxsize=1)
def shipped_voice() -> dict:
    """voice.toml as the package brings it, as plain data. Not to be changed."""
    path = Path(__file__).parent / "rules" / "voice.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def split(text: str) -> list[tuple[str, str]]:
    """A text at its places: "这里是{line}，请稍候。" is [("这里是", "line"), ("，请稍候。", "")]."""
    return [(words, place or "") for words, place, _, _ in string.Formatter().parse(text)]


def read_voice(file: Table) -> Voice:
    """The announcements and pieces of voice.toml."""
    announcements = {}
    for key, one in file.named("announcement").items():
        must_name_a_file(one, key)
        announcements[key] = read_announcement(key, one)
        one.done()
    pieces = {}
    for key, one in file.named("piece").items():
        must_name_a_file(one, key)
        pieces[key] = say(one.text("zh"), one.text("en"))
        for language in ("zh", "en"):
            must_have_places(one, language, ())
        one.done()
    file.done()
    return Voice(announcements, pieces)


def read_announcement(key: str, table: Table) -> Announcement:
    places = tuple(table.texts("places"))
    for place in places:
        if place not in PLACES:
            listed = ", ".join(PLACES)
            zh, en = f"“{place}”不能播报，可用：{listed}", f"{place} cannot be spoken; there are: {listed}"
            table.fault("places", zh, en)
    words = say(table.text("zh"), table.text("en"))
    for language in ("zh", "en"):
        must_have_places(table, language, places)
    return Announcement(key, words, places, str(table.raw("rule", str, "", "规则编号", "a rule id") or ""))


def must_have_places(table: Table, language: str, places: Sequence[str]) -> None:
    """A fault unless the text has these places, in this order, each once and plain."""
    text = table.data.get(language)
    if not isinstance(text, str):
        return  # told already
    try:
        found = [part[1:] for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError:
        table.fault(language, "花括号不成对", "has an unpaired brace")
        return
    if found != [(place, "", None) for place in places]:
        listed = " ".join(f"{{{one}}}" for one in places)
        en = f"must have these places in this order, each once: {listed or 'none'}"
        table.fault(language, f"须依次含有：{listed or '无'}，各一次", en)


def must_name_a_file(table: Table, key: str) -> None:
    if not SOUND_NAME.fullmatch(key):
        table.fault("", "名称只能用小写字母、数字和下划线", "is no name: use small letters, digits and underscores")
