"""An exchange with a line, a trunk, registered desk phones and our processes, for the telephone's figures."""

import itertools
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from yingda.bench.ground import Ground, a_centre
from yingda.serve.leash import dies_with_parent
from yingda.testing.sipp import LOOPBACK, Outcome, Sipp, free_port

NUMBER = "4008"
LONG = timedelta(hours=6)
READY_EVERY_SECONDS, AT_ONCE = 0.2, 4
RUN_UP_SECONDS = 60.0
WARM = 50  # calls
callers = itertools.count(13_900_000_001)


class PhoneHouse:
    """The exchange (`pbx`, a `testing.pbx.Pbx`) in the ground's data folder, and what runs on it."""

    def __init__(self, place: Ground, pbx):
        self.place, self.pbx = place, pbx
        self.folder = Path(place.environ["YINGDA_DATA"])
        self.trunk_port = free_port()
        self.line, self.agent = a_centre()
        self.set_up()

    def set_up(self) -> None:
        """The line takes calls at any hour, with neither announcement nor recording, from this machine's callers."""
        from yingda.lib.times import now
        from yingda.operate.example import DAY_AND_NIGHT
        from yingda.people.models import Organisation
        from yingda.standard.hours import set_week, today
        from yingda.telephony.models import Hotline, Number, Trunk

        at = now()
        set_week(self.line, DAY_AND_NIGHT, since=today(at), by=Organisation.objects.get().duty_manager, at=at)
        trunk = Trunk.objects.create(name="bench", host=LOOPBACK, port=self.trunk_port, most_calls=2000)
        number = Number.objects.create(digits=NUMBER, line=self.line, trunk=trunk)
        Hotline.objects.create(
            line=self.line, records=False, notice=False, position_every=0, holds_place=False, caller_number=number
        )

    @contextmanager
    def running(self, *words: str) -> Iterator[dict]:
        """`yingda WORD` for each word, as processes of their own. Ended with the block."""
        processes = {word: self.place.run(*word.split()) for word in words}
        try:
            if "telephony" in processes:
                self.wait_for_driver()
            yield processes
        finally:
            for process in processes.values():
                process.end()

    def wait_for_driver(self) -> None:
        from yingda.telephony.models import Exchange
        from yingda.testing.patience import until

        up = Exchange.objects.filter(up=True)
        until(up.exists, "the driver did not reach the exchange", RUN_UP_SECONDS)

    @contextmanager
    def bare(self) -> Iterator[Path]:
        """The bare application serves the exchange; what it prints goes into the file."""
        self.pbx.take_back("bench")  # an update would lose the callers' numbers
        self.pbx.trunk("bench", f"sip:{LOOPBACK}:{self.trunk_port}", LOOPBACK)
        said = self.folder / "bare.out"
        with said.open("wb") as output:
            words = [sys.executable, "-m", "yingda.bench.phone_bare", str(self.folder)]
            process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=output, preexec_fn=dies_with_parent())
            try:
                self.wait_for_application()
                yield said
            finally:
                process.kill()
                process.wait()

    def wait_for_application(self) -> None:
        from yingda.testing.patience import until

        until(lambda: self.pbx.ari.get("applications"), "nobody serves the exchange", RUN_UP_SECONDS)

    def into_stasis(self, calls: int, rate: float, stay: float) -> tuple[int, float]:
        """INVITE to StasisStart of the bare application: how many calls, and p95 in ms."""
        from yingda.bench.feed import percentile

        with self.bare() as said:
            outcome = self.called(calls, rate, stay)
            rows = [row.split() for row in said.read_text().splitlines()]
        arrived = {words[1]: float(words[2]) for words in rows if words[:1] == ["S"]}
        took = [arrived[number] - at.timestamp() for number, at in outcome.began.items() if number in arrived]
        return len(took), percentile(took, 95)

    def call(self, calls: int, rate: float, stay: float, audio: Path | None = None) -> Sipp:
        """So many callers, each with a number of its own, begin to call."""
        rows = [str(next(callers)) for _ in range(calls)]
        target = f"{self.pbx.address.sip_host}:{self.pbx.address.sip_port}"
        sipp = Sipp("caller", self.folder, rows=rows, audio=audio)
        return sipp.start(target, service=NUMBER, calls=calls, rate=rate, stay=stay)

    def called(self, calls: int, rate: float, stay: float) -> Outcome:
        """The same, until all have hung up."""
        sipp = self.call(calls, rate, stay)
        try:
            return sipp.wait(calls / rate + stay + RUN_UP_SECONDS)
        finally:
            sipp.end()

    def warm(self, stay: float) -> None:
        """All processes have done what calls need, and tables have statistics, as autovacuum gives within a minute."""
        from django.db import connection

        self.called(WARM, 10, stay)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.called(WARM, 10, stay)

    @contextmanager
    def agents(self, count: int, audio: Path | None = None) -> Iterator[list]:
        """So many agents whose registered desk phones ring 0.2 s and answer; ready again as soon as they are free."""
        people = hire(self.line, count)
        port = free_port()
        self.register(people, port)
        phones = Sipp("agent", self.folder, rows=["-"], audio=audio, port=port)
        phones.start(f"{LOOPBACK}:{self.pbx.address.sip_port}")
        ready = [Ready(people[first::AT_ONCE]) for first in range(AT_ONCE)]
        for some in ready:
            some.start()
        try:
            yield people
        finally:
            for some in ready:
                some.stop()
            phones.end()
            dismiss(people)

    def register(self, people: list, port: int) -> None:
        """Their phones sign in from this port."""
        from yingda.telephony.models import Phone
        from yingda.telephony.phones import secret_of
        from yingda.testing.patience import until

        accounts = list(Phone.objects.filter(person__in=people))
        endpoints = {account.username for account in accounts}
        until(lambda: endpoints <= self.known(), "the exchange was not told of the phones", RUN_UP_SECONDS)
        rows = [
            f"{one.username};[authentication username={one.username} password={secret_of(one)}]" for one in accounts
        ]
        sipp = Sipp("register", self.folder, rows=rows, port=port)
        sipp.start(f"{LOOPBACK}:{self.pbx.address.sip_port}", calls=len(rows), rate=50)
        outcome = sipp.wait(RUN_UP_SECONDS)
        assert outcome.done == len(rows), f"{outcome.failed} phones could not register"
        unseen = Phone.objects.filter(person__in=people, registered=False)
        until(lambda: not unseen.exists(), "the driver did not see the phones register", RUN_UP_SECONDS)

    def hang_up_all(self) -> None:
        """Callers who were killed hang up nothing: their calls would last into the next measurement."""
        from yingda.telephony.models import Call
        from yingda.telephony.pbx.ari import AriError
        from yingda.testing.patience import until

        for channel in self.pbx.ari.get("channels"):
            try:
                self.pbx.ari.delete(f"channels/{channel['id']}")
            except AriError:
                continue  # the driver was quicker
        live = Call.objects.filter(ended=None)
        until(lambda: not live.exists(), "calls went on after everybody was hung up", RUN_UP_SECONDS)

    def known(self) -> set[str]:
        """The phones and trunks that the exchange has been told of."""
        return {one["resource"] for one in self.pbx.ari.get("endpoints/PJSIP")}


