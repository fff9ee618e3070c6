"""Where each party of a talk belongs follows from who is there: worked out anew after every change, never kept."""

from datetime import datetime

from yingda.contacts.hold import current as current_hold
from yingda.contacts.hold import release as release_hold
from yingda.people.models import Person
from yingda.routing.moving import hold_place
from yingda.telephony import engaging
from yingda.telephony.models import Call, Leg, Phone
from yingda.telephony.moving import add_leg, customer, end_leg, live, moved, put, speak
from yingda.telephony.phones import to_ring
from yingda.telephony.recordings import beginning

PLACE, PARTY, STAGE = Leg.Place, Leg.Party, Call.Stage
THIRD = (PARTY.COLLEAGUE, PARTY.OUTSIDE)


def arrange(call: Call, *, at: datetime, stage: str | None = None) -> None:
    """Put everybody in place, and tell. In stage talk a customer with nobody hears music until somebody is there."""
    if (stage or call.stage) == STAGE.TALK:
        legs = live(call)
        held = call.stage == STAGE.TALK and current_hold(call.contact) is not None
        alone = not any(leg.party == PARTY.AGENT and leg.state == Leg.State.UP for leg in legs)
        before = [leg.place for leg in legs if leg.party == PARTY.CUSTOMER]
        for leg in legs:
            put(leg, place_of(leg, legs, held=held, alone=alone))
        after = [leg.place for leg in legs if leg.party == PARTY.CUSTOMER]
        if after == [PLACE.TALK] and (before != after or call.stage != STAGE.TALK):  # whom we dial stands there at once
            beginning.begin(call, at)
    moved(call, at=at, stage=stage)


def place_of(leg: Leg, legs: list[Leg], *, held: bool, alone: bool) -> str:
    """Where this leg belongs. `alone`: no agent is up."""
    if leg.party == PARTY.CUSTOMER:
        if held:
            return PLACE.HOLD
        return PLACE.TALK if any(speaks_with_customer(other) for other in legs) else PLACE.QUEUE
    if leg.party in THIRD:
        return PLACE.TALK if held or leg.joined or alone else PLACE.HOLD
    return leg.place  # the agent's is always talk; a supervisor chose theirs


def speaks_with_customer(leg: Leg) -> bool:
    """An agent, a third party that was joined, a supervisor who takes part."""
    if leg.state != Leg.State.UP or leg.place in (PLACE.LISTEN, PLACE.WHISPER):
        return False
    return leg.party in (PARTY.AGENT, PARTY.SUPERVISOR) or (leg.party in THIRD and leg.joined)


def thirds(call: Call, **where: object) -> list[Leg]:
    """Third parties that are wanted, ring or talk."""
    return [leg for party in THIRD for leg in live(call, party=party, **where)]


def on_the_phone(person: int) -> bool:
    """Whether a phone of this person rings or is in a call, in whatever part."""
    return Leg.objects.filter(person=person, state__in=Leg.LIVE).exists()


def serve(call: Call, person: Person | int, *, at: datetime) -> None:
    """This person serves the customer from now on: by the leg that they have, or by one that rings now.

    Without a phone that can ring they count as lost: the customer waits for them as long as the grace lasts.
    """
    who = getattr(person, "pk", person)
    for leg in live(call, party=PARTY.AGENT):
        if leg.person_id != who:
            end_leg(leg, cause="handed_over", at=at)
    leg = next(iter(live(call, person=who)), None)
    if leg is None:
        leg = ring(call, who, at=at)
    else:
        if leg.party != PARTY.AGENT:  # was asked, or listened
            leg.change(party=PARTY.AGENT, joined=False, takes_over=False)
            engaging.disengage(who, at=at)
        put(leg, PLACE.TALK)
    if call.grace or leg is None:
        call.change(grace=None if leg else at)
    hold_place(call.contact)
    arrange(call, at=at, stage=STAGE.TALK if leg else STAGE.QUEUE)


def ring(call: Call, person: int, *, at: datetime, **fields: object) -> Leg | None:
    """Ring this person's chosen phone as the agent's; None when none is there. A browser's picks up by itself."""
    phone = to_ring(person)
    if phone is None:
        return None
    auto = phone.kind == Phone.Kind.BROWSER
    return add_leg(call, PARTY.AGENT, at=at, person_id=person, phone=phone, auto=auto, **fields)


def unserved(call: Call, *, cause: str, at: datetime, prompt: list[dict] | None = None) -> None:
    """Nobody serves the customer any more: they wait with music, and hear `prompt`. Everybody else is hung up."""
    for leg in live(call):
        if leg.party != PARTY.CUSTOMER:
            end_leg(leg, cause=cause, at=at)
    leg = customer(call)
    if leg:
        put(leg, PLACE.QUEUE)
        if prompt and leg.state == Leg.State.UP:
            speak(leg, prompt)
    release_hold(call.contact, at=at)
    beginning.stop(call, at)
    moved(call, at=at, stage=STAGE.QUEUE)
