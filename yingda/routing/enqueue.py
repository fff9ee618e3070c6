"""A contact enters the queue."""

from datetime import datetime, timedelta

from yingda.contacts.models import Contact
from yingda.contacts.queue import queue, queues_now
from yingda.customers.models import Customer
from yingda.journal import verb
from yingda.lib import rows
from yingda.people.models import Person, Team
from yingda.routing.matcher import nudge_after_commit
from yingda.routing.models import Waiting

SAME_AGENT_FOR = timedelta(days=14)
ASSIGNED_RANK = -100
RANKS = {Contact.Urgency.CRITICAL: -30, Contact.Urgency.URGENT: -20}
VIP_RANK = -10


@verb
def enqueue(
    contact: Contact,
    *,
    at: datetime,
    skill: str = "",
    team: Team | None = None,
    prefers: Person | None = None,
    holds: bool = False,
    avoids: Person | None = None,
) -> Waiting:
    """Let a contact wait for an agent; one that waits already keeps its row. Offers are made after commit.

    Without `prefers`, the agent who served this customer within SAME_AGENT_FOR is asked first. `holds`: for a while
    only `prefers` is asked; `avoids` is asked last. Raises contacts' NotWaiting.
    """
    contact = Contact.objects.lock(contact.pk)
    if contact.queued and not queues_now(contact, at) and (found := Waiting.objects.filter(contact=contact).first()):
        return found
    contact = queue(contact, at=at)
    if prefers is None and contact.customer_id and contact.answered is None:
        prefers = last_agent(contact, at)
    return wait(contact, skill=skill, team=team, prefers=prefers, holds=holds, avoids=avoids, at=at)


def wait(contact: Contact, *, at: datetime, **wishes: object) -> Waiting:
    """The row of a contact in state waiting, for verbs that hold its lock. It keeps the place that it had before."""
    nudge_after_commit()
    waiting = Waiting(
        contact=contact,
        line_id=contact.line_id,
        channel=contact.channel,
        language=contact.language,
        rank=rank_of(contact),
        since=contact.queued or at,
        entered=at,
        **wishes,
    )
    rows.insert([waiting])
    return waiting


def rank_of(contact: Contact) -> int:
    """Urgency before VIP before everybody else (0). Smaller is served first."""
    vip = contact.customer is not None and contact.customer.kind == Customer.Kind.VIP
    return RANKS.get(contact.urgency, VIP_RANK if vip else 0)


def last_agent(contact: Contact, at: datetime) -> Person | None:
    before = Contact.objects.filter(customer=contact.customer_id, agent__isnull=False, arrived__gte=at - SAME_AGENT_FOR)
    last = before.exclude(pk=contact.pk).select_related("agent").order_by("-arrived", "-pk").first()
    return last.agent if last else None
