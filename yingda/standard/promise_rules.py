"""Chapter 4 as read from `promises.toml`."""

from datetime import timedelta

from yingda.standard.durations import Span, Unit, span
from yingda.standard.reading import Table
from yingda.standard.shape import Accumulation, Before, Condition, Escalation, Extension, PromiseRule

SUBJECTS = ("contact", "case", "person", "outage", "collaboration")
TOLD = ("owner", "supervisor", "duty_manager")
LIMIT_UNITS = (Unit.ELAPSED, Unit.SERVICE, Unit.WORKING_DAYS, Unit.MONTHS)
PLAIN = (Unit.ELAPSED, Unit.SERVICE)
STATED, RINGS = "stated", "rings"
DAY = timedelta(days=1)


def read_promises(file: Table, ringing: timedelta) -> tuple[dict[str, PromiseRule], dict[str, dict]]:
    """The promises by rule id, and the further figures of each. `ringing`: as long as the rings of 2.1 last."""
    defaults = file.table("defaults")
    reminders, escalation = read_reminders(defaults), read_escalation(defaults)
    defaults.done()
    promises, figures = {}, {}
    for rule, table in file.named("promise", as_rules=True).items():
        figures[rule] = read_figures(table)
        promises[rule] = read_promise(rule, table, ringing, reminders, escalation)
        table.done()
    file.done()
    return promises, figures


def read_promise(rule: str, table: Table, ringing: timedelta, reminders: tuple, escalation: tuple) -> PromiseRule:
    unit, limit = read_limit(table, ringing)
    accumulates = read_accumulation(table)
    promise = PromiseRule(
        rule=rule,
        title=table.title(),
        source=table.text("source"),
        subject=table.choice("subject", SUBJECTS),
        opens=conditions(table, "opens", [] if accumulates else None),
        keeps=read_keeps(table),
        target=read_target(table, unit),
        limit=limit,
        unit=unit,
        reminders=read_reminders(table, reminders),
        escalation=read_escalation(table, escalation),
        extension=read_extension(table),
        recurring=table.flag("recurring", False),
        widest=table.length("widest"),
        until=conditions(table, "until", []),
        pauses=conditions(table, "pauses", []),
        resumes=conditions(table, "resumes", []),
        cancels=conditions(table, "cancels", []),
        resets=conditions(table, "resets", []),
        months=months(table),
        due_field=table.text("due_field", ""),
        before=read_before(table),
        accumulates=accumulates,
        enforced=table.flag("enforced"),
    )
    must_fit(promise, table)
    return promise


def must_fit(promise: PromiseRule, table: Table) -> None:
    """Faults in how the parts of one promise go together."""
    if promise.target and promise.limit and promise.target > promise.limit:
        table.fault("target", "目标不能超过时限", "must not be longer than the limit")
    if promise.widest and promise.limit and promise.limit > promise.widest:
        table.fault("limit", "时限不能超过 widest", "must not be longer than `widest`")
    if promise.recurring and not promise.until:
        table.fault("until", "循环的承诺须写明何时结束", "must say what ends a recurring promise")
    if promise.pauses and not promise.resumes:
        table.fault("resumes", "写了 pauses 就要写 resumes", "must be given together with `pauses`")
    if table.data.get("limit") == STATED and not promise.due_field:
        table.fault("due_field", "时限由事实给出，请写明字段名", 'must name the fact\'s field: the limit is "stated"')


def read_limit(table: Table, ringing: timedelta) -> tuple[Unit, timedelta | None]:
    """The unit and the limit; None when the fact states it or it is counted back from another time or in months."""
    if "before" in table.data:
        return Unit.ELAPSED, None
    if table.data.get("limit") in (STATED, RINGS):
        return Unit.ELAPSED, None if table.text("limit") == STATED else ringing
    read = table.span("limit", units=LIMIT_UNITS)
    if read is None:
        return Unit.ELAPSED, None
    if read.unit is Unit.MONTHS:
        return read.unit, None
    return read.unit, as_length(read)


def months(table: Table) -> int:
    """How many months the limit is, 0 when it is counted otherwise."""
    try:
        read = span(table.data.get("limit"))
    except ValueError:
        return 0  # `read_limit` has told it
    return read.count if read.unit is Unit.MONTHS else 0


def as_length(read: Span) -> timedelta:
    return DAY * read.count if read.unit is Unit.WORKING_DAYS else read.length


