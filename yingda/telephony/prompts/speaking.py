"""Which sounds say a text: announcements are put together from recorded words, numbers and times.

A sound's name is `zh/position_a`: the language, the key, and a letter for the words before the first place (a), before
the second (b) and so on. Announcements without places are one sound, `zh/notice`. The names do not depend on the
wording: words of which nothing but a full stop is left are a short silence.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache

from yingda.standard.reading import Table
from yingda.standard.voice import Announcement, Voice, read_voice, shipped_voice
from yingda.telephony.prompts import numerals

LANGUAGES = ("zh", "en")
TONES = ("beep", "tone_ring", "tone_busy")
LETTERS = "abcdefgh"
WORD = re.compile(r"\w")
STOPS = "，、。；：,.;: "
MOST_HOURS = 12


class Unspeakable(ValueError):
    """A key or value for which there are no sounds: a defect in the asking room."""


@lru_cache(maxsize=1)
def shipped() -> Voice:
    """The announcements that the package brings, for which it brings the audio."""
    return read_voice(Table(shipped_voice(), "voice.toml", []))


def pieces(key: str, language: str, /, **values: object) -> list[str]:
    """The names of the sounds that say an announcement, a single piece or a tone, in order. Raises Unspeakable.

    Values by place: n 1 to 999 in a queue, minutes from 1 to 12 h 59, weekday 1 to 7 or "today", "tomorrow" or a date,
    time (a datetime.time, the organisation's), key 1 to 9, digits "6021", line (any name: the line's own sound).
    """
    language, voice = "en" if language.startswith("en") else "zh", shipped()
    if key in TONES or key in voice.pieces:
        return [f"{language}/{key}"]
    if key not in voice.announcements:
        raise Unspeakable(f"there is no announcement {key}")
    announcement = voice.announcements[key]
    if set(values) != set(announcement.places):
        raise Unspeakable(f"{key} needs {announcement.places}, not {tuple(values)}")
    found = []
    for name, _, place in named_parts(announcement, language):
        found += [name, *(SAID[place](values[place], language) if place else ())]
    return [f"{language}/{name}" for name in found]


def named_parts(announcement: Announcement, language: str) -> list[tuple[str, str, str]]:
    """Sound, words, and the place after them."""
    parts = announcement.parts(language)
    if not announcement.places:
        return [(announcement.key, announcement.words(language), "")]
    if len(parts) == len(announcement.places):
        parts.append(("", ""))
    letters = zip(LETTERS, parts, strict=False)
    return [(f"{announcement.key}_{letter}", words, place) for letter, (words, place) in letters]


def moment(opens: datetime, at: datetime) -> dict[str, object]:
    """When something will be, as the values `weekday` and `time`. Both in the organisation's zone."""
    days = (opens.date() - at.date()).days
    near = {0: "today", 1: "tomorrow"}
    day = near.get(days, opens.isoweekday() if days < 7 else opens.date())
    return {"weekday": day, "time": opens.time().replace(second=0, microsecond=0)}


def place(value: object, language: str) -> list[str]:
    n = whole("n", value, 1, 999)
    return [f"n_{n}"] if n < 100 else ["hundred"]


def minutes(value: object, language: str) -> list[str]:
    hours, left = divmod(whole("minutes", value, 1, MOST_HOURS * 60 + 59), 60)
    return ([f"hours_{hours}"] if hours else []) + ([f"minutes_{left}"] if left else [])


def weekday(value: object, language: str) -> list[str]:
    if value in ("today", "tomorrow"):
        return [value]
    if isinstance(value, date):
        return [f"month_{value.month}", f"day_{value.day}"]
    return [f"weekday_{whole('weekday', value, 1, 7)}"]


def time_of_day(value: object, language: str) -> list[str]:
    if not isinstance(value, time):
        raise Unspeakable(f"{value!r} is no time of day")
    if value.minute in (0, 30):
        return [f"at_{value:%H%M}"]
    said = [f"at_{value:%H}00", f"past_{value.minute}"]
    return said if language == "zh" else said[::-1]


def digits(value: object, language: str) -> list[str]:
    if not isinstance(value, str) or not re.fullmatch("[0-9]+", value):
        raise Unspeakable("digits are a text of figures")
    return [f"d_{one}" for one in value]


def pressed(value: object, language: str) -> list[str]:
    return [f"key_{whole('key', value, 1, 9)}"]


def line(value: object, language: str) -> list[str]:
    return ["line"]


SAID: dict[str, Callable[[object, str], list[str]]] = {
    "n": place,
    "minutes": minutes,
    "weekday": weekday,
    "time": time_of_day,
    "digits": digits,
    "key": pressed,
    "line": line,
}


def whole(name: str, value: object, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise Unspeakable(f"{name} goes from {low} to {high}, not {value!r}")
    return value


def texts(voice: Voice, language: str) -> dict[str, str]:
    """What every sound but the tones says, by its bare name; "" for a silence."""
    said = {
        name: words.lstrip(STOPS).rstrip() if WORD.search(words) else ""
        for announcement in voice.announcements.values()
        for name, words, _ in named_parts(announcement, language)
    }
    return said | {key: words(language) for key, words in voice.pieces.items()} | numbers(language)


@lru_cache(maxsize=2)
def numbers(language: str) -> dict[str, str]:
    """Places in the queue, lengths of time, times of day, days of the month, keys."""
    return (
        {f"n_{n}": numerals.place(n, language) for n in range(1, 100)}
        | {f"minutes_{n}": numerals.minutes(n, language) for n in range(1, 60)}
        | {f"hours_{n}": numerals.hours(n, language) for n in range(1, MOST_HOURS + 1)}
        | {f"at_{n:02}00": numerals.o_clock(n, language) for n in range(24)}
        | {f"at_{n:02}30": numerals.o_clock(n, language, half=True) for n in range(24)}
        | {f"past_{n}": numerals.past(n, language) for n in range(1, 60)}
        | {f"day_{n}": numerals.day_of_month(n, language) for n in range(1, 32)}
        | {f"key_{n}": numerals.key(n, language) for n in range(1, 10)}
    )
