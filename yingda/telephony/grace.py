"""An agent's phone or network is gone in mid-call: the customer hears music and a sentence, and the agent is rung again
as soon as their phone can be reached. After the grace, somebody else is asked."""

from datetime import datetime

from yingda.contacts.models import Contact
from yingda.journal import record, verb
from yingda.people.models import Person
from yingda.routing.lease import GRACE
from yingda.routing.moving import send_back
from yingda.telephony import facts
from yingda.telephony.arranging import arrange, on_the_phone, ring, unserved
from yingda.telephony.errors import NoCall
from yingda.telephony.models import Call, Leg
from yingda.telephony.moving import call_of, end_leg, live, locked
from yingda.telephony.saying import say

LOST = "lost"
REFUSED = ("declined", "busy")  # the agent is there and does not want it


def begin(call: Call, *, at: datetime) -> None:
    """The customer waits for the same agent. For verbs that hold the contact's lock."""
    contact = call.contact
    call.change(grace=at)
    record(facts.GRACE, at=at, line=contact.line_id, contact=contact, person=contact.agent_id)
    unserved(call, cause=LOST, at=at, prompt=say(contact, "reconnecting"))
    ring_again(call, at=at)


def ring_again(call: Call, *, at: datetime) -> None:
    """The agent's phone rings for their own call, as long as the grace lasts, unless they talk in another."""
    if live(call, party=Leg.Party.AGENT) or on_the_phone(call.contact.agent_id):
        return
    left = call.grace + GRACE - at
    if left.total_seconds() >= 1 and ring(call, call.contact.agent_id, at=at, seconds=int(left.total_seconds())):
        arrange(call, at=at)


def came_back(call: Call, *, at: datetime) -> None:
    """The agent has picked up again: the talk goes on."""
    call.change(grace=None)
    arrange(call, at=at, stage=Call.Stage.TALK)


def not_there(call: Call, cause: str, *, at: datetime) -> None:
    """The serving agent's phone rang, and they are still not there."""
    if call.grace is None:
        begin(call, at=at)
    elif cause in REFUSED:
        give_back(call, at=at)
    else:
        arrange(call, at=at)


def give_back(call: Call, *, at: datetime) -> None:
    """The customer goes back to their place in the queue; `reacting.requeued` tidies the call."""
    call.change(grace=None)
    send_back(call.contact, reason=LOST, at=at)


@verb
def over(call: int, *, at: datetime) -> bool:
    """Somebody else is asked, when the agent has not come back in time."""
    row = locked(call)
    if row.ended or row.grace is None or row.grace + GRACE > at:
        return False
    give_back(row, at=at)
    return True


@verb
def phone_is_back(call: int, *, at: datetime) -> None:
    """The lost agent's phone can be reached again."""
    row = locked(call)
    if row.grace and not row.ended:
        ring_again(row, at=at)


@verb
def lost(contact: Contact, *, by: Person, at: datetime) -> Call:
    """The agent says so: their page was loaded anew, and their end of the call with it. Raises NoCall."""
    call = call_of(Contact.objects.lock(contact.pk))
    if call is None or call.ended or call.contact.state != Contact.State.TALKING or call.contact.agent_id != by.pk:
        raise NoCall
    if call.grace is None:
        begin(call, at=at)
        return call
    for leg in live(call, party=Leg.Party.AGENT):
        end_leg(leg, cause=LOST, at=at)
    ring_again(call, at=at)
    return call


def waiting_for(person: int) -> list[int]:
    """The calls in which this agent was lost a moment ago."""
    return list(Call.objects.filter(grace__isnull=False, contact__agent=person).values_list("pk", flat=True))
