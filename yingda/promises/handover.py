"""A promise changes its owner only when the new owner accepts it (1.3)."""

from datetime import datetime
from uuid import UUID

from yingda.journal import FactName, record, verb
from yingda.lib.errors import NotFound
from yingda.people.models import Person
from yingda.promises import facts
from yingda.promises.errors import HandoverAnswered, HandoverOpen, OwnAlready, Settled, UidTaken
from yingda.promises.models import Promise, PromiseHandover


@verb
def hand_over(promise: Promise, *, to: Person, by: Person, uid: UUID, at: datetime) -> PromiseHandover:
    """Ask `to` to take it over. The same uid returns the first. Raises Settled, OwnAlready, HandoverOpen, UidTaken."""
    promise = Promise.objects.lock(promise.pk)
    if found := PromiseHandover.objects.filter(uid=uid).first():
        if (found.promise_id, found.to_id) != (promise.pk, to.pk):
            raise UidTaken
        return found
    must_be_owed(promise)
    if promise.owner_id == to.pk:
        raise OwnAlready(field="to")
    if waiting := promise.handovers.filter(answered=None).select_related("to").first():
        raise HandoverOpen(name=waiting.to.name)
    handover = PromiseHandover.objects.create(uid=uid, promise=promise, by=by, to=to, at=at)
    tell(facts.HANDOVER, handover, promise, by=by, at=at)
    return handover


@verb
def accept(handover: PromiseHandover, *, by: Person, at: datetime) -> PromiseHandover:
    """The one who was asked owns it now. May be called twice. Raises NotFound, Settled, HandoverAnswered."""
    promise, handover = locked(handover, by)
    if handover.answered:
        return answered(handover, accepted=True)
    must_be_owed(promise)
    promise.owner = by
    promise.save(update_fields=["owner"])
    return answer(handover, promise, by=by, at=at, accepted=True)


@verb
def decline(handover: PromiseHandover, *, by: Person, at: datetime) -> PromiseHandover:
    """The one who was asked does not take it. May be called twice. Raises NotFound, HandoverAnswered."""
    promise, handover = locked(handover, by)
    if handover.answered:
        return answered(handover, accepted=False)
    return answer(handover, promise, by=by, at=at, accepted=False)


def locked(handover: PromiseHandover, by: Person) -> tuple[Promise, PromiseHandover]:
    promise = Promise.objects.lock(handover.promise_id)
    handover = PromiseHandover.objects.get(pk=handover.pk)
    if handover.to_id != by.pk:
        raise NotFound
    return promise, handover


def must_be_owed(promise: Promise) -> None:
    if promise.state not in Promise.OPEN:
        raise Settled


def answered(handover: PromiseHandover, *, accepted: bool) -> PromiseHandover:
    """The same answer again is the first one; another answer comes too late."""
    if handover.accepted != accepted:
        raise HandoverAnswered
    return handover


def answer(handover: PromiseHandover, promise: Promise, *, by: Person, at: datetime, accepted: bool) -> PromiseHandover:
    handover.answered, handover.accepted = at, accepted
    handover.save(update_fields=["answered", "accepted"])
    tell(facts.HANDED_OVER if accepted else facts.DECLINED, handover, promise, by=by, at=at)
    return handover


def tell(name: FactName, handover: PromiseHandover, promise: Promise, *, by: Person, at: datetime) -> None:
    record(
        name,
        at=at,
        by=by,
        line=promise.line_id,
        contact=promise.contact,
        case=promise.case,
        person=handover.to_id,
        promise=promise.uid,
        handover=handover.uid,
    )