def read_target(table: Table, unit: Unit) -> timedelta | None:
    """The target, which is counted like the limit."""
    read = table.span("target", None, LIMIT_UNITS)
    if read is None:
        return None
    if read.unit is not unit:
        table.fault("target", f"单位须与时限相同：{unit}", f"must have the limit's unit: {unit}")
    return as_length(read)


def read_keeps(table: Table) -> tuple[tuple[Condition, ...], ...]:
    if "all_of" not in table.data:
        return (conditions(table, "keeps"),)
    if "keeps" in table.data:
        table.asked.append("keeps")
        table.fault("keeps", "keeps 与 all_of 只写其一", "give either `keeps` or `all_of`")
    groups = table.raw("all_of", list, [], "事实列表的列表", "a list of lists of facts")
    tables = [table.below({"all_of": group}, f"{number + 1}") for number, group in enumerate(groups)]
    return tuple(conditions(one, "all_of") for one in tables)


def conditions(table: Table, key: str, default: object = None) -> tuple[Condition, ...]:
    """Facts with equality on their data. Without a default at least one must be there."""
    found = tuple(condition(one) for one in (table.tables(key) if default is None else table.tables(key, default)))
    if default is None and not found and key in table.data:
        table.fault(key, "至少写一个事实", "must name at least one fact")
    return found


def condition(table: Table) -> Condition:
    fact = table.text("fact")
    when = table.table("when", {})
    for key in when.data:
        when.raw(key, (bool, int, str), None, " true/false、整数或代码", "true or false, a whole number or a code")
    table.done()
    return Condition(fact, dict(when.data))


def read_reminders(table: Table, default: tuple[float, ...] = ()) -> tuple[float, ...]:
    """Parts of the time, "1/2", in rising order, each between 0 and 1."""
    if "reminders" not in table.data:
        table.asked.append("reminders")
        return default
    parts = []
    for text in table.texts("reminders"):
        above, _, below = text.partition("/")
        if not (above.isdecimal() and below.isdecimal() and len(text) < 9 and 0 < int(above) < int(below)):
            table.fault("reminders", f"“{text}”请写成 1/2 这样的分数", f'"{text}": write a part like "1/2"')
            continue
        parts.append(int(above) / int(below))
    if parts != sorted(set(parts)):
        table.fault("reminders", "请由小到大填写", "write them in rising order")
    return tuple(parts)


def read_escalation(table: Table, default: tuple[Escalation, ...] = ()) -> tuple[Escalation, ...]:
    """Who is told how long after the limit, in rising order."""
    if "escalation" not in table.data:
        table.asked.append("escalation")
        return default
    rungs = []
    for one in table.tables("escalation"):
        after = one.span("after", units=PLAIN)
        rungs.append(Escalation(after.length if after else timedelta(), one.choice("to", TOLD)))
        one.done()
    if [rung.after for rung in rungs] != sorted(rung.after for rung in rungs):
        table.fault("escalation", "请按时间先后填写", "write the rungs in order of time")
    return tuple(rungs)


def read_extension(table: Table) -> Extension:
    if "extension" not in table.data:
        table.asked.append("extension")
        return Extension()
    one = table.table("extension")
    extension = Extension(True, one.whole("times", 1, 99), one.length("total"))
    one.done()
    return extension


def read_before(table: Table) -> Before | None:
    if "before" not in table.data:
        table.asked.append("before")
        return None
    one = table.table("before")
    before = Before(one.text("field", ""), one.text("fact", ""), one.length("ahead", timedelta()))
    if bool(before.field) == bool(before.fact):
        table.fault("before", "请写 field 或 fact 其中之一", "needs either `field` or `fact`")
    one.done()
    return before


def read_accumulation(table: Table) -> Accumulation | None:
    if "accumulates" not in table.data:
        table.asked.append("accumulates")
        return None
    one = table.table("accumulates")
    amount = one.span("amount")
    parts = [conditions(one, key) for key in ("starts", "stops", "resets")]
    one.done()
    return Accumulation(amount.length if amount else timedelta(), *parts)


def read_figures(table: Table) -> dict[str, Span | int | str]:
    """The table `figures`: lengths of time, whole numbers, or the name of a promise's figure ("4.2 limit")."""
    figures: dict[str, Span | int | str] = {}
    one = table.table("figures", {})
    for key, value in one.data.items():
        if isinstance(value, str) and value.startswith("4.") and value.endswith((" limit", " target")):
            figures[key] = one.text(key)
        elif isinstance(value, str):
            figures[key] = one.span(key, units=LIMIT_UNITS) or 0
        else:
            figures[key] = one.whole(key, 0, 1_000_000)
    return figures
