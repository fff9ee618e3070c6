"""What time alone does to routing: offers ring out, leases end, and nobody is forgotten. Called by the clock."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError

from yingda.contacts.models import Contact
from yingda.journal import record, verb
from yingda.routing import facts
from yingda.routing.enqueue import enqueue
from yingda.routing.lease import GRACE, give_back, lose
from yingda.routing.matching import match_once
from yingda.routing.models import Desk, Offer
from yingda.routing.offers import ring_out

log = logging.getLogger(__name__)
AT_THE_DOOR = timedelta(seconds=5)  # a channel lets a contact arrive and enter the queue at once
MOST = 200  # rows of a kind in one sweep; the next one comes at once


def sweep(at: datetime) -> int:
    """End what has run out. Returns how much. One that fails is told and comes again with the next sweep."""
    done = 0
    for offer in Offer.objects.open().filter(rings_out__lte=at).order_by("rings_out")[:MOST]:
        done += attempt("ring_out", lambda offer=offer: ring_out(offer, at=at), at)
    for person in people(Desk.objects.filter(lost=None, lease_until__lte=at).order_by("lease_until")):
        done += attempt("lose", lambda person=person: lose(person, at=at), at)
    for person in people(Desk.objects.filter(lost__lte=at - GRACE).order_by("lost")):
        done += attempt("give_back", lambda person=person: give_back(person, at=at) or True, at)
    for contact in forgotten(at):
        done += attempt("enqueue", lambda contact=contact: bool(enqueue(contact, at=at)), at)
    return done


def forgotten(at: datetime) -> list[Contact]:
    """Customers whom a process that died left at the door: they came, and nobody put them into the queue.

    Callers listen to announcements before they queue; the telephone looks after them itself.
    """
    lost = Contact.objects.filter(state=Contact.State.WAITING, waiting=None, arrived__lte=at - AT_THE_DOOR)
    lost = lost.exclude(channel=Contact.Channel.PHONE, queued=None)
    return list(lost.order_by("queued", "pk")[:MOST])


def match_safely(at: datetime) -> int:
    """`match_once`, whose errors become facts: the safety net and the matcher thread come again."""
    return attempt("match", lambda: match_once(at), at)


def people(desks) -> list[int]:
    return list(desks.values_list("person", flat=True)[:MOST])


def attempt(step: str, work: Callable[[], int], at: datetime) -> int:
    """The work's result; 0 when it failed, which is logged and told as a fact."""
    try:
        return int(work())
    except Exception as error:
        log.exception("routing: %s failed and will be tried again", step)
        tell(step, error, at)
        return 0


def tell(step: str, error: Exception, at: datetime) -> None:
    try:
        failed(step, type(error).__name__, at)
    except (DatabaseError, InterfaceError):
        log.exception("routing: the failure of %s could not be recorded either", step)


@verb
def failed(step: str, error: str, at: datetime) -> None:
    record(facts.FAILED, at=at, step=step, error=error[:64])
