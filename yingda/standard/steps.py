"""How a deadline was counted, step by step: structured, and said in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from yingda.lib.say import Sentence, say
from yingda.standard.days import Day, DayKind
from yingda.standard.durations import Span, Unit, span_in_words

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WHY = {
    DayKind.WEEKEND: say("{day}休息", "closed on {day}"),
    DayKind.WEEKDAY: say("{day}不服务", "closed on {day}"),
    DayKind.HOLIDAY: say("{day}{name}，不计", "{day}: {name}, not counted"),
    DayKind.OWN_CLOSED: say("{day}不服务（{name}）", "closed on {day} ({name})"),
    DayKind.OWN_OPEN: say("{day}照常服务（{name}）", "{day} is open ({name})"),
    DayKind.MAKE_UP: say("{day}为调休工作日", "{day} is a make-up workday"),
}
NAMELESS = say("日历另有规定", "set in the calendar")
SENTENCES = {
    "total": say("{length}：", "{length}: "),
    "working_days": say("{length}，{day}当天不计：", "{length}, not counting {day}: "),
    "span": say("{start}–{end}", "{start}–{end}"),
    "counted": say("第 {number} 个工作日为{day}", "working day {number} is {day}"),
    "until": say("到 {end} 为止", "until {end}"),
    "year_unknown": say(
        "{year} 年的节假日安排尚不掌握，按周一至周五计算",
        "the public holidays of {year} are not known, so Monday to Friday count",
    ),
}
HEADS = ("total", "working_days")


@dataclass(frozen=True)
class Step:
    """One step: a code with its values (dates, local times, numbers), said by `say`."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    @classmethod
    def total(cls, length: timedelta, unit: str) -> "Step":
        return cls("total", {"length": Span(Unit(unit), length)})

    @classmethod
    def working_days(cls, count: int, day: date) -> "Step":
        return cls("working_days", {"length": Span(Unit.WORKING_DAYS, count=count), "day": day})

    @classmethod
    def span(cls, start: datetime, end: datetime) -> "Step":
        """A stretch that counted, in local times."""
        return cls("span", {"start": start, "end": end})

    @classmethod
    def closed(cls, day: Day) -> "Step":
        return cls("closed", {"day": day.day, "last": day.day, "kind": day.kind, "name": day.name})

    def continues(self, day: Day) -> bool:
        """Whether this day is closed for the same reason, right after the days of this step."""
        same = (self.values["kind"], self.values["name"]) == (day.kind, day.name)
        return same and day.day - self.values["last"] == timedelta(days=1)

    def reaching(self, day: Day) -> "Step":
        return Step("closed", {**self.values, "last": day.day})

    @classmethod
    def opened(cls, day: Day) -> "Step":
        return cls("opened", {"day": day.day, "kind": day.kind, "name": day.name})

    @classmethod
    def counted(cls, day: Day, number: int) -> "Step":
        return cls("counted", {"day": day.day, "number": number, "kind": day.kind, "name": day.name})

    @classmethod
    def until(cls, end: datetime) -> "Step":
        return cls("until", {"end": end})

    @classmethod
    def year_unknown(cls, year: int) -> "Step":
        return cls("year_unknown", {"year": year})

    def say(self, language: str | None = None) -> str:
        """The step in words."""
        return self.sentence()(language)

    def sentence(self) -> Sentence:
        """The step in both languages."""
        if self.code in ("closed", "opened"):
            return self.day_sentence()
        pattern = SENTENCES[self.code]
        zh = {key: words(value).zh for key, value in self.values.items()}
        en = {key: words(value).en for key, value in self.values.items()}
        if self.code == "span" and self.values["start"].date() == self.values["end"].date():
            zh["end"] = en["end"] = clock(self.values["end"])
        return say(pattern.zh.format(**zh), pattern.en.format(**en))

    def day_sentence(self) -> Sentence:
        pattern, day = WHY[self.values["kind"]], days_in_words(self.values["day"], self.values.get("last"))
        name = self.values["name"] if self.values["name"].zh else NAMELESS
        return say(pattern.zh.format(day=day.zh, name=name.zh), pattern.en.format(day=day.en, name=name.en))


@dataclass(frozen=True)
class Deadline:
    """An instant in UTC, and how it was counted."""

    at: datetime
    steps: tuple[Step, ...] = ()

    def say(self, language: str | None = None) -> str:
        """The whole explanation as one sentence."""
        return self.sentence()(language)

    def sentence(self) -> Sentence:
        said = [step.sentence() for step in self.steps if step.code not in HEADS]
        head = next((step.sentence() for step in self.steps if step.code in HEADS), say("", ""))
        zh, en = "，".join(one.zh for one in said), "; ".join(one.en for one in said)
        return say(f"{head.zh}{zh}。", f"{head.en}{en}.")


def words(value: object) -> Sentence:
    """A value of a step as people write it."""
    if isinstance(value, datetime):
        day = day_in_words(value.date())
        return say(f"{day.zh}{clock(value)}", f"{day.en} {clock(value)}")
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, Span):
        return span_in_words(value)
    return value if isinstance(value, Sentence) else say(str(value), str(value))


def days_in_words(first: date, last: date | None) -> Sentence:
    """A day, or the days from one to another."""
    start = day_in_words(first)
    if last is None or last == first:
        return start
    end = day_in_words(last)
    return say(f"{start.zh}至{end.zh}", f"{start.en} to {end.en}")


def day_in_words(day: date) -> Sentence:
    """11月21日（周六）, Sat 21 Nov."""
    return say(
        f"{day.month}月{day.day}日（周{WEEKDAYS_ZH[day.weekday()]}）",
        f"{WEEKDAYS_EN[day.weekday()]} {day.day} {MONTHS_EN[day.month - 1]}",
    )


def clock(at: datetime) -> str:
    """The time of day, with seconds only when there are any."""
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
