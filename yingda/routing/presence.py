"""The agent says what they do: ready, rest, training, away, offline."""

from datetime import datetime

from yingda.contacts.models import Contact
from yingda.journal import verb
from yingda.people.models import Person
from yingda.routing.desks import State, settle
from yingda.routing.errors import Busy, NotAWish
from yingda.routing.lease import LEASE
from yingda.routing.matcher import nudge_after_commit
from yingda.routing.models import Desk, Offer, Presence, Slot
from yingda.routing.offers import give_up, lock_contact_of_open_offer


@verb
def go(person: Person, state: str, *, at: datetime, reason: str = "", by: Person | None = None) -> Desk:
    """The agent wishes for `state`, which comes once no contact keeps them; none is offered until ready again.

    Ready ends the wrap-up, forgives missed offers and counts as being connected. What rings goes back to the queue.
    `by`: a supervisor who sets it. Raises NotAWish, Busy (offline with live conversations).
    """
    if state not in Presence.WISHES:
        raise NotAWish(field="state")
    lock_contact_of_open_offer(person.pk)
    desk = Desk.objects.lock_for(person.pk)
    if state == State.OFFLINE:
        must_be_alone(desk)
    wish = {"wished": state, "reason": reason, "missed": 0}
    if state == State.READY:
        desk.change(**wish, wrapped=at, lost=None, lease_until=max(desk.lease_until or at, at + LEASE))
        nudge_after_commit()
    else:
        desk.change(**wish)
        if offer := Offer.objects.open().filter(person=person).first():
            give_up(offer, desk, outcome=Offer.Outcome.WITHDRAWN, reason="away", at=at)
    settle(desk, at=at, by=by or person)
    return desk


def must_be_alone(desk: Desk) -> None:
    talking = Slot.objects.filter(person=desk.person_id, contact__state=Contact.State.TALKING).count()
    if talking:
        raise Busy(count=talking)
