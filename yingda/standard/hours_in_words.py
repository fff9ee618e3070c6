"""When a line serves, in words for its customers."""

from datetime import datetime

from yingda.lib.say import Sentence
from yingda.standard.calendar import ServiceCalendar
from yingda.standard.errors import NoServiceHours

DAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
             "November", "December")  # fmt: skip
FULL_DAY = 24 * 60


def next_open(calendar: ServiceCalendar, at: datetime) -> datetime | None:
    """When service resumes; None when nobody knows."""
    try:
        return calendar.next_open(at)
    except NoServiceHours:
        return None


def instant(calendar: ServiceCalendar, at: datetime) -> Sentence:
    """An instant in the organisation's zone: 11月23日（周一）08:00, 08:00 on Monday, 23 November."""
    local = at.astimezone(calendar.tz)
    day = local.weekday()
    return Sentence(
        f"{local.month}月{local.day}日（{DAYS_ZH[day]}）{local:%H:%M}",
        f"{local:%H:%M} on {DAYS_EN[day]}, {local.day} {MONTHS_EN[local.month - 1]}",
    )


def weekly(calendar: ServiceCalendar, at: datetime) -> Sentence:
    """The week's hours, days alike in one: 周一至周五 08:00–20:00. Empty when there are none."""
    week = calendar.week(at.astimezone(calendar.tz).date())
    if week is None:
        return Sentence("", "")
    runs = alike(week.hours)
    return Sentence(
        "；".join(f"{span(DAYS_ZH, first, last, '至')} {'、'.join(hours)}" for first, last, hours in runs),
        "; ".join(f"{span(DAYS_EN, first, last, ' to ')} {', '.join(hours)}" for first, last, hours in runs),
    )


def alike(week: tuple) -> list[tuple[int, int, list[str]]]:
    """Runs of days with the same hours as (first, last, hours in words); days without any are left out."""
    runs: list[tuple[int, int, list[str]]] = []
    for day, intervals in enumerate(week):
        hours = [clock(interval) for interval in intervals]
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], day, hours)
        elif hours:
            runs.append((day, day, hours))
    return runs


def span(names: tuple[str, ...], first: int, last: int, to: str) -> str:
    return names[first] if first == last else f"{names[first]}{to}{names[last]}"


def clock(interval: tuple[int, int]) -> str:
    start, end = interval
    end = end - FULL_DAY if end > FULL_DAY else end
    return f"{start // 60:02}:{start % 60:02}–{end // 60:02}:{end % 60:02}"
