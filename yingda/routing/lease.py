"""Being connected is a lease that the browser renews every 10 s. Lost ones come back, or their contacts go on."""

from datetime import datetime, timedelta

from yingda.contacts.models import Contact
from yingda.contacts.queue import put_back
from yingda.journal import record, verb
from yingda.lib.db import lock_rows
from yingda.people.models import Person
from yingda.routing import facts
from yingda.routing.desks import LOST, State, settle
from yingda.routing.enqueue import wait
from yingda.routing.matcher import nudge_after_commit
from yingda.routing.models import Desk, Offer, Slot
from yingda.routing.offers import give_up, lock_contact_of_open_offer

LEASE = timedelta(seconds=30)
GRACE = timedelta(seconds=30)  # how long the contacts of a lost agent wait for them


def renew_lease(person: Person, *, browser: str, at: datetime) -> datetime:
    """The browser is still there. Returns until when it is believed. One UPDATE unless the agent had been lost."""
    until = at + LEASE
    alive = Desk.objects.filter(person=person, lost=None, lease_until__gt=at)
    if not alive.update(lease_until=until, browser=browser):
        come_back(person, browser=browser, until=until, at=at)
    return until


@verb
def come_back(person: Person, *, browser: str, until: datetime, at: datetime) -> None:
    """Connected (again): what the agent was doing goes on."""
    desk = Desk.objects.lock_for(person.pk)
    desk.change(lease_until=until, browser=browser, lost=None)
    settle(desk, at=at, by=person)
    nudge_after_commit()


@verb
def lose(person: int, *, at: datetime) -> bool:
    """The lease has ended: the agent is offline, what rings goes to somebody else, conversations wait for GRACE."""
    lock_contact_of_open_offer(person)
    desk = Desk.objects.lock_for(person)
    if desk.lost or desk.lease_until is None or desk.lease_until > at:
        return False
    if offer := Offer.objects.open().filter(person=person).first():
        give_up(offer, desk, outcome=Offer.Outcome.WITHDRAWN, reason=LOST, at=at)
    desk.change(lost=at)
    record(facts.LEASE_ENDED, at=at, person=person)
    settle(desk, at=at)
    return True


@verb
def give_back(person: int, *, at: datetime) -> int:
    """The grace is over: each conversation goes back to its old place in the queue, and its customer is told.

    One that the channel itself holds goes on: on the phone two people may talk without any browser.
    """
    talking = Slot.objects.filter(person=person, held=False, contact__state=Contact.State.TALKING).values("contact")
    contacts = list(lock_rows(Contact.objects.filter(pk__in=talking)).order_by("pk"))
    desk = Desk.objects.lock_for(person)
    if desk.lost is None or desk.lost + GRACE > at:
        return 0
    for contact in contacts:
        Slot.objects.filter(contact=contact).delete()
        wait(put_back(contact, reason=LOST, at=at), prefers=desk.person, at=at)
    desk.change(wished=State.OFFLINE, reason=LOST, lease_until=None, lost=None)
    settle(desk, at=at)
    nudge_after_commit()
    return len(contacts)
