"""`yingda standard list` and `yingda standard check FILE`."""

import argparse
from pathlib import Path

from django.db import DatabaseError
from django.utils.translation import get_language

from yingda.lib.say import say
from yingda.lib.times import now
from yingda.operate.tables import table
from yingda.standard import listing, versions
from yingda.standard.calendar import ServiceCalendar
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


def show(arguments: argparse.Namespace) -> None:
    """Print every rule in force; with --json as one array of flat objects."""
    standard, shipped = current()
    if arguments.json:
        print(listing.as_json(standard))
        return
    if shipped:
        print(SHIPPED())
    rules = [rule for chapter in standard.chapters for rule in chapter.rules]
    print(table([[str(heading) for heading in HEADINGS], *map(row, rules)]))


def current() -> tuple[Standard, bool]:
    """The standard in force; before there is one, that of the package, and True."""
    try:
        return versions.in_force(None, now()), False
    except (NoStandard, DatabaseError):
        calendar = ServiceCalendar(zone=ZONE, weeks=(), days={})
        return standard_of(load_shipped(), version=0, number=0, line=None, calendar=calendar), True


def row(rule: Rule) -> tuple[str, ...]:
    figures = listing.in_words(rule, get_language() or "zh")
    return rule.id, str(rule.title), figures, rule.source, "" if rule.enforced else NOT_YET()


def check(arguments: argparse.Namespace) -> int:
    """Name every fault in a rules file or folder; 1 when there is one."""
    path = Path(arguments.file)
    faults = check_path(path)
    for fault in faults:
        print(f"{fault.where}: {fault.why}")
    print(FAULTS(count=len(faults)) if faults else SOUND(path=path))
    return 1 if faults else 0
