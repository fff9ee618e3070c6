"""What kind of day it is: weekday, weekend, public holiday, make-up workday, as far as the public calendar knows."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

import chinese_calendar
from chinese_calendar.constants import holidays, in_lieu_days, workdays

from yingda.lib.say import Sentence, say

YEARS = frozenset(day.year for day in (*holidays, *workdays, *in_lieu_days))
FIRST_YEAR, LAST_YEAR = min(YEARS), max(YEARS)
HOLIDAYS = {
    chinese_calendar.Holiday.new_years_day.value: say("元旦", "New Year's Day"),
    chinese_calendar.Holiday.spring_festival.value: say("春节", "Spring Festival"),
    chinese_calendar.Holiday.tomb_sweeping_day.value: say("清明节", "Tomb-sweeping Day"),
    chinese_calendar.Holiday.labour_day.value: say("劳动节", "Labour Day"),
    chinese_calendar.Holiday.dragon_boat_festival.value: say("端午节", "Dragon Boat Festival"),
    chinese_calendar.Holiday.national_day.value: say("国庆节", "National Day"),
    chinese_calendar.Holiday.mid_autumn_festival.value: say("中秋节", "Mid-autumn Festival"),
    chinese_calendar.Holiday.anti_fascist_70th_day.value: say("抗战胜利纪念日", "Victory Day"),
}
NAMELESS = say("", "")
PUBLIC = say("公共假日", "public holiday")
SATURDAY = 5


class DayKind(StrEnum):
    """What makes a day a working day or not."""

    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    OWN_OPEN = "own_open"  # an administrator said so
    OWN_CLOSED = "own_closed"


@dataclass(frozen=True)
class Day:
    """A day, its kind, whether it counts as a working day, its name, and whether its year's holidays are known."""

    day: date
    kind: DayKind
    working: bool
    name: Sentence
    known: bool


@dataclass(frozen=True)
class PublicCalendar:
    """Public holidays of a country: "china" (with make-up workdays), or "none": weekdays and weekends only."""

    country: str = "china"

    def knows(self, year: int) -> bool:
        """Whether this year's holidays are known here; those of the next year are published late in the one before."""
        return self.country == "none" or FIRST_YEAR <= year <= LAST_YEAR

    def day(self, day: date) -> Day:
        """What kind of day this is. In a year that is not known, the weekday decides."""
        return public_day(self, day)


@lru_cache(maxsize=8192)
def public_day(public: PublicCalendar, day: date) -> Day:
    """Kept, because the library goes through all its years for every day it is asked about."""
    weekend, known = day.weekday() >= SATURDAY, public.knows(day.year)
    if public.country == "none" or not known:
        return Day(day, DayKind.WEEKEND if weekend else DayKind.WEEKDAY, not weekend, NAMELESS, known)
    free, name = chinese_calendar.get_holiday_detail(day)
    if free and name is not None:
        return Day(day, DayKind.HOLIDAY, False, HOLIDAYS.get(name, PUBLIC), True)
    if free:
        return Day(day, DayKind.WEEKEND, False, NAMELESS, True)
    return Day(day, DayKind.MAKE_UP if weekend else DayKind.WEEKDAY, True, NAMELESS, True)


CHINA = PublicCalendar("china")
