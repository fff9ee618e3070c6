"""Offers waiting contacts to free agents: short transactions of their own, one process at a time."""

import logging
from datetime import datetime, timedelta

from django.db import OperationalError
from django.db.models import F

from yingda.contacts.models import Contact
from yingda.contacts.queue import offer_to
from yingda.journal import record, verb
from yingda.lib.db import lock, lock_rows
from yingda.lib.ids import uuid7
from yingda.routing import facts, scene
from yingda.routing.desks import settle
from yingda.routing.models import Desk, Offer, Presence, Slot, Waiting
from yingda.routing.planning import Agent, Pair, plan
from yingda.standard import versions

log = logging.getLogger(__name__)
MATCHING = 0x59D0_0001  # the advisory lock's key
BATCH = 10  # offers a transaction, which keeps it short
SHORTEST_DELAY = timedelta(seconds=1)
LONGEST_DELAY = timedelta(seconds=60)


class OfferFailed(Exception):
    """Offering this contact failed by a defect: the others must not wait for it."""

    def __init__(self, contact: int):
        self.contact = contact
        super().__init__(contact)


def match_once(at: datetime) -> int:
    """Make every offer that can be made now. Returns how many. May run in any number of processes at once."""
    made = 0
    while anybody(at):
        try:
            offered = offer_batch(at)
        except OfferFailed as failure:
            log.exception("contact %s could not be offered; it is tried again later", failure.contact)
            postpone(failure.contact, type(failure.__cause__).__name__, at)
            continue
        made += offered
        if not offered:
            break
    return made


def anybody(at: datetime) -> bool:
    """Whether looking closer is worth a write transaction."""
    return Waiting.objects.to_offer(at).exists() and (
        Desk.objects.at_work(at)
        .filter(person__presences__ended=None, person__presences__state__in=Presence.TAKES_CONTACTS)
        .exists()
    )


@verb
def offer_batch(at: datetime) -> int:
    """Plan, lock what the plan names (contacts, then desks), plan again with what is locked, and offer."""
    lock(MATCHING)
    pairs = plan(scene.wishes(at), scene.agents(at), at)[:BATCH]
    if not pairs:
        return 0
    contacts = {
        contact.pk: contact
        for contact in lock_rows(Contact.objects.filter(pk__in=[pair.contact for pair in pairs])).order_by("pk")
    }
    people = [pair.person for pair in pairs]
    desks = {desk.person_id: desk for desk in lock_rows(Desk.objects.filter(person__in=people)).order_by("pk")}
    agents = {agent.person: agent for agent in scene.agents(at, people)}
    pairs = plan(scene.wishes(at, contacts), list(agents.values()), at)
    for pair in pairs:
        offer(pair, contacts[pair.contact], desks[pair.person], agents[pair.person], at)
    return len(pairs)


def offer(pair: Pair, contact: Contact, desk: Desk, agent: Agent, at: datetime) -> None:
    """One offer with its slot. What our program does wrong with one contact is told by OfferFailed."""
    try:
        make_offer(contact, desk, agent, at)
    except OperationalError:
        raise  # the whole verb may run again
    except Exception as error:
        raise OfferFailed(pair.contact) from error


def make_offer(contact: Contact, desk: Desk, agent: Agent, at: datetime) -> Offer:
    standard = versions.of(contact.standard_id, contact.line)
    made = Offer.objects.create(
        uid=uuid7(),
        contact=contact,
        person_id=desk.person_id,
        at=at,
        rings=standard.rings,
        rings_out=at + standard.rings * standard.ring,
    )
    Slot.objects.create(
        person_id=desk.person_id,
        channel=contact.channel,
        number=free_number(desk.person_id, contact.channel),
        contact=contact,
    )
    offer_to(contact, desk.person, offer=made.uid, rings=standard.rings, at=at)
    record(facts.OFFERED, at=at, line=contact.line_id, contact=contact, person=desk.person_id, offer=made.uid)
    settle(desk, at=at)
    return made


def free_number(person: int, channel: str) -> int:
    taken = set(Slot.objects.filter(person=person, channel=channel).values_list("number", flat=True))
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


@verb
def postpone(contact: int, error: str, at: datetime) -> None:
    """Keep a contact that cannot be offered from being tried at once again; the delay doubles each time."""
    row = Waiting.objects.filter(contact=contact).first()
    if row:
        delay = min(SHORTEST_DELAY * 2 ** min(row.failures, 10), LONGEST_DELAY)
        Waiting.objects.filter(pk=row.pk).update(failures=F("failures") + 1, not_before=at + delay)
        record(facts.FAILED, at=at, contact=contact, line=row.line_id, step="offer", error=error[:64])
