"""`kill -9` at random instants while people talk: what was acknowledged is compared with what the database holds."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from yingda.testing.processes import Process, free_port
from yingda.testing.simulated import Crowd, Log


class Houses:
    """Two web processes and two clocks on one database, each of which may be killed and is then started again."""

    def __init__(self, start: Callable[..., Process]):
        """`start(*words)` starts `yingda WORDS`."""
        self.start_process = start
        self.ports = [free_port(), free_port()]
        self.running: dict[str, Process] = {}
        for name in ("web 0", "web 1", "clock 0", "clock 1"):
            self.start(name)
        for number, port in enumerate(self.ports):
            self.running[f"web {number}"].wait_until_it_serves(port)

    def start(self, name: str) -> None:
        kind, number = name.split()
        words = ("web", "--port", str(self.ports[int(number)])) if kind == "web" else ("clock",)
        self.running[name] = self.start_process(*words)

    def kill_one(self) -> None:
        name = random.choice(list(self.running))
        self.running[name].kill()
        self.start(name)

    def end(self) -> None:
        for process in self.running.values():
            process.end()


@dataclass(frozen=True)
class Outcome:
    """What is left of a siege: counts of what was acknowledged, and names of things that must not be there."""

    kills: int
    messages: int
    accepted: int
    archived: int
    lost: list[str]
    doubled: list[str]
    waiting: list[str]
    faults: list[str]

    @property
    def held(self) -> bool:
        return self.messages > 0 and not (self.lost or self.doubled or self.waiting or self.faults)


@dataclass(frozen=True)
class Siege:
    """For `seconds`, kills in random distances `between` (seconds) under so many visitors of so many `words`."""

    seconds: float
    between: tuple[float, float]
    visitors: int
    words: int
    pause: float

    def lay(self, houses: Houses, passwords: Mapping[str, str]) -> Outcome:
        """The agents whose `passwords` by user name are given take what rings. Blocks until all is over."""
        crowd = Crowd(houses.ports, passwords, visitors=self.visitors, words=self.words, pause=self.pause)
        crowd.come()
        kills = sum(1 for _ in self.kill(houses))
        crowd.go()
        return compared(crowd.log, kills)

    def kill(self, houses: Houses) -> Iterator[None]:
        """Yields after each kill."""
        end = time.monotonic() + self.seconds
        while True:
            time.sleep(random.uniform(*self.between))
            if time.monotonic() > end:
                return
            houses.kill_one()
            yield


def compared(log: Log, kills: int) -> Outcome:
    """What people were told against what the database holds: messages, acceptances, archived records, and the seals."""
    from yingda.contacts.models import Contact, Message  # Django may be set up after this module is imported
    from yingda.journal.models import Fact
    from yingda.journal.verify import verify

    stored = Counter(str(uid) for uid in Message.objects.values_list("uid", flat=True))
    told = Counter(fact.data["message"] for fact in Fact.objects.filter(name="contact.message"))
    answered = uids(Contact.objects.exclude(answered=None))
    archived = uids(Contact.objects.filter(state=Contact.State.ARCHIVED))
    report = verify()
    said = set(log.acknowledged)
    by_customers = uids(Message.objects.filter(author=Message.Author.CUSTOMER))
    faults = [f"never sent: {uid}" for uid in by_customers - set(log.sent)]
    return Outcome(
        kills=kills,
        messages=len(said),
        accepted=len(set(log.accepted)),
        archived=len(set(log.archived)),
        lost=sorted(said - stored.keys())
        + sorted(stored.keys() - told.keys())
        + sorted({*log.accepted} - answered)
        + sorted({*log.archived} - archived),
        doubled=[uid for uid, times in (stored + told).items() if max(stored[uid], told[uid]) > 1],
        waiting=sorted({*log.unheard} | uids(Contact.objects.filter(state__in=Contact.QUEUED))),
        faults=log.faults + faults + ([] if report.ok else [report.say("en")]),
    )


def uids(rows) -> set[str]:
    return {str(uid) for uid in rows.values_list("uid", flat=True)}
