"""Who gets whom: plain values in, pairs out. No database, no clock.

The queue is served in its order: each waiting contact takes the best agent who is free for it, and one that nobody
free can take holds up nobody behind it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

PATIENCE = timedelta(seconds=60)  # how long a wish that nobody at work can fill is kept up
HOLD = timedelta(seconds=60)  # how long a contact meant for one person waits for them alone
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Wish:
    """A waiting contact and what it asks for. `passed`: people who declined or missed it a moment ago."""

    contact: int
    line: int
    channel: str
    entered: datetime
    language: str = "zh"
    skill: str = ""
    team: int | None = None
    prefers: int | None = None
    holds: bool = False
    avoids: int | None = None
    passed: frozenset[int] = frozenset()


@dataclass
class Agent:
    """Somebody at work. `takes`: neither ringing nor in wrap-up. `load`: contacts by channel, grows as it is planned.

    `restricted`: lines and channels of which no contacts may come; None stands for every line, "" for every channel.
    """

    person: int
    team: int | None
    lines: frozenset[int]
    capacity: Mapping[str, int]
    takes: bool = True
    load: dict[str, int] = field(default_factory=dict)
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    restricted: frozenset[tuple[int | None, str]] = frozenset()
    idle_since: datetime | None = None

    def may(self, wish: Wish) -> bool:
        """What nothing can set aside: the channel, the line, and no restriction."""
        serves = wish.channel in self.capacity and wish.line in self.lines
        return serves and not self.barred(wish.line, wish.channel)

    def barred(self, line: int, channel: str) -> bool:
        """Whether a restriction keeps contacts of this line and channel away."""
        return any(lines in (None, line) and channels in ("", channel) for lines, channels in self.restricted)

    def suits(self, wish: Wish) -> bool:
        """What the contact asks for: team, skill and language."""
        return (
            (wish.team is None or wish.team == self.team)
            and (not wish.skill or wish.skill in self.skills)
            and (wish.language in self.languages or (not self.languages and wish.language == "zh"))
        )

    def free(self, wish: Wish) -> bool:
        return self.takes and self.load.get(wish.channel, 0) < self.capacity[wish.channel]

    def turn(self, wish: Wish) -> tuple:
        """Fewest contacts first, then longest idle."""
        return self.load.get(wish.channel, 0), self.idle_since or LONG_AGO, self.person


@dataclass(frozen=True)
class Pair:
    """This contact is to be offered to this person."""

    contact: int
    person: int


def plan(
    wishes: Iterable[Wish],
    agents: Sequence[Agent],
    at: datetime,
    everybody: Callable[[], Sequence[Agent]] | None = None,
) -> list[Pair]:
    """The offers to make now. `wishes` in the order of the queue. An agent gets one offer at a time.

    `agents` are all at work; or, when `everybody()` gives those, only the free ones, which saves reading the others:
    they matter only to a contact that waits for one person, or whose wishes nobody free can fill.
    """
    everybody = everybody or (lambda: agents)
    pairs = []
    for wish in wishes:
        if not any(agent.takes for agent in agents):
            break
        if agent := choose(wish, agents, at, everybody):
            agent.takes = False
            pairs.append(Pair(wish.contact, agent.person))
    return pairs


def choose(wish: Wish, agents: Sequence[Agent], at: datetime, everybody: Callable) -> Agent | None:
    """The agent who gets this contact, or None while it waits on."""
    able = [agent for agent in agents if agent.may(wish)]
    meant = next((agent for agent in able if agent.person == wish.prefers), None)
    if meant and meant.free(wish) and meant.person not in wish.passed:
        return meant
    waited = at - wish.entered
    holds = wish.prefers and wish.holds and waited < HOLD
    if holds and any(agent.person == wish.prefers and agent.may(wish) for agent in everybody()):
        return None
    fitting = suited(wish, able, waited, everybody)
    free = [agent for agent in fitting if agent.free(wish) and is_new(wish, agent, waited)]
    return min(free, key=lambda agent: agent.turn(wish), default=None)


def suited(wish: Wish, able: list[Agent], waited: timedelta, everybody: Callable) -> list[Agent]:
    """Those who fill the wishes; anybody of the line once nobody at work could for as long as PATIENCE."""
    fitting = [agent for agent in able if agent.suits(wish)]
    if fitting or not able or waited < PATIENCE:
        return fitting
    return fitting if any(agent.may(wish) and agent.suits(wish) for agent in everybody()) else able


def is_new(wish: Wish, agent: Agent, waited: timedelta) -> bool:
    """Not somebody who has just passed it on, in whatever way."""
    return agent.person not in wish.passed and (agent.person != wish.avoids or waited >= HOLD)
