"""Days, weeks, months and quarters of the organisation's calendar begin: a fact for each, once for all clocks."""

from datetime import UTC, date, datetime, time, timedelta

from yingda.journal import FactName, record, verb
from yingda.lib.times import zone
from yingda.people.models import Organisation
from yingda.promises import facts
from yingda.promises.models import Period

NAMES: dict[str, FactName] = {
    "day": facts.DAY,
    "week": facts.WEEK,
    "month": facts.MONTH,
    "quarter": facts.QUARTER,
}
DEFAULT_ZONE = "Asia/Shanghai"


def begin(at: datetime) -> int:
    """Record each period that has begun by `at` and is not recorded yet. Returns how many.

    One query as long as nothing begins. The very first time, the periods that already run are noted without a fact:
    an organisation that starts in May does not owe the exam of a quarter that began before it.
    """
    tz = zone(Organisation.objects.filter(pk=1).values_list("zone", flat=True).first() or DEFAULT_ZONE)
    today = at.astimezone(tz).date()
    running = {(name, first_day(name, today)) for name in NAMES}
    known = set(Period.objects.filter(first__in={first for _, first in running}).values_list("name", "first"))
    begun = sorted(running - known)
    return sum(note(name, first, datetime.combine(first, time(), tz).astimezone(UTC)) for name, first in begun)


@verb
def note(name: str, first: date, instant: datetime) -> bool:
    """The row is what makes the fact happen once. Returns whether it did here."""
    earlier = Period.objects.filter(name=name).exists()
    _, made = Period.objects.get_or_create(name=name, first=first)
    if made and earlier:
        record(NAMES[name], at=instant, first=instant)
    return made and earlier


def first_day(name: str, day: date) -> date:
    """The first day of the period in which `day` lies. Weeks begin on Monday."""
    if name == "week":
        return day - timedelta(days=day.weekday())
    if name == "month":
        return day.replace(day=1)
    if name == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day
