"""A party picks up or hangs up while somebody serves the customer, or is to."""

from datetime import datetime

from yingda.contacts.hold import current as current_hold
from yingda.contacts.models import Contact
from yingda.telephony import consulting, ending, grace, offering, passing, supervising
from yingda.telephony.arranging import arrange, speaks_with_customer
from yingda.telephony.models import Call, Leg
from yingda.telephony.moving import live

PARTY, STAGE = Leg.Party, Call.Stage


def came(leg: Leg, *, at: datetime) -> None:
    """A leg is up."""
    call = leg.call
    if leg.offer:
        return offering.picked_up(leg, at=at)
    if leg.party == PARTY.SUPERVISOR:
        return supervising.came(leg, at=at)
    if leg.takes_over:
        return passing.came(leg, at=at)
    if call.grace and leg.party == PARTY.AGENT:
        return grace.came_back(call, at=at)
    return arrange(call, at=at)


def went(leg: Leg, cause: str, *, up: bool, at: datetime) -> None:
    """A leg is over; what that means depends on whose it was, and whether it had been `up`."""
    call = leg.call
    if leg.party == PARTY.CUSTOMER:
        customer_went(call, cause, up=up, at=at)
    elif call.stage == STAGE.DIAL:
        ending.hang_up(call, by="agent", cause=cause, person=leg.person, at=at)
    elif leg.offer and offering.open_offer(leg):
        offering.given_up(leg, cause, at=at)
    elif leg.party == PARTY.AGENT:
        agent_went(leg, cause, at=at)
    elif leg.party == PARTY.SUPERVISOR:
        supervising.went(leg, at=at)
    else:
        third_went(leg, at=at)


def customer_went(call: Call, cause: str, *, up: bool, at: datetime) -> None:
    """Whoever hangs up after a talk ends it (2.3); a customer whom we could not reach was never there."""
    gone = up and cause == ending.NORMAL
    ending.hang_up(call, by="customer" if gone else "system", cause=cause, at=at)


def agent_went(leg: Leg, cause: str, *, at: datetime) -> None:
    """Hung up: the call is over, unless somebody else is with the customer. Lost: the customer waits for them."""
    call = leg.call
    serves = call.contact.state == Contact.State.TALKING and call.contact.agent_id == leg.person_id
    if not serves:
        arrange(call, at=at)
    elif leg.answered is None:
        grace.not_there(call, cause, at=at)
    elif consulting.goes_on_without(leg, at=at):
        return
    elif cause != "normal" or current_hold(call.contact):
        grace.begin(call, at=at)
    else:
        ending.hang_up(call, by="agent", cause=cause, person=leg.person, at=at)


def third_went(leg: Leg, *, at: datetime) -> None:
    """A colleague or somebody outside left, or never came: the agent is with the customer again."""
    call = leg.call
    if live(call, party=PARTY.AGENT) or call.stage != STAGE.TALK:
        return consulting.came_to_an_end(leg, at=at)
    if not any(speaks_with_customer(other) for other in live(call)):
        return ending.hang_up(call, by="system", at=at)
    return arrange(call, at=at)