class Ready(threading.Thread):
    """Agents who say ready as soon as their contact is over, as in a wrap-up of no length."""

    def __init__(self, people: list):
        super().__init__(name="ready", daemon=True)
        self.people = {person.pk: person for person in people}
        self.ending = threading.Event()

    def run(self) -> None:
        from django.db import connection

        from yingda.lib.times import now
        from yingda.routing.models import Presence
        from yingda.routing.presence import go

        done = Presence.objects.filter(ended=None, state=Presence.State.WRAP_UP, person__in=self.people)
        while not self.ending.wait(READY_EVERY_SECONDS):
            for person in list(done.values_list("person", flat=True)):
                go(self.people[person], "ready", at=now())
        connection.close()

    def stop(self) -> None:
        self.ending.set()
        self.join()


def hire(line, count: int) -> list:
    """People of the line's team with one call at a time, a desk phone and a lease that lasts; all ready."""
    from yingda.lib.times import now
    from yingda.people.models import Capability, Grant, Person, Role
    from yingda.routing.models import Desk
    from yingda.routing.presence import go
    from yingda.telephony.phones import choose

    team, at = line.teams.get(), now()
    people = []
    for number in range(count):
        known = Person.objects.count()
        name = f"bench{known}"
        person = Person.objects.create(
            username=name, name=f"坐席{number}", work_number=f"7{known:05d}", password="!", team=team
        )
        Grant.objects.create(person=person, role=Role.AGENT)
        Capability.objects.create(person=person, kind=Capability.Kind.CHANNEL, code="phone", number=1)
        Capability.objects.create(person=person, kind=Capability.Kind.LANGUAGE, code="zh")
        choose(person, "hard", at=at)
        go(person, "ready", at=at)
        people.append(person)
    Desk.objects.filter(person__in=people).update(lease_until=at + LONG)
    return people


def dismiss(people: list) -> None:
    """Nobody offers them a call any more: their phones are gone."""
    from yingda.people.models import Capability

    Capability.objects.filter(person__in=people).delete()


@contextmanager
def phone_house(place: Ground) -> Iterator[PhoneHouse]:
    """An exchange of its own in the ground's data folder."""
    from yingda.telephony.pbx.getting.looking import find
    from yingda.testing.exchange import Pbx

    installation = find(lambda words: print(words("en"), file=sys.stderr))
    folder = Path(place.environ["YINGDA_DATA"]) / "pbx"
    folder.mkdir(mode=0o700)
    pbx = Pbx(folder, installation)
    pbx.start()
    try:
        yield PhoneHouse(place, pbx)
    finally:
        pbx.stop()
