"""`kill -9` at random instants while people talk: what was acknowledged is compared with what the database holds."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from yingda.testing.people import Agent, Log, Visitor
from yingda.testing.processes import Process, free_port

PATIENCE_SECONDS = 150
REST = 0.2


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
    """What is left of a siege. `lost`, `doubled` and `waiting` name things; all of them must be empty."""

    kills: int
    acknowledged: int
    lost: list[str]
    doubled: list[str]
    waiting: list[str]
    faults: list[str]

    @property
    def held(self) -> bool:
        return self.acknowledged > 0 and not (self.lost or self.doubled or self.waiting or self.faults)


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
        log, enough, closing = Log(), threading.Event(), threading.Event()
        agents = [
            Agent(houses.ports, log, closing, username=name, password=password, pause=REST)
            for name, password in passwords.items()
        ]
        visitors = [
            Visitor(houses.ports, log, enough, pause=self.pause, words=self.words) for _ in range(self.visitors)
        ]
        for one in [*agents, *visitors]:
            one.start()
        kills = sum(1 for _ in self.kill(houses))
        enough.set()
        finish(visitors, log)
        closing.set()
        finish(agents, log)
        return compared(log, kills)

    def kill(self, houses: Houses) -> Iterator[None]:
        end = time.monotonic() + self.seconds
        while True:
            time.sleep(random.uniform(*self.between))
            if time.monotonic() > end:
                return
            houses.kill_one()
            yield


def finish(people: list[threading.Thread], log: Log) -> None:
    """Let everybody come to the end of what they are doing."""
    end = time.monotonic() + PATIENCE_SECONDS
    for one in people:
        one.join(max(0.0, end - time.monotonic()))
    log.faults.extend(f"{one} never came to an end" for one in people if one.is_alive())


def compared(log: Log, kills: int) -> Outcome:
    """What people were told against what the database holds: messages, acceptances, archived records, and the seals."""
    from yingda.contacts.models import Contact, Message  # Django may be set up after this module is imported
    from yingda.journal.models import Fact
    from yingda.journal.verify import verify

    stored = Counter(str(uid) for uid in Message.objects.values_list("uid", flat=True))
    told = Counter(data["message"] for data in Fact.objects.filter(name="contact.message").values_list("data", flat=True))
    answered = uids(Contact.objects.exclude(answered=None))
    archived = uids(Contact.objects.filter(state=Contact.State.ARCHIVED))
    report = verify()
    said = set(log.acknowledged)
    by_customers = uids(Message.objects.filter(author=Message.Author.CUSTOMER))
    faults = [f"never sent: {uid}" for uid in by_customers - set(log.sent)]
    return Outcome(
        kills=kills,
        acknowledged=len(said),
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
