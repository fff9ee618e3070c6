"""What the tests of routing do again and again."""

from datetime import datetime

from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import AT, comes
from yingda.people.models import Person
from yingda.routing.enqueue import enqueue
from yingda.routing.matching import match_once
from yingda.routing.models import Offer, Presence
from yingda.routing.offers import accept
from yingda.routing.presence import go


def ready(*people: Person, at: datetime = AT) -> None:
    for person in people:
        go(person, "ready", at=at)


def queued(line, *, at: datetime = AT, wishes: dict | None = None, **given: object) -> Contact:
    """A customer comes and waits."""
    contact = comes(line, at=at, **given)
    enqueue(contact, at=at, **(wishes or {}))
    return contact


def offered(contact: Contact, at: datetime = AT) -> Offer:
    """The open offer of a contact after matching."""
    match_once(at)
    return Offer.objects.open().get(contact=contact)


def served(line, person: Person, at: datetime = AT) -> Contact:
    """A customer whom `person`, who is ready, serves."""
    contact = queued(line, at=at, wishes={"prefers": person})
    return accept(offered(contact, at), by=person, at=at)


def state_of(person: Person) -> str:
    return Presence.objects.now().get(person=person).state
