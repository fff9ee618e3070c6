"""Offers waiting contacts to free agents: short transactions of their own, one process at a time."""

import logging
import time
from datetime import datetime, timedelta
from functools import cache

from django.db import OperationalError
from django.db.models import F

from yingda.contacts.models import Contact
from yingda.contacts.queue import offer_to
from yingda.journal import record, verb
from yingda.journal.holding import hold
from yingda.lib import rows
from yingda.lib.db import try_lock
from yingda.lib.ids import uuid7
from yingda.lib.prepared import Given, Prepared
from yingda.routing import facts, scene
from yingda.routing.desks import current_of, lock_desks, settle
from yingda.routing.models import Desk, Offer, Presence, Slot, Waiting
from yingda.routing.planning import Wish, plan
from yingda.standard import versions

log = logging.getLogger(__name__)
MATCHING = 0x59D0_0001  # the advisory lock's key
TAKEN = Prepared(
    lambda: Slot.objects.filter(person=Given(Slot, "person"), channel=Given(Slot, "channel")).values_list("number")
)
BUSY_PAUSE_SECONDS = 0.003
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
            batch = offer_batch(at)
        except OfferFailed as failure:
            log.exception("contact %s could not be offered; it is tried again later", failure.contact)
            postpone(failure.contact, type(failure.__cause__).__name__, at)
            continue
        if batch is None:
            time.sleep(BUSY_PAUSE_SECONDS)  # another process is at it, and may offer ours as well
            continue
        planned, offered = batch
        made += offered
        if not offered or offered == planned < BATCH:
            break  # whoever came meanwhile has nudged
    return made


def anybody(at: datetime) -> bool:
    """Whether looking closer is worth a write transaction."""
    return bool(scene.ANYBODY.values(not_before=at, lease_until=at))


@verb
def offer_batch(at: datetime) -> tuple[int, int] | None:
    """Plan, lock what the plan names (contacts, then desks), and offer what still holds then.

    How many offers were planned, at most BATCH, and how many were made; None while another process does.
    """
    if not try_lock(MATCHING):
        return None
    wishes, agents = scene.wishes(at), scene.free_agents(at)
    pairs = plan(wishes, agents, at, cache(lambda: scene.agents(at)))[:BATCH]
    wished = {wish.contact: wish for wish in wishes}
    capacity = {agent.person: agent.capacity for agent in agents}
    contacts = {pk: Contact.objects.lock(pk) for pk in sorted(pair.contact for pair in pairs)}
    desks = {desk.person_id: desk for desk in lock_desks({pair.person for pair in pairs})}
    made = 0
    for pair in pairs:
        contact, desk = contacts[pair.contact], desks[pair.person]
        taken = taken_by(desk.person_id, contact.channel)
        room = len(taken) < capacity[desk.person_id][contact.channel]
        if room and waits(contact, wished[contact.pk]) and is_free(desk, at):
            offer(contact, desk, first_free(taken), at)
            made += 1
    return len(pairs), made


def waits(contact: Contact, wish: Wish) -> bool:
    """Whether the contact, now locked, still waits for what it waited for when the offers were planned."""
    row = scene.STILL_WAITING.first(contact=contact.pk)
    return contact.state == Contact.State.WAITING and row is not None and scene.same(row, wish)


def is_free(desk: Desk, at: datetime) -> bool:
    """Whether the agent, whose desk is now locked, may still be rung."""
    connected = desk.lost is None and desk.lease_until is not None and desk.lease_until > at
    if not connected or desk.wished != Presence.State.READY:
        return False
    current = current_of(desk)
    return current is not None and current.state in Presence.TAKES_CONTACTS


def offer(contact: Contact, desk: Desk, number: int, at: datetime) -> None:
    """One offer with its slot. What our program does wrong with one contact is told by OfferFailed."""
    try:
        make_offer(contact, desk, number, at)
    except OperationalError:
        raise  # the whole verb may run again
    except Exception as error:
        raise OfferFailed(contact.pk) from error


def make_offer(contact: Contact, desk: Desk, number: int, at: datetime) -> Offer:
    standard = versions.of(contact.standard_id, contact.line)
    made = Offer(
        uid=uuid7(),
        contact=contact,
        person=desk.person,
        at=at,
        rings=standard.rings,
        rings_out=at + standard.rings * standard.ring,
    )
    rows.insert([hold((Offer, made.uid), made)])
    rows.insert([Slot(person=desk.person, channel=contact.channel, number=number, contact=contact)])
    offer_to(contact, desk.person, offer=made.uid, rings=standard.rings, at=at)
    record(facts.OFFERED, at=at, line=contact.line_id, contact=contact, person=desk.person_id, offer=made.uid)
    settle(desk, at=at, at_hand=[contact.state])  # which outweighs whatever else they have
    return made


def taken_by(person: int, channel: str) -> set[int]:
    """The places that are taken at the desk, which is locked."""
    return {number for (number,) in TAKEN.values(person=person, channel=channel)}


def first_free(taken: set[int]) -> int:
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


@verb
def postpone(contact: int, error: str, at: datetime) -> None:
    """Keep a contact that cannot be offered from being tried at once again; the delay doubles each time."""
    row = Waiting.objects.filter(contact=contact).first()
    if row:
        delay = min(SHORTEST_DELAY * 2 ** min(row.failures, 10), LONGEST_DELAY)
        Waiting.objects.filter(pk=row.pk).update(failures=F("failures") + 1, not_before=at + delay)
        record(facts.FAILED, at=at, contact=contact, line=row.line_id, step="offer", error=error[:64])
