"""Weekly hours (1.5) as read from `hours.toml` or from what an administrator sends for a line."""

from datetime import date
from itertools import pairwise

from yingda.standard.calendar import Minutes, Week
from yingda.standard.days import PublicCalendar
from yingda.standard.reading import Table

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ALWAYS = date(1970, 1, 1)
MIDNIGHT = 1440
LIKE = '["08:00", "20:00"]'


def read_hours_file(file: Table) -> tuple[Week, PublicCalendar]:
    """The week of lines that have none of their own, and the public calendar of all."""
    country = file.choice("public_calendar", ("china", "none"))
    week = read_week(file.table("hours"))
    file.done()
    return week, PublicCalendar(country)


def read_week(table: Table, since: date = ALWAYS) -> Week:
    """The week that holds from `since` on."""
    hours = tuple(read_hours(table, day) for day in DAYS)
    week = Week(
        since,
        hours,
        holidays=table.choice("public_holidays", ("closed", "as_usual")) == "closed",
        make_up=table.choice("make_up_workdays", ("open", "as_usual")) == "open",
        make_up_like=DAYS.index(table.choice("make_up_like", DAYS)),
    )
    table.done()
    return week


def read_hours(table: Table, key: str) -> tuple[Minutes, ...]:
    """The intervals under `key` in minutes, in order: [["08:00", "12:00"], ["22:00", "06:00"]]."""
    found = []
    for pair in table.raw(key, list, [], ' [["08:00", "12:00"]] 这样的列表', 'a list like [["08:00", "12:00"]]') or ():
        minutes = interval(pair)
        if minutes is None:
            table.fault(key, f"{pair!r} 请写成 {LIKE}", f"{pair!r}: write an interval as {LIKE}")
        else:
            found.append(minutes)
    found.sort()
    if any(later[0] < earlier[1] for earlier, later in pairwise(found)):
        table.fault(key, "时间段有重叠", "has intervals that overlap")
    if len(found) > 1 and found[-1][1] > MIDNIGHT + found[0][0]:
        table.fault(key, "跨夜时间段与次日重叠", "has a night shift longer than a day")
    return tuple(found)


def interval(pair: object) -> Minutes | None:
    """Two times of day as minutes; an end at or before the start lies on the next day."""
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        return None
    start, end = (minutes_of(text) for text in pair)
    if start is None or end is None or start == MIDNIGHT:
        return None
    return (start, end) if end > start else (start, end + MIDNIGHT)


def minutes_of(text: object) -> int | None:
    """Minutes after midnight of "08:00"; "24:00" is the end of a day."""
    if not isinstance(text, str) or len(text) != 5 or text[2] != ":" or not (text[:2] + text[3:]).isascii():
        return None
    if not (text[:2] + text[3:]).isdigit():
        return None
    minutes = int(text[:2]) * 60 + int(text[3:])
    return minutes if int(text[3:]) < 60 and minutes <= MIDNIGHT else None


def as_pairs(hours: tuple[Minutes, ...]) -> list[list[str]]:
    """The intervals as they are written."""
    return [[written(start), written(end if end <= MIDNIGHT else end - MIDNIGHT)] for start, end in hours]


def written(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def week_as_data(week: Week) -> dict:
    """A week in the shape of the file."""
    return {
        **{day: as_pairs(hours) for day, hours in zip(DAYS, week.hours, strict=True)},
        "public_holidays": "closed" if week.holidays else "as_usual",
        "make_up_workdays": "open" if week.make_up else "as_usual",
        "make_up_like": DAYS[week.make_up_like],
    }
