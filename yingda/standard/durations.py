"""How lengths of time stand in the rules: "30s", "24h", "2h service", "3 working days", "1 month"."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from yingda.lib.say import Sentence, say


class Unit(StrEnum):
    """What a length of time is counted in."""

    ELAPSED = "elapsed"
    SERVICE = "service"  # only while the line serves
    WORKING_DAYS = "working_days"
    MONTHS = "months"


WRITTEN = re.compile(r"(?P<count>\d{1,6}) ?(?P<unit>s|min|h|d|working days?|months?)(?P<service> service)?")
LENGTHS = {"s": timedelta(seconds=1), "min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
WORDS = {"s": ("秒", "s"), "min": ("分钟", "min"), "h": ("小时", "h"), "d": ("天", "d")}
LIKE = say(
    " 30s、5min、24h、7d、2h service（服务时间）、3 working days（工作日）或 1 month（月）这样的时长",
    "a length of time like 30s, 5min, 24h, 7d, 2h service, 3 working days or 1 month",
)


@dataclass(frozen=True)
class Span:
    """A length of time: `count` of days or months for these units, else `length`."""

    unit: Unit
    length: timedelta = timedelta()
    count: int = 0

    @property
    def seconds(self) -> int:
        return int(self.length.total_seconds())


def span(text: str) -> Span:
    """Read a length of time. Raises ValueError with the way to write one."""
    match = WRITTEN.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(LIKE("en"))
    count, unit, service = int(match["count"]), match["unit"], match["service"]
    if unit in LENGTHS:
        return Span(Unit.SERVICE if service else Unit.ELAPSED, LENGTHS[unit] * count)
    if service:
        raise ValueError(LIKE("en"))
    return Span(Unit.WORKING_DAYS if unit.startswith("working") else Unit.MONTHS, count=count)


def in_words(length: timedelta) -> Sentence:
    """A length of time as people say it: the largest units that leave no rest, at most two."""
    rest = int(length.total_seconds())
    if rest == 0:
        return say("立即", "at once")
    zh, en = [], []
    for unit in ("d", "h", "min", "s") if rest % 86_400 == 0 and rest > 3 * 86_400 else ("h", "min", "s"):
        count, rest = divmod(rest, int(LENGTHS[unit].total_seconds()))
        if count:
            zh.append(f"{count} {WORDS[unit][0]}")
            en.append(f"{count} {WORDS[unit][1]}")
    return say(" ".join(zh), " ".join(en))


def span_in_words(span: Span) -> Sentence:
    """The same, with its unit."""
    if span.unit is Unit.WORKING_DAYS:
        return say(f"{span.count} 个工作日", f"{span.count} working day{'s' * (span.count != 1)}")
    if span.unit is Unit.MONTHS:
        return say(f"{span.count} 个月", f"{span.count} month{'s' * (span.count != 1)}")
    words = in_words(span.length)
    if span.unit is Unit.SERVICE:
        return say(f"{words.zh}服务时间", f"{words.en} of service time")
    return words
