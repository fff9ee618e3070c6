"""An offer rings the agent's phone. What the phone then does becomes the offer's answer."""

from datetime import datetime, timedelta
from uuid import UUID

from yingda.contacts.models import Contact
from yingda.journal import record
from yingda.journal.holding import held
from yingda.journal.models import Fact
from yingda.lib import rows
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Person
from yingda.routing import offers
from yingda.routing.errors import OfferGone
from yingda.routing.models import Offer
from yingda.standard import versions
from yingda.telephony import facts, phones
from yingda.telephony.arranging import arrange
from yingda.telephony.models import Call, Leg, Phone
from yingda.telephony.moving import add_leg, call_of, end_leg, moved

OFFER = Prepared(lambda: Offer.objects.filter(uid=Given(Offer, "uid")).select_related("person"))
SPARE = timedelta(seconds=5)  # the exchange rings longer than the offer lasts: routing says when the rings are over


def made(heard: list[Fact]) -> None:
    """offer.made: the phone of whoever was asked shall ring. Without a phone that can, somebody else is asked."""
    for fact in heard:
        call = call_of(Contact.objects.lock(fact.contact))
        if call is None or call.ended:
            continue
        offer = offer_of(UUID(fact.data["offer"]))
        if offer is None or offer.outcome:
            continue
        phone = phones.to_ring(offer.person_id)
        if phone is None:
            phones.bar(offer.person_id, at=fact.at)
            offers.decline(offer, by=offer.person, reason=phones.NO_PHONE, at=fact.at)
        else:
            ring(call, offer, phone, at=fact.at)


def ring(call: Call, offer: Offer, phone: Phone, *, at: datetime) -> Leg:
    leg = add_leg(
        call, Leg.Party.AGENT, at=at, person_id=offer.person_id, phone=phone, offer=offer.uid,
        seconds=seconds_of(offer, call.contact),
    )  # fmt: skip
    moved(call, at=at)
    return leg


def seconds_of(offer: Offer, contact: Contact) -> int:
    rings = offer.rings * versions.of(contact.standard_id, contact.line).ring
    return int((rings + SPARE).total_seconds())


def rang(leg: Leg, *, at: datetime) -> None:
    """The phone rings now: the agent's rings, and the promise to answer within them, count from here (2.1, 4.1)."""
    offer = open_offer(leg)
    if offer and offers.ring(offer, at=at):
        contact = leg.call.contact
        record(
            facts.RINGING, at=at, line=contact.line_id, contact=contact, person=leg.person_id, leg=leg.uid,
            rings=offer.rings,
        )  # fmt: skip


def picked_up(leg: Leg, *, at: datetime) -> None:
    """The agent answers by picking up. Too late, and the phone is hung up again."""
    try:
        offers.accept(offer_of(leg.offer), by=leg.person, at=at)
    except OfferGone:
        end_leg(leg, cause="too_late", at=at)
    arrange(leg.call, at=at)


def given_up(leg: Leg, cause: str, *, at: datetime) -> None:
    """The phone did not take it: rejected, busy, dead, or it rang out. Ends the leg's offer, if that is still open."""
    offer = open_offer(leg)
    if offer is None:
        return
    if cause == "no_answer":
        offer.rings_out = min(at, offer.rings_out)
        rows.update(offer, "rings_out")
        offers.ring_out(offer, at=at)
        return
    if cause == "unavailable":
        phones.mistrust(leg.person_id, at=at)
    offers.decline(offer, by=by(leg), reason=cause, at=at)


def open_offer(leg: Leg) -> Offer | None:
    offer = leg.offer and offer_of(leg.offer)
    return None if offer is None or offer.outcome else offer


def offer_of(uid: UUID) -> Offer | None:
    """The offer with this uid. For verbs that hold its contact's lock, by which alone it changes."""
    return held((Offer, uid), lambda: OFFER.first(uid=uid))


def by(leg: Leg) -> Person:
    return Person.objects.get(pk=leg.person_id)
