"""A call is over: because the contact is, or because the customer hung up, with who did it first (2.3)."""

from datetime import datetime

from yingda.contacts.end import end
from yingda.contacts.models import Contact
from yingda.journal import record
from yingda.journal.models import Fact
from yingda.people.models import Person
from yingda.telephony import facts
from yingda.telephony.models import Call
from yingda.telephony.moving import call_of, end_leg, live, moved
from yingda.telephony.recordings import beginning

NORMAL = "normal"


def hang_up(call: Call, *, by: str, at: datetime, cause: str = NORMAL, person: Person | None = None) -> None:
    """End contact and call for everybody. `by`: customer, agent or system; ending twice is ending once."""
    if call.ended:
        return
    call.hung_up_by, call.cause = by, cause  # written as the call closes
    if call.contact.state in Contact.LIVE:
        end(call.contact, by=by, person=person, at=at)  # `contact_ended` does the rest
    else:
        close(call, at=at)


def contact_ended(heard: list[Fact]) -> None:
    """contact.ended: the desk, the customer or we ended it; the exchange is to hang up whoever is still there."""
    for fact in heard:
        call = call_of(Contact.objects.lock(fact.contact))
        if call and not call.ended:
            call.hung_up_by = call.hung_up_by or fact.data["ended_by"]
            call.cause = call.cause or NORMAL
            close(call, at=fact.at)


def close(call: Call, *, at: datetime) -> None:
    """No leg is wanted any more. For verbs that hold the contact's lock."""
    for leg in live(call):
        end_leg(leg, cause="call_ended", at=at)
    beginning.stop(call, at)
    over = {"ended": at, "grace": None, "stage": Call.Stage.ENDED}
    call.change(**over, hung_up_by=call.hung_up_by, cause=call.cause)
    contact = call.contact
    until = contact.answered or at
    record(
        facts.ENDED, at=at, line=contact.line_id, contact=contact, person=contact.agent_id,
        hung_up_by=call.hung_up_by, cause=call.cause, answered=contact.answered is not None,
        waited=until - (contact.queued or contact.arrived),
    )  # fmt: skip
    moved(call, at=at)
