"""`kill -9` of web and clock processes at random instants, under people who talk: nothing acknowledged is lost."""

import logging
from collections.abc import Iterator, Sequence

from yingda.bench.ground import Ground, ground
from yingda.bench.line import Line
from yingda.testing.siege import Houses, Outcome, Siege

SIEGE = Siege(seconds=180, between=(0.5, 5.0), visitors=6, words=8, pause=0.4)
AGENTS = ("wangfang", "chenjie", "zhoumin")
MOST_SHOWN = 3

log = logging.getLogger("yingda.bench")


def lines(siege: Siege = SIEGE) -> Iterator[Line]:
    with ground() as place:
        outcome = besieged(place, siege)
    yield from judged(outcome, siege)


def besieged(place: Ground, siege: Siege) -> Outcome:
    from yingda.lib.times import now
    from yingda.operate.example import plant

    passwords = {one.username: one.password for one in plant(at=now()) if one.username in AGENTS}
    houses = Houses(place.run)
    try:
        log.info("kills: %s s under %s visitors and %s agents", siege.seconds, siege.visitors, len(passwords))
        return siege.lay(houses, passwords)
    finally:
        houses.end()


def judged(outcome: Outcome, siege: Siege) -> Iterator[Line]:
    what = f"{outcome.kills} kills in {siege.seconds:.0f} s, 2 web and 2 clock processes"
    also = f"beside {outcome.accepted} acceptances and {outcome.archived} archived records"
    yield Line(f"{what}: acknowledged messages", str(outcome.messages), note=also, failed=not outcome.messages)
    yield counted("of what was acknowledged, lost", outcome.lost)
    yield counted("of what was acknowledged, doubled", outcome.doubled)
    yield counted("customers waiting for ever", outcome.waiting)
    yield counted("answers that nobody should get, such as a 500", outcome.faults)


def counted(what: str, found: Sequence[str]) -> Line:
    return Line(what, str(len(found)), note="; ".join(found[:MOST_SHOWN]) or "goal: 0", failed=bool(found))
