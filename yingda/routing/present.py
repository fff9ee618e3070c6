"""Offers, presence, the queue and the floor as the API and the feed show them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, prefetch_related_objects

from yingda.contacts.models import Contact
from yingda.contacts.present import contact_out, line_brief, person_brief
from yingda.customers.present import briefs
from yingda.lib.times import now
from yingda.people.models import Capability, Person, Restriction
from yingda.routing.models import Desk, Offer, Presence, Waiting
from yingda.routing.standing import positions


def offer_out(offers: Iterable[Offer]) -> list[dict]:
    """OfferOut of each: {id, contact, person, at, rings_out, rings, outcome}."""
    offers = list(offers)
    prefetch_related_objects(offers, "contact", "person")
    contacts = contact_out(offer.contact for offer in offers)
    return [
        {
            "id": offer.uid,
            "contact": contact,
            "person": person_brief(offer.person),
            "at": offer.at,
            "rings_out": offer.rings_out,
            "rings": offer.rings,
            "outcome": offer.outcome,
        }
        for offer, contact in zip(offers, contacts, strict=True)
    ]


def presence_out(person: Person) -> dict:
    """PresenceOut: what the person does now, what they wished for, and until when they are believed connected."""
    current = Presence.objects.now().filter(person=person).first()
    desk = Desk.objects.filter(person=person).first()
    return {
        "state": current.state if current else Presence.State.OFFLINE,
        "reason": current.reason if current else "",
        "since": current.since if current else None,
        "barred": barred_of([person.pk]).get(person.pk, []),
        "wished": desk.wished if desk else Presence.State.OFFLINE,
        "lease_until": desk.lease_until if desk else None,
    }


def queue_out(rows: Sequence[Waiting], at: datetime) -> list[dict]:
    """WaitingOut of each, in the order given."""
    rows = list(rows)
    prefetch_related_objects(rows, "contact", "line", "team", "prefers")
    standing = positions(rows, at)
    customers = briefs(row.contact.customer_id for row in rows)
    return [waiting_out(row, standing[row.contact_id], customers) for row in rows if row.contact_id in standing]


def waiting_out(row: Waiting, standing: tuple[int, int | None], customers: dict[int, dict]) -> dict:
    place, seconds = standing
    return {
        "contact": row.contact.uid,
        "position": place,
        "expected_seconds": seconds,
        "line": line_brief(row.line),
        "channel": row.channel,
        "language": row.language,
        "state": row.contact.state,
        "urgency": row.contact.urgency,
        "since": row.since,
        "customer": customers.get(row.contact.customer_id),
        "team": row.team and row.team.name,
        "prefers": person_brief(row.prefers),
    }


def agents_out(people: Sequence[Person]) -> list[dict]:
    """AgentOut of each: who, what they do since when, what they may take, and whom they serve."""
    people = list(people)
    prefetch_related_objects(people, "team")
    ids = [person.pk for person in people]
    states = {row.person_id: row for row in Presence.objects.now().filter(person__in=ids)}
    served: dict[int, list[dict]] = {}
    talking = list(Contact.objects.filter(agent__in=ids, state__in=[Contact.State.OFFERED, Contact.State.TALKING]))
    for contact, out in zip(talking, contact_out(talking), strict=True):
        served.setdefault(contact.agent_id, []).append(out)
    capacity: dict[int, dict[str, int]] = {}
    channels = Capability.objects.filter(person__in=ids, kind=Capability.Kind.CHANNEL)
    for person, code, number in channels.values_list("person", "code", "number"):
        capacity.setdefault(person, {})[code] = number
    barred = barred_of(ids)
    return [
        {
            "person": person_brief(person),
            "team": person.team and {"id": person.team.uid, "name": person.team.name, "name_en": person.team.name_en},
            "presence": interval_out(states.get(person.pk)),
            "capacity": capacity.get(person.pk, {}),
            "barred": barred.get(person.pk, []),
            "contacts": served.get(person.pk, []),
        }
        for person in people
    ]


def barred_of(people: Iterable[int]) -> dict[int, list[dict]]:
    """BarredOut by person: what keeps contacts from them now, whatever they say that they do."""
    found: dict[int, list[dict]] = {}
    held = Restriction.objects.filter(Q(until=None) | Q(until__gt=now()), person__in=people).select_related("line")
    for row in held.order_by("pk"):
        shown = {"channel": row.channel, "line": row.line.code if row.line else None, "reason": row.reason}
        found.setdefault(row.person_id, []).append(shown)
    return found


def interval_out(row: Presence | None) -> dict:
    if row is None:
        return {"state": Presence.State.OFFLINE, "reason": "", "since": None}
    return {"state": row.state, "reason": row.reason, "since": row.since}
