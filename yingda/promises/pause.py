"""A promise stands still while nothing can be done for it, and goes on with what was left."""

from datetime import datetime

from yingda.journal import verb
from yingda.people.models import Person
from yingda.promises.errors import Settled, Standing
from yingda.promises.extend import must_be_before_limit
from yingda.promises.models import Promise
from yingda.promises.turns import save, turning


@verb
def pause(promise: Promise, *, by: Person | None, reason: str, at: datetime) -> Promise:
    """Stop its time; `reason` is a code. May be called twice. Raises Settled, TooLate."""
    promise = Promise.objects.lock(promise.pk)
    if promise.state == Promise.State.PAUSED:
        return promise
    must_be_before_limit(promise, at)
    turn = turning(promise)
    turn.pause(at, reason, by and by.pk)
    save(turn)
    return promise


@verb
def resume(promise: Promise, *, by: Person | None, at: datetime) -> Promise:
    """Let its time go on. May be called twice. Raises Settled, Standing (it is broken)."""
    promise = Promise.objects.lock(promise.pk)
    if promise.state == Promise.State.RUNNING:
        return promise
    if promise.state not in Promise.OPEN:
        raise Settled
    if promise.state == Promise.State.BROKEN:
        raise Standing
    turn = turning(promise)
    turn.resume(at, by and by.pk)
    save(turn)
    return promise
