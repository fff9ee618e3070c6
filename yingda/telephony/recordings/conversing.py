"""What two rows of speech say of a conversation: who spoke how long, who broke in, how long nobody spoke."""

from bisect import bisect_right
from dataclasses import dataclass

from yingda.telephony.recordings.audio import Span

INTERRUPTION = 0.5  # seconds in which both speak


@dataclass(frozen=True)
class Conversation:
    """Speech of both legs as spans in seconds, and what follows from them."""

    customer: list[Span]
    agent: list[Span]
    silence: float
    longest_silence: float
    agent_interrupted: int
    customer_interrupted: int


def measured(speech: dict[str, list[Span]], seconds: float, apart: list[Span]) -> Conversation:
    """Measure what is not `apart` (holds with their music, pauses): neither speech nor silence counts there."""
    talk = without([(0.0, seconds)], apart)
    customer, agent = (without(speech[leg], apart) for leg in ("customer", "agent"))
    silence = without(talk, merged(customer + agent))
    return Conversation(
        customer=customer,
        agent=agent,
        silence=total(silence),
        longest_silence=max((until - since for since, until in silence), default=0.0),
        agent_interrupted=interruptions(agent, customer),
        customer_interrupted=interruptions(customer, agent),
    )


def interruptions(by: list[Span], of: list[Span]) -> int:
    """How often one began while the other spoke, and both went on for longer than INTERRUPTION."""
    return sum(
        any(start < since < end and min(until, end) - since > INTERRUPTION for start, end in of) for since, until in by
    )


def without(spans: list[Span], holes: list[Span]) -> list[Span]:
    """What is left of the spans outside the holes."""
    holes = merged(holes)
    ends = [end for _, end in holes]
    left = []
    for since, until in spans:
        for start, end in holes[bisect_right(ends, since) :]:
            if start >= until:
                break
            if start > since:
                left.append((since, start))
            since = end
        if since < until:
            left.append((since, until))
    return left


def merged(spans: list[Span]) -> list[Span]:
    """The same seconds, in order and without overlap."""
    out: list[Span] = []
    for since, until in sorted(spans):
        if out and since <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], until))
        else:
            out.append((since, until))
    return out


def total(spans: list[Span]) -> float:
    return sum(until - since for since, until in spans)
