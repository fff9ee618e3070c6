"""A person gets no contacts for a while, and gets them again. For verbs of the rooms that know why."""

from datetime import datetime

from django.db.models import Q

from yingda.journal import record
from yingda.people import facts
from yingda.people.models import Person, Restriction


def restrict(
    person: Person | int,
    *,
    reason: str,
    at: datetime,
    channel: str = "",
    until: datetime | None = None,
    by: Person | None = None,
) -> bool:
    """No contacts (of this channel) go to the person until then, or `release`. False when that was so already."""
    who = getattr(person, "pk", person)
    as_long = Q(until=None) | Q(until__gte=until) if until else Q(until=None)
    if Restriction.objects.filter(as_long, person=who, channel=channel, reason=reason).exists():
        return False
    Restriction.objects.create(person_id=who, channel=channel, reason=reason, since=at, until=until)
    record(facts.RESTRICTED, at=at, by=by, person=who, reason=reason)
    return True


def release(person: Person | int, *, reason: str, at: datetime, channel: str = "", by: Person | None = None) -> bool:
    """What kept contacts away is over. False when nothing did for this reason."""
    who = getattr(person, "pk", person)
    held = Restriction.objects.filter(Q(until=None) | Q(until__gt=at), person=who, channel=channel, reason=reason)
    if not held.update(until=at):
        return False
    record(facts.RELEASED, at=at, by=by, person=who, reason=reason)
    return True
