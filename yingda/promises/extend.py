"""A promise's limit is moved: before it passes, with a reason, and when the customer has been told (S1 5.2)."""

from datetime import datetime, timedelta
from uuid import UUID

from yingda.journal import verb
from yingda.lib.errors import Malformed
from yingda.lib.say import Sentence, say
from yingda.people.models import Person
from yingda.promises import facts
from yingda.promises.deadlines import Deadlines
from yingda.promises.errors import ExtendedFar, ExtendedOften, NotExtendable, Settled, TooLate, UidTaken
from yingda.promises.models import Extension, Promise
from yingda.promises.turns import Turning, history_of, save, turning
from yingda.standard.durations import in_words

FARTHEST = timedelta(days=365)
REASON = say("原因", "reason")
TOLD = say("告知客户的内容", "what the customer was told")
LIMIT = say("新时限", "new limit")
MISSING = say("请填写", "must be filled in")
EARLIER = say("要晚于现在的时限", "must be later than the limit now")
FAR = say("不能超过一年", "must lie within a year")


@verb
def extend(
    promise: Promise, *, by: Person, limit: datetime, reason: str, told: str, uid: UUID, at: datetime
) -> Extension:
    """Move the limit to `limit`; `told` is what the customer was told, and how. The same uid returns the first.

    Raises Malformed, Settled, TooLate, NotExtendable, ExtendedOften, ExtendedFar, UidTaken.
    """
    promise = Promise.objects.lock(promise.pk)
    if found := Extension.objects.filter(uid=uid).first():
        if found.promise_id != promise.pk:
            raise UidTaken
        return found
    must_be_before_limit(promise, at)
    must_be_said(reason, "reason", REASON)
    must_be_said(told, "told", TOLD)
    turn = turning(promise)
    must_be_allowed(turn, limit)
    extension = Extension.objects.create(
        uid=uid,
        promise=promise,
        before=promise.limit,
        limit=limit,
        reason=reason.strip(),
        told=told.strip(),
        by=by,
        at=at,
    )
    turn.recompute(at)
    turn.say(facts.EXTENDED, at, by.pk, limit=promise.limit)
    save(turn)
    return extension


def must_be_before_limit(promise: Promise, at: datetime) -> None:
    if promise.state == Promise.State.BROKEN:
        raise TooLate
    if promise.state not in Promise.OPEN:
        raise Settled
    if promise.state == Promise.State.RUNNING and at >= promise.limit:
        raise TooLate


def must_be_said(text: str, field: str, name: Sentence) -> None:
    if not text.strip():
        raise Malformed(field=field, field_name=name, why=MISSING)


def must_be_allowed(turn: Turning, limit: datetime) -> None:
    """What the rule says about extensions: whether, how often, how far from where the limit would be without any."""
    allowed, promise = turn.rule.extension, turn.promise
    if limit <= promise.limit:
        raise Malformed(field="limit", field_name=LIMIT, why=EARLIER)
    if limit > promise.limit + FARTHEST:
        raise Malformed(field="limit", field_name=LIMIT, why=FAR)
    if not allowed.allowed:
        raise NotExtendable
    history = history_of(promise)
    if len(history.extensions) >= allowed.times:
        raise ExtendedOften(times=allowed.times)
    plain = Deadlines(turn.rule, turn.standard.calendar, history.without_extensions())
    if allowed.total is not None and limit - plain.limit > allowed.total:
        raise ExtendedFar(field="limit", total=in_words(allowed.total))
