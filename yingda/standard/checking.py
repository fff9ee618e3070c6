"""What the shape alone cannot tell: facts that exist, rules that are there, and what a line may change."""

import re
from collections.abc import Mapping
from dataclasses import replace

from django.utils.module_loading import autodiscover_modules

from yingda.journal.names import FactName, declared
from yingda.lib.say import say
from yingda.standard.assembly import PROMISES_CHAPTER, Parts, in_order
from yingda.standard.reading import Fault, Table
from yingda.standard.shape import Condition, PromiseRule

RULE_ID = re.compile(r"(?:[1-9]|1[0-2])\.[1-9]\d?")
JSON_KINDS = {bool: bool, int: int}
# What a line may have of its own (2.9): figures, forms and texts; hours have an endpoint of their own.
LINES_MAY = {
    "promises": ("promise", ("target", "limit", "widest", "reminders", "escalation", "extension")),
    "chapters": ("rule", ("figures",)),
    "openings": ("text", ("zh", "en")),
    "voice": ("announcement", ("zh", "en")),
    "record_form": None,
    "words": None,
}


def find_more(parts: Parts) -> None:
    """Add the faults between the parts to those found in reading them."""
    autodiscover_modules("facts")  # every room's facts are declared before rules that name them are judged
    for id in parts.rules:
        chapter = in_order(id)[0]
        file = parts.files["promises" if parts.rules[id].promise else "chapters"]
        table = replace(file, rule=id, path="")
        if not RULE_ID.fullmatch(id):
            table.fault("", "规则编号请写成 4.12 这样", "is no rule id: write one like 4.12")
        elif (chapter == PROMISES_CHAPTER) != (parts.rules[id].promise is not None):
            table.fault("", "承诺只能写在第四章", "is in the wrong file: promises are chapter 4, and only they")
        elif chapter not in parts.chapters:
            table.fault("", "没有这一章", "belongs to no chapter")
    for promise in parts.promises.values():
        if promise.enforced:
            faults_of_facts(promise, replace(parts.files["promises"], rule=promise.rule, path=""))
    faults_of_references(parts)


def faults_of_facts(promise: PromiseRule, table: Table) -> None:
    """An enforced promise listens to declared facts, and asks for data that they carry."""
    groups = {
        "opens": promise.opens,
        "keeps": tuple(one for group in promise.keeps for one in group),
        **{key: getattr(promise, key) for key in ("until", "pauses", "resumes", "cancels", "resets")},
    }
    for key, conditions in groups.items():
        for condition in conditions:
            faults_of_condition(condition, replace(table, path=f"{key}."))
    for condition in promise.opens if promise.due_field else ():
        fact = declared(condition.fact)
        if fact and promise.due_field not in fact.fields:
            table.fault("due_field", f"{fact} 没有字段 {promise.due_field}", f"{fact} carries no {promise.due_field}")


def faults_of_condition(condition: Condition, table: Table) -> None:
    fact = declared(condition.fact)
    if fact is None:
        table.fault(
            "fact",
            f"没有名为 {condition.fact} 的事实；若功能尚未实现，请写 enforced = false",
            f"no fact is called {condition.fact}; if its room comes later, write enforced = false",
        )
        return
    for key, value in condition.when.items():
        faults_of_value(fact, key, value, table)


def faults_of_value(fact: FactName, key: str, value: object, table: Table) -> None:
    if key not in fact.fields:
        known = ", ".join(fact.fields) or "-"
        table.fault(f"when.{key}", f"{fact} 只有这些数据：{known}", f"{fact} carries only: {known}")
    elif type(value) is not JSON_KINDS.get(fact.fields[key], str):
        kind = fact.fields[key].__name__
        zh, en = f"{fact} 的 {key} 是 {kind}，与 {value!r} 不符", f"{fact}.{key} is a {kind}, not {value!r}"
        table.fault(f"when.{key}", zh, en)


def faults_of_references(parts: Parts) -> None:
    """Every list names rules that exist."""
    named = {
        "steps": {f"step.{one.code}": one.rule for one in parts.steps},
        "root_causes": {f"root_cause.{one.code}": one.rule for one in parts.causes},
        "types": {f"request_type.{one.code}": one.rule for one in parts.types}
        | {f"urgency.{one.code}": one.rule for one in parts.urgencies},
        "openings": {f"text.{key}": rule for key, rule in parts.text_rules.items()},
        "voice": {f"announcement.{key}": one.rule for key, one in parts.voice.announcements.items() if one.rule},
    }
    for file, rules in named.items():
        for key, rule in rules.items():
            if rule not in parts.rules:
                parts.files[file].fault(f"{key}.rule", f"没有规则 {rule}", f"there is no rule {rule}")
    for one in parts.types:
        for rule in one.promises:
            if rule not in parts.promises:
                key = f"request_type.{one.code}.promises"
                parts.files["types"].fault(key, f"没有承诺 {rule}", f"there is no promise {rule}")


def faults_of_override(content: Mapping, own: Mapping) -> list[Fault]:
    """What a line tries to change beyond its own figures, forms and texts."""
    faults: list[Fault] = []
    for file, part in own.items():
        if file not in LINES_MAY or not isinstance(part, Mapping):
            may = ", ".join(LINES_MAY)
            why = say(f"业务线只能自定：{may}；服务时间另设", f"a line has its own only in: {may}; hours are set apart")
            faults.append(Fault(f"{file}.toml", "", "", why))
        elif LINES_MAY[file]:
            faults += faults_of_part(file, content.get(file, {}), part)
    return faults


def faults_of_part(file: str, base: Mapping, part: Mapping) -> list[Fault]:
    key, fields = LINES_MAY[file]
    by_rule = key in ("promise", "rule")
    faults = [
        Fault(f"{file}.toml", "", other, say("业务线不能自定此项", "is not a line's to change"))
        for other in part
        if other != key
    ]
    tables = part.get(key, {})
    for name, values in tables.items() if isinstance(tables, Mapping) else ():
        rule = name if by_rule else ""
        if name not in base.get(key, {}):
            faults.append(Fault(f"{file}.toml", rule, f"{key}.{name}", say("标准中没有此项", "is not in the standard")))
        for other in values if isinstance(values, Mapping) else ():
            if other not in fields:
                may = ", ".join(fields)
                why = say(f"业务线只能自定：{may}", f"is not a line's to change; it may set: {may}")
                faults.append(Fault(f"{file}.toml", rule, other, why))
    return faults
