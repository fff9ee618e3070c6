"""Where a customer stands in the queue, and how long that will honestly take."""

import math
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from yingda.contacts.models import Contact
from yingda.lib.times import now
from yingda.routing import scene
from yingda.routing.models import Waiting

RECENT = timedelta(hours=2)
SAMPLE = 20  # the latest conversations that say how long one takes
FEWEST = 3  # fewer say nothing


def position(contact: Contact, at: datetime | None = None) -> tuple[int, int | None] | None:
    """The place in the queue of line and channel (1 is next) and the expected wait in seconds.

    None for a contact that does not wait; the wait is None where it cannot be known: nobody at work for it, or too
    few conversations lately.
    """
    row = Waiting.objects.filter(contact=contact).first()
    if row is None:
        return None
    place = Waiting.objects.ahead_of(row).count() + 1
    return place, expected(place, *pace(row.line_id, row.channel, at or now()))


def positions(rows: Collection[Waiting], at: datetime) -> dict[int, tuple[int, int | None]]:
    """The same for many of the queue's rows, by contact id: two queries, and two more for each line and channel."""
    places, last = {}, defaultdict(int)
    queues = Waiting.objects.filter(line__in={row.line_id for row in rows}).in_order()
    for contact, line, channel in queues.values_list("contact", "line", "channel"):
        last[line, channel] += 1
        places[contact] = last[line, channel]
    agents = scene.agents(at)
    paces = {key: pace(*key, at, agents) for key in {(row.line_id, row.channel) for row in rows}}
    return {
        row.contact_id: (places[row.contact_id], expected(places[row.contact_id], *paces[row.line_id, row.channel]))
        for row in rows
        if row.contact_id in places
    }


def pace(line: int, channel: str, at: datetime, agents: list | None = None) -> tuple[float | None, int]:
    """How long a conversation has lately taken here, in seconds, and how many can go on at once now."""
    agents = scene.agents(at) if agents is None else agents
    serving = sum(
        agent.capacity.get(channel, 0)
        for agent in agents
        if line in agent.lines and not agent.barred(line, channel)
    )
    return typical(line, channel, at) if serving else None, serving


def typical(line: int, channel: str, at: datetime) -> float | None:
    """The mean time from answer to end of the latest conversations, in seconds."""
    lately = Contact.objects.filter(
        line=line, channel=channel, answered__isnull=False, ended__isnull=False, arrived__gte=at - RECENT
    ).order_by("-arrived")[:SAMPLE]
    spans = [(contact.ended - contact.answered).total_seconds() for contact in lately]
    return sum(spans) / len(spans) if len(spans) >= FEWEST else None


def expected(place: int, seconds: float | None, serving: int) -> int | None:
    return None if seconds is None else math.ceil(place * seconds / serving)
