"""A promise that is not owed any more is cancelled with a reason. That it was broken, if it was, stays on record."""

from datetime import datetime

from yingda.journal import verb
from yingda.people.models import Person
from yingda.promises.errors import Settled
from yingda.promises.extend import REASON, must_be_said
from yingda.promises.models import Promise
from yingda.promises.turns import save, turning


@verb
def cancel(promise: Promise, *, by: Person, reason: str, at: datetime) -> Promise:
    """Nothing is owed any more because of `reason` (at most 500). May be called twice. Raises Malformed, Settled."""
    promise = Promise.objects.lock(promise.pk)
    if promise.state == Promise.State.CANCELLED:
        return promise
    if promise.state not in Promise.OPEN:
        raise Settled
    must_be_said(reason, "reason", REASON)
    turn = turning(promise)
    turn.cancel(at, by.pk, reason.strip()[:500])
    save(turn)
    return promise
