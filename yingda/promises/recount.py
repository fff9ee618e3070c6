"""Service hours or the calendar have changed: what is still to be kept is counted anew, so that stored deadlines stay
what their history says.

Each clock process looks whether the calendars are the ones it counted by last; the first look counts all.
"""

from collections.abc import Iterable
from datetime import datetime

from yingda.journal import verb
from yingda.promises import facts
from yingda.promises.deadlines import Deadlines
from yingda.promises.models import Promise
from yingda.promises.present import histories_of
from yingda.promises.rulebook import rule_of
from yingda.promises.turns import save, turning
from yingda.standard import versions
from yingda.standard.durations import Unit
from yingda.standard.errors import NoStandard
from yingda.standard.shape import NoSuchRule
from yingda.standard.shelf import shelf

CHUNK = 200
STANDING = (Promise.State.RUNNING, Promise.State.PAUSED)
counted: dict[str, object] = {}  # by what this process counted last


def recount(at: datetime) -> int:
    """The clock's task: nothing to do as long as no calendar changes. Returns how many deadlines moved."""
    try:
        index = shelf.fresh()
    except NoStandard:
        return 0
    if counted.get("by") == index:
        return 0
    moved = sum(recount_one(promise, at) for promise in suspects(index.versions))
    counted["by"] = index
    return moved


def suspects(approved: Iterable[int]) -> Iterable[Promise]:
    """Promises counted in service hours or working days whose stored limit is not what their history says now."""
    standards = [versions.of(version, None) for version in approved]
    rules = {one.rule for standard in standards for one in standard.promises if one.unit is not Unit.ELAPSED}
    last = 0
    while chunk := list(Promise.objects.filter(state__in=STANDING, rule__in=rules, pk__gt=last).order_by("id")[:CHUNK]):
        histories = histories_of(chunk)
        yield from (promise for promise in chunk if moved(promise, histories[promise.pk]))
        last = chunk[-1].pk


def moved(promise: Promise, history) -> bool:
    try:
        rule, calendar = rule_of(promise.standard_id, promise.line_id, promise.rule)
    except NoSuchRule:
        return False  # the clock says so when it comes to this row
    return Deadlines(rule, calendar, history).limit != promise.limit


@verb
def recount_one(promise: Promise, at: datetime) -> bool:
    """Count one anew under its lock. Returns whether its limit moved."""
    promise = Promise.objects.lock(promise.pk)
    before = promise.limit
    if promise.state not in STANDING:
        return False
    turn = turning(promise)
    turn.recompute()
    if promise.limit == before:
        return False
    turn.say(facts.RECOUNTED, at, None, limit=promise.limit)
    save(turn)
    return True
