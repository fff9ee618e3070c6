"""The telephone under load, with SIPp on a real exchange: calls into the queue, agents who take them."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from yingda.bench import phone_gone, phone_screen, phone_talks
from yingda.bench.feed import percentile
from yingda.bench.ground import ground
from yingda.bench.line import Line
from yingda.bench.phone_house import PhoneHouse, phone_house
from yingda.testing.sipp import Outcome

log = logging.getLogger("yingda.bench")

MOST_RETRANSMITTED = 1 / 1000  # of the calls
MOST_SETUP_MS = 100.0
TRIES = 2  # a neighbour on the machine may spoil one
PROCESSES = ("clock", "telephony")


@dataclass(frozen=True)
class Load:
    """How much of each: rates in calls/s, lengths in seconds. `steps` are the rates that are climbed."""

    steps: tuple[int, ...] = (10, 20, 40, 60, 70, 80, 90, 100, 110, 120, 140, 170, 200, *range(220, 440, 20))
    step_seconds: float = 10
    stay: float = 1.0
    agents: int = 100
    agents_rate: float = 20
    agents_seconds: float = 120
    talk_seconds: float = 3.0
    talks: int = 100


def lines(load: Load = Load()) -> Iterator[Line]:
    with ground() as place, phone_house(place) as house:
        yield from phone_screen.lines(house)
        yield from into_the_queue(house, load)
        yield from to_the_agents(house, load)
        yield from phone_talks.lines(house, load.talks)
        yield from phone_gone.lines(house)


def into_the_queue(house: PhoneHouse, load: Load) -> Iterator[Line]:
    """Callers who wait with music and hang up: how many a second still come in clean?"""
    with house.bare():
        bare = climb(house, load)
    with house.running(*PROCESSES):
        house.warm(load.stay)
        ours = climb(house, load)
        at_twenty = house.called(int(20 * load.step_seconds), 20, load.stay)
    yield Line(
        "clean calls/s into the queue, with routing and facts on PostgreSQL; against a bare Stasis application",
        f"{ours}/s", f"{bare}/s", ours / bare if bare else None, "clean: 1 retransmission in 1,000, set-up p95 100 ms",
    )  # fmt: skip
    yield Line(
        "the same at 20 calls/s: set-up, p95", f"{setup(at_twenty):.0f} ms",
        note=f"{at_twenty.done} calls, {at_twenty.failed} failed, {at_twenty.retransmissions} retransmissions",
        failed=not clean(at_twenty),
    )  # fmt: skip


def climb(house: PhoneHouse, load: Load) -> int:
    """The highest rate of `load.steps` that was clean, each rate up to it being so, at the first or second try."""
    best = 0
    for rate in load.steps:
        if not any(clean(step(house, load, rate)) for _ in range(TRIES)):
            break
        best = rate
    return best


def step(house: PhoneHouse, load: Load, rate: int) -> Outcome:
    outcome = house.called(int(rate * load.step_seconds), rate, load.stay)
    log.info("%s/s: %s", rate, summed(outcome))
    return outcome


def clean(outcome: Outcome) -> bool:
    calls = outcome.done + outcome.failed
    if not calls or outcome.failed or outcome.retransmissions > calls * MOST_RETRANSMITTED:
        return False
    return setup(outcome) <= MOST_SETUP_MS


def setup(outcome: Outcome) -> float:
    """INVITE to 200, p95, in ms."""
    return percentile([each / 1000 for each in outcome.setup], 95) if outcome.setup else 0.0


def summed(outcome: Outcome) -> str:
    return (
        f"{outcome.done} done, {outcome.failed} failed, {outcome.retransmissions} retransmissions, "
        f"set-up p95 {setup(outcome):.0f} ms"
    )


def to_the_agents(house: PhoneHouse, load: Load) -> Iterator[Line]:
    """Every call reaches an agent, and is offered as soon as both are free."""
    from yingda.lib.times import now

    with house.running(*PROCESSES), house.agents(load.agents):
        house.warm(load.talk_seconds)
        began = now()
        outcome = house.called(int(load.agents_rate * load.agents_seconds), load.agents_rate, load.talk_seconds)
        time.sleep(1)
        reached, waits = offers_since(began)
    calls = outcome.done + outcome.failed
    lost = calls - reached
    yield Line(
        f"{load.agents} agents, {load.agents_rate:g} calls/s for {load.agents_seconds:.0f} s: "
        "offer after both are free, p95",
        f"{percentile(waits, 95):.0f} ms", note=f"{calls} calls, {lost} reached nobody; {summed(outcome)}",
        failed=bool(lost or outcome.failed),
    )  # fmt: skip


def offers_since(began: datetime) -> tuple[int, list[float]]:
    """How many contacts since then were answered, and for each how long after caller and agent were both free, in s."""
    from yingda.contacts.models import Contact
    from yingda.routing.models import Offer, Presence

    waits, answered = [], set()
    accepted = Offer.objects.filter(at__gte=began, outcome=Offer.Outcome.ACCEPTED).select_related("contact")
    for offer in accepted:
        answered.add(offer.contact_id)
        free = Presence.objects.filter(person=offer.person_id, state=Presence.State.READY, since__lte=offer.at)
        since = free.order_by("-since").values_list("since", flat=True).first()
        waits.append((offer.at - max(since, offer.contact.queued)).total_seconds())
    return Contact.objects.filter(pk__in=answered, answered__isnull=False).count(), waits
