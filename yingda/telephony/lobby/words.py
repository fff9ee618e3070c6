"""Sounds for callers. The driver plays them as the line has them: recorded, spoken anew, or as shipped."""

from collections.abc import Iterable
from datetime import datetime

from yingda.people.models import Line
from yingda.standard.calendar import ServiceCalendar
from yingda.standard.errors import NoServiceHours
from yingda.telephony.prompts.speaking import moment, pieces

LONG_WAIT = 30  # minutes: nobody is told a longer wait in figures
MOST_PLACES = 99  # further back one hears no figure


def say(language: str, *keys: str) -> dict:
    """A step of a script: these announcements, which have no places, one after the other."""
    return {"say": [sound for key in keys for sound in pieces(key, language)]}


def welcome(line: Line, language: str) -> dict:
    return {"say": pieces("welcome", language, line=line.name)}


def languages(offered: Iterable[str]) -> list[str]:
    """中文服务，请按一。For service in English, press two. Each in its own language."""
    return [
        sound
        for key, language in enumerate(offered, start=1)
        for sound in pieces("language_choice", language, key=key)
    ]


def closed(language: str, calendar: ServiceCalendar, at: datetime) -> dict | None:
    """When service resumes (1.5); None when nobody knows."""
    try:
        opens = calendar.next_open(at)
    except NoServiceHours:
        return None
    here, then = calendar.local(at), calendar.local(opens)
    key = "closed" if calendar.hours(here.date()) else "closed_day"
    return {"say": pieces(key, language, **moment(then, here))}


def standing(language: str, place: int, wait: int | None) -> dict:
    """Where the caller stands, and how long that will honestly take. `wait` in seconds, None: not known."""
    said = pieces("position", language, n=place) if place <= MOST_PLACES else []
    minutes = None if wait is None else max(1, -(-wait // 60))
    if minutes and minutes <= LONG_WAIT:
        said += pieces("expected_wait", language, minutes=minutes)
    elif minutes or not said:
        said += pieces("expected_wait_long", language)
    return {"say": said}
