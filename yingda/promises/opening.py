"""How a promise begins: a row from a rule, a subject and the fact that opens it."""

from datetime import datetime
from uuid import UUID

from yingda.journal.models import Fact
from yingda.lib.times import from_micros
from yingda.promises import facts
from yingda.promises.deadlines import Deadlines, History
from yingda.promises.models import Promise
from yingda.promises.subjects import CASE, CONTACT, Subject
from yingda.promises.turns import Turning
from yingda.standard.shape import PromiseRule


def opened(rule: PromiseRule, subject: Subject, fact: Fact, *, case: int | None = None) -> Turning:
    """A new promise about this subject. Raises NoLimit when neither rule nor fact says by when."""
    word = fact.name == facts.WORD_GIVEN.name
    promise = Promise(
        rule=rule.rule,
        standard_id=subject.standard.version,
        line_id=subject.line,
        subject_kind=subject.kind,
        subject=subject.id,
        contact=subject.id if subject.kind == CONTACT else fact.contact,
        case=subject.id if subject.kind == CASE else case,
        customer=subject.customer,
        owner_id=fact.by if word else subject.owner,
        opened_by=fact.pk,
        opened=fact.at,
        due=stated(rule, fact),
    )
    if word:
        promise.uid = UUID(fact.data["promise"])
    return begun(Turning(promise, rule, subject.standard), fact)


def renewed(before: Turning, fact: Fact) -> Turning:
    """The next round of a recurring promise, opened by what kept this one."""
    old = before.promise
    promise = Promise(
        rule=old.rule,
        standard_id=old.standard_id,
        line_id=old.line_id,
        subject_kind=old.subject_kind,
        subject=old.subject,
        contact=old.contact,
        case=old.case,
        customer=old.customer,
        owner_id=old.owner_id,
        opened_by=fact.pk,
        opened=fact.at,
        round=old.round + 1,
    )
    return begun(Turning(promise, before.rule, before.standard), fact)


def begun(turn: Turning, fact: Fact) -> Turning:
    """Its deadlines are set and its opening is news."""
    promise = turn.promise
    deadlines = Deadlines(turn.rule, turn.standard.calendar, History(promise.opened, promise.due))
    promise.target, promise.limit = deadlines.target, deadlines.limit
    promise.wake = deadlines.wake(0, promise.limit)
    turn.say(facts.OPENED, fact.at, fact.by, limit=promise.limit, round=promise.round)
    return turn


def stated(rule: PromiseRule, fact: Fact) -> datetime | None:
    """The time that the opening fact states, for a rule that has no limit of its own."""
    if rule.limit is None and rule.due_field in fact.data:
        return from_micros(fact.data[rule.due_field])
    return None
