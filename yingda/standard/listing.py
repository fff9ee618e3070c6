"""The standard as a list: one flat object a rule, for `yingda standard list` and for programs that read it."""

import json
from datetime import timedelta

from yingda.standard.durations import Span, Unit, span_in_words
from yingda.standard.shape import PromiseRule, Rule, Standard


def as_json(standard: Standard) -> str:
    """One JSON array of flat objects, see `flat`."""
    return json.dumps(rows(standard), ensure_ascii=False, indent=1)


def rows(standard: Standard) -> list[dict]:
    """All rules in order, flat."""
    return [flat(standard, rule) for chapter in standard.chapters for rule in chapter.rules]


def flat(standard: Standard, rule: Rule) -> dict:
    """`rule`, `title`, `title_en`, `source`, `enforced`, and each figure in seconds or as a number.

    Working days and months stand as `working_days` and `months`: they have no fixed length in seconds.
    """
    row = {
        "rule": rule.id,
        "title": rule.title.zh,
        "title_en": rule.title.en,
        "source": rule.source,
        "enforced": rule.enforced,
    }
    for name, value in rule.figures.items():
        row.update(figure(name, value))
    if rule.promise:
        row.update(of_promise(rule.promise))
    row.update(of_lists(standard, rule.id))
    return row


def figure(name: str, value: Span | int) -> dict[str, int]:
    """A figure under its name; days and months under their unit."""
    if isinstance(value, int):
        return {name: value}
    if value.unit in (Unit.WORKING_DAYS, Unit.MONTHS):
        return {str(value.unit) if name == "limit" else f"{name}_{value.unit}": value.count}
    return {name: value.seconds}


def of_promise(promise: PromiseRule) -> dict[str, object]:
    """What a promise adds: unit, reminders, escalation, extension."""
    row: dict[str, object] = {"unit": str(promise.unit), "recurring": promise.recurring}
    if promise.limit is not None and promise.unit in (Unit.ELAPSED, Unit.SERVICE):
        for number, part in enumerate(promise.reminders, 1):
            row[f"remind_{number}"] = seconds(promise.limit * part)
    for number, rung in enumerate(promise.escalation, 1):
        row[f"escalate_{number}"] = seconds(rung.after)
        row[f"escalate_{number}_to"] = rung.to
    if promise.extension.allowed:
        row["extension_times"] = promise.extension.times
        if promise.extension.total is not None:
            row["extension_total"] = seconds(promise.extension.total)
    return row


def of_lists(standard: Standard, rule: str) -> dict[str, object]:
    """The figures that stand in lists of their own: hours, grades, the rating."""
    if rule == "1.5":
        monday = standard.calendar.weeks[0].hours[0]
        return {"opens": monday[0][0] * 60, "closes": monday[-1][1] * 60} if monday else {}
    if rule == "8.1":
        return {f"grade_{one.grade}": seconds(one.within) for one in standard.grades if one.within is not None}
    if rule == "8.4":
        return {"grades": standard.rating.most, "link_lasts": seconds(standard.rating.lasts)}
    return {}


def seconds(length: timedelta) -> int | float:
    """Seconds, whole where they are whole."""
    value = length.total_seconds()
    return int(value) if value.is_integer() else value


def in_words(rule: Rule, language: str) -> str:
    """The figures of a rule in words."""
    said = []
    for name, value in rule.figures.items():
        words = span_in_words(value)(language) if isinstance(value, Span) else str(value)
        said.append(f"{label(name, language)} {words}")
    if rule.promise and rule.promise.due_field:
        said.append("as stated by the agent" if language.startswith("en") else "以坐席承诺的时间为准")
    return ("; " if language.startswith("en") else "；").join(said)


LABELS = {
    "target": ("目标", "target"),
    "limit": ("时限", "limit"),
    "widest": ("最长", "at most"),
    "ahead": ("提前", "ahead"),
    "amount": ("累计", "after"),
    "rings": ("响铃次数", "rings"),
    "ring": ("每声", "each"),
    "news_every": ("告知间隔", "news every"),
    "initial": ("初步沟通", "initial conversation"),
    "settle": ("办结", "settled"),
    "call_from": ("通话一般不少于", "a call takes from"),
    "call_to": ("一般不超过", "to"),
    "complete_within": ("完成时限", "completed within"),
    "characters_a_minute": ("每分钟字数", "characters a minute"),
    "characters_a_minute_elderly": ("对老年客户", "to the elderly"),
    "emoji": ("每条表情至多", "emoji a message at most"),
    "long_message": ("长消息字数", "characters of a long message"),
    "spokesperson_within": ("发言人联系", "spokesperson within"),
    "rest": ("休息", "rest"),
    "study": ("学时", "study"),
}


def label(name: str, language: str) -> str:
    """The name of a figure in words."""
    zh, en = LABELS.get(name, (name, name.replace("_", " ")))
    return en if language.startswith("en") else zh
