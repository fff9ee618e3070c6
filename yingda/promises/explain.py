"""How a promise's limit came about, step by step, in words: opening, counting, pauses, extensions, result."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from yingda.journal import declared
from yingda.journal.models import Fact
from yingda.lib.errors import NotFound
from yingda.lib.say import Sentence, say
from yingda.promises.deadlines import Deadlines
from yingda.promises.models import Promise
from yingda.promises.turns import history_of, standard_of
from yingda.standard.durations import Unit, in_words
from yingda.standard.steps import words

OPENED = say("{at}开始：{what}。", "Opened {at}: {what}.")
STATED = say("向客户约定的时间：{limit}。", "The time given to the customer: {limit}.")
PAUSED = say("{since}暂停，{ended}继续，剩余 {left}。", "Paused {since}, resumed {ended}, {left} were left.")
STANDS = say("{since}起暂停，继续前不计时。", "Paused since {since}: no time counts until it resumes.")
EXTENDED = say("{at}延期到{limit}，已告知客户。", "Extended {at} to {limit}; the customer was told.")
RESULT = say("时限：{limit}。", "The limit: {limit}.")
AIM = say("目标：{target}。", "The target: {target}.")
ENDS = {
    Promise.State.KEPT: say("{at}兑现。", "Kept {at}."),
    Promise.State.KEPT_LATE: say("{at}超时后兑现。", "Kept late {at}."),
    Promise.State.CANCELLED: say("{at}取消。", "Cancelled {at}."),
}
BROKEN = say("{at}超时。", "Broken {at}.")
HEAD = say("规则 {rule}：{title}（来源 {source}）", "Rule {rule}: {title} (source {source})")


@dataclass(frozen=True)
class Explanation:
    """The sentences in order, and the limit recomputed from history alone."""

    steps: tuple[Sentence, ...]
    limit: datetime


def explain(promise: Promise) -> Explanation:
    """Explain a promise's deadline. Times are in the line's zone."""
    standard = standard_of(promise)
    deadlines = Deadlines(standard.promise(promise.rule), standard.calendar, history_of(promise))
    return Explanation(tuple(told(promise, deadlines)), deadlines.limit)


def explain_text(uid: str, language: str | None = None) -> str:
    """The same as lines of text, for `yingda promise explain ID`. Raises NotFound."""
    promise = Promise.objects.filter(uid=uid).first()
    if promise is None:
        raise NotFound
    rule = standard_of(promise).promise(promise.rule)
    head = HEAD(language, rule=rule.rule, title=rule.title(language), source=rule.source)
    return "\n".join([head, *(f"- {step(language)}" for step in explain(promise).steps)])


def told(promise: Promise, deadlines: Deadlines) -> Iterator[Sentence]:
    local = deadlines.calendar.local
    yield filled(OPENED, at=local(promise.opened), what=title_of(promise.opened_by))
    yield counting(promise, deadlines)
    yield from changes(deadlines)
    if deadlines.target:
        yield filled(AIM, target=local(deadlines.target))
    yield filled(RESULT, limit=local(deadlines.limit))
    if promise.broken:
        yield filled(BROKEN, at=local(promise.broken))
    if promise.settled:
        yield filled(ENDS[promise.state], at=local(promise.settled))


def counting(promise: Promise, deadlines: Deadlines) -> Sentence:
    """How the time of the rule was counted from the opening."""
    rule, calendar = deadlines.rule, deadlines.calendar
    if rule.limit is None:
        return filled(STATED, limit=calendar.local(promise.due))
    if rule.unit is Unit.WORKING_DAYS:
        return calendar.add_working_days(promise.opened, rule.limit.days).sentence()
    if rule.unit is Unit.SERVICE:
        return calendar.add(promise.opened, rule.limit).sentence()
    return calendar.elapse(promise.opened, rule.limit).sentence()


def changes(deadlines: Deadlines) -> Iterator[Sentence]:
    """Pauses and extensions in the order in which they happened, each with what it did."""
    local, history = deadlines.calendar.local, deadlines.history
    happened = [(since, "pause", ended) for since, ended in history.pauses]
    happened += [(at, "extension", limit) for at, limit in history.extensions]
    for at, what, then in sorted(happened, key=lambda change: change[0]):
        if what == "extension":
            yield filled(EXTENDED, at=local(at), limit=local(then))
        elif then is None:
            yield filled(STANDS, since=local(at))
        else:
            left = deadlines.measure.between(at, deadlines.up_to(at).limit)
            yield filled(PAUSED, since=local(at), ended=local(then), left=in_words(left))


def title_of(fact: int) -> Sentence:
    """What the opening fact is called."""
    name = Fact.objects.filter(pk=fact).values_list("name", flat=True).first()
    known = declared(name) if name else None
    return known.title if known else say("（未知事实）", "(unknown fact)")


def filled(pattern: Sentence, **values: object) -> Sentence:
    """A sentence whose values are said in its own language."""
    zh = {key: words(value).zh for key, value in values.items()}
    en = {key: words(value).en for key, value in values.items()}
    return say(pattern.zh.format(**zh), pattern.en.format(**en))
