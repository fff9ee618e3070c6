"""How a line behaves on the phone: its hotline's settings, and when its customers may decently be called."""

from datetime import datetime, timedelta, tzinfo

from yingda.people.models import Line
from yingda.telephony.models import Hotline

DAY = timedelta(days=1)


def hotline_of(line: Line) -> Hotline:
    """The line's settings; the defaults when nobody has set it up."""
    return getattr(line, "hotline", None) or Hotline(line=line)


def first_language(hotline: Hotline) -> str:
    return (hotline.languages or ["zh"])[0]


def is_decent(hotline: Hotline, zone: tzinfo, at: datetime) -> bool:
    """Whether people may be called at this hour."""
    return hotline.decent_from <= at.astimezone(zone).time() < hotline.decent_until


def next_decent(hotline: Hotline, zone: tzinfo, at: datetime) -> datetime:
    """The first instant from `at` on at which people may be called."""
    if is_decent(hotline, zone, at):
        return at
    local = at.astimezone(zone)
    day = local.date() if local.time() < hotline.decent_from else local.date() + DAY
    return datetime.combine(day, hotline.decent_from, zone).astimezone(at.tzinfo)
