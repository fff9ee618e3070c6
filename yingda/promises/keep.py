"""A promise is kept by a person's own report; as a rule the engine keeps it by the facts that happen."""

from datetime import datetime

from yingda.journal import verb
from yingda.people.models import Person
from yingda.promises.errors import Settled
from yingda.promises.models import Promise
from yingda.promises.turns import save, turning

KEPT = (Promise.State.KEPT, Promise.State.KEPT_LATE)


@verb
def keep(promise: Promise, *, by: Person | None, at: datetime) -> Promise:
    """Kept at `at`; after the limit, kept late. May be called twice. Raises Settled (it was cancelled)."""
    promise = Promise.objects.lock(promise.pk)
    if promise.state in KEPT:
        return promise
    if promise.state not in Promise.OPEN:
        raise Settled
    turn = turning(promise)
    turn.keep(at, by and by.pk)
    save(turn)
    return promise
