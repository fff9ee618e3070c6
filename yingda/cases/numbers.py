"""Case numbers that people can say on the phone: the day and a short count, `261121-0042`."""

from datetime import date, datetime

from yingda.cases.models import DayCounter
from yingda.lib.db import fetched
from yingda.people.models import Line
from yingda.standard import versions

TABLE = DayCounter._meta.db_table
NEXT = f"""INSERT INTO {TABLE} (day, last) VALUES (%s, 1)
ON CONFLICT (day) DO UPDATE SET last = {TABLE}.last + 1 RETURNING last"""


def next_number(line: Line | int, at: datetime) -> str:
    """The next number of the organisation's day. One statement, safe under concurrency; may leave gaps."""
    day = day_of(line, at)
    return f"{day:%y%m%d}-{fetched(NEXT, [day])[0][0]:04d}"


def day_of(line: Line | int, at: datetime) -> date:
    return at.astimezone(versions.in_force(line, at).calendar.tz).date()
