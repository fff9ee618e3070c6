"""A caller joins the queue; one who kept a place and calls again has it back."""

from datetime import datetime

from yingda.contacts.end import end
from yingda.contacts.models import Contact
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Team
from yingda.routing.enqueue import enqueue
from yingda.routing.models import Waiting
from yingda.telephony.models import Call

KEPT = Prepared(
    lambda: Contact.objects.filter(
        line=Given(Contact, "line"),
        direction=Contact.Direction.OUTBOUND,
        state=Contact.State.WAITING,
        call__lookup=Given(Call, "lookup"),
        call__ended=None,
    ).order_by("pk")
)


def join(call: Call, *, at: datetime) -> None:
    """From here on the caller waits for an agent. For verbs that hold the contact's lock."""
    enqueue(call.contact, at=at, **wishes(call))
    if call.sealed and (kept := kept_place(call)):
        Waiting.objects.filter(contact=call.contact).update(since=kept.queued)
        end(kept, by="system", at=at)


def kept_place(call: Call) -> Contact | None:
    """The contact that waits in place of this caller. Not one that an agent is about to call."""
    return KEPT.first(line=call.contact.line_id, lookup=bytes(call.lookup))


def wishes(call: Call) -> dict:
    """What a menu asked for, as routing takes it."""
    team = call.plan.get("team")
    found = Team.objects.filter(uid=team, lines=call.contact.line_id).first() if team else None
    return {"skill": call.plan.get("skill", ""), "team": found}
