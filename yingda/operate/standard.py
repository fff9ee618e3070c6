"""`yingda standard list` and `yingda standard check FILE`."""

import argparse
import json
from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError

from yingda.lib.say import say
from yingda.lib.times import now
from yingda.operate.tables import table
from yingda.standard import versions
from yingda.standard.calendar import ServiceCalendar
from yingda.standard.durations import Span, Unit, span_in_words
from yingda.standard.errors import NoStandard
from yingda.standard.loading import check_path, load_shipped, standard_of
from yingda.standard.shape import Rule, Standard
from yingda.standard.shelf import ZONE

SHIPPED = say(
    "（尚无生效版本，以下为随程序提供的标准）", "(No version is in force yet: this is the standard as shipped.)"
)
NOT_YET = say("尚未执行", "not yet enforced")
HEADINGS = (
    say("规则", "Rule"),
    say("名称", "Title"),
    say("数值", "Figures"),
    say("来源", "Source"),
    say("状态", "State"),
)
SOUND = say("{path}：没有发现错误。", "{path}: no faults.")
FAULTS = say("共 {count} 处错误。", "{count} faults.")
# What a unit that has no fixed length counts as in seconds, for those who compare numbers; `unit` says which it is.
NOMINAL = {Unit.WORKING_DAYS: timedelta(days=1), Unit.MONTHS: timedelta(days=30)}


def show(arguments: argparse.Namespace) -> None:
    """Print every rule in force; with --json as one array of flat objects."""
    standard, shipped = current()
    if arguments.json:
        print(json.dumps([flat(rule) for rule in standard.rules.values()], ensure_ascii=False, indent=1))
        return
    if shipped:
        print(SHIPPED())
    print(table([[str(heading) for heading in HEADINGS], *(row(rule) for rule in standard.rules.values())]))


def current() -> tuple[Standard, bool]:
    """The standard in force; before there is one, that of the package, and True."""
    try:
        return versions.in_force(None, now()), False
    except (NoStandard, DatabaseError):
        calendar = ServiceCalendar(zone=ZONE, weeks=(), days={})
        return standard_of(load_shipped(), version=0, number=0, line=None, calendar=calendar), True


def flat(rule: Rule) -> dict[str, object]:
    """One rule as a flat object: each figure under its own name, lengths of time in seconds.

    `unit` stands beside figures that count service time, working days or months; counts stay counts.
    """
    units = {value.unit for value in rule.figures.values() if isinstance(value, Span)} - {Unit.ELAPSED}
    return {
        "rule": rule.id,
        "title": rule.title.zh,
        "title_en": rule.title.en,
        "source": rule.source,
        "enforced": rule.enforced,
        **({"unit": units.pop().value} if len(units) == 1 else {}),
        **{name: seconds(value) for name, value in rule.figures.items()},
    }


def seconds(value: Span | int) -> int:
    if not isinstance(value, Span):
        return value
    return value.count * int(NOMINAL[value.unit].total_seconds()) if value.unit in NOMINAL else value.seconds


def row(rule: Rule) -> tuple[str, ...]:
    figures = "，".join(f"{name} {in_words(value)}" for name, value in rule.figures.items())
    return rule.id, str(rule.title), figures, rule.source, "" if rule.enforced else NOT_YET()


def in_words(value: Span | int) -> str:
    return str(span_in_words(value)) if isinstance(value, Span) else str(value)


def check(arguments: argparse.Namespace) -> int:
    """Name every fault in a rules file or folder; 1 when there is one."""
    path = Path(arguments.file)
    faults = check_path(path)
    for fault in faults:
        print(f"{fault.where}: {fault.why}")
    print(FAULTS(count=len(faults)) if faults else SOUND(path=path))
    return 1 if faults else 0
