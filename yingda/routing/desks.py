"""What an agent is doing, worked out from wish, lease and contacts, and kept as intervals."""

from collections.abc import Collection
from datetime import datetime

from yingda.contacts.models import Contact
from yingda.journal import record
from yingda.journal.holding import held, hold
from yingda.lib import rows
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Person
from yingda.routing import facts
from yingda.routing.models import Desk, Presence, Slot
from yingda.routing.planning import LONG_AGO

CURRENT = Prepared(lambda: Presence.objects.now().filter(person=Given(Presence, "person")))
AT_HAND = Prepared(lambda: Slot.objects.filter(person=Given(Slot, "person")).values_list("contact__state"))
UNFILED = Prepared(
    lambda: Contact.objects.filter(
        agent=Given(Contact, "agent"), state=Contact.State.ENDED, ended__gt=Given(Contact, "ended")
    ).values_list("id")[:1]
)
State = Presence.State
LOST = "lost"


def current_of(desk: Desk) -> Presence | None:
    """The open interval, for verbs that hold the desk's lock."""
    return held((Presence, desk.person_id), lambda: CURRENT.first(person=desk.person_id))


def settle(desk: Desk, *, at: datetime, by: Person | None = None, at_hand: Collection[str] | None = None) -> str:
    """Bring the open interval in line, inside a verb that holds the desk's lock. Returns the state.

    `at_hand`: the states of the contacts that the agent has, where they are known.
    """
    state, reason = present_state(desk, at_hand)
    current = current_of(desk)
    if current and (current.state, current.reason) == (state, reason):
        return state
    if current:
        current.ended = at
        rows.update(current, "ended")
    begun = Presence(person_id=desk.person_id, state=state, reason=reason, since=at)
    rows.insert([hold((Presence, desk.person_id), begun)])
    if state == State.READY:
        desk.change(idle_since=at)
    before = current.state if current else State.OFFLINE
    record(
        facts.PRESENCE,
        at=at,
        by=by,
        person=desk.person_id,
        state=state,
        before=before,
        reason=reason or None,
        team=desk.person.team_id,
    )
    return state


def present_state(desk: Desk, at_hand: Collection[str] | None = None) -> tuple[str, str]:
    """The state that follows from wish, lease and contacts, with its reason."""
    if desk.lost or desk.lease_until is None:
        return State.OFFLINE, LOST if desk.lost else ""
    if at_hand is None:
        at_hand = {state for (state,) in AT_HAND.values(person=desk.person_id)}
    if Contact.State.OFFERED in at_hand:
        return State.OFFERED, ""
    if at_hand:
        return State.SERVING, ""
    if desk.wished != State.READY:
        return desk.wished, desk.reason
    return (State.WRAP_UP if wraps_up(desk) else State.READY), ""


def wraps_up(desk: Desk) -> bool:
    """Whether records of contacts that ended since the agent last said ready are still to be archived."""
    return bool(UNFILED.values(agent=desk.person_id, ended=desk.wrapped or LONG_AGO))


def lock_desks(people: set[int]) -> list[Desk]:
    """In the order of rows, so that no two verbs wait for each other."""
    known = Desk.objects.filter(person__in=people).order_by("pk").values_list("person", flat=True)
    order = list(people) if len(people) < 2 else list(known)
    return [Desk.objects.lock_for(person) for person in order + sorted(people - set(order))]
