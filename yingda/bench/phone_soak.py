"""Twenty minutes of calls: does the memory of driver and clock stay flat? The exchange's is told beside them."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from yingda.bench.ground import ground
from yingda.bench.line import Line
from yingda.bench.phone import PROCESSES, summed
from yingda.bench.phone_house import PhoneHouse, phone_house
from yingda.bench.soak import resident

MOST_GROWTH = 1.1
LOOK_SECONDS = 5.0


@dataclass(frozen=True)
class Load:
    seconds: float = 1200
    rate: float = 10
    stay: float = 2.0
    agents: int = 60
    window: int = 12  # looks at either end


def lines(load: Load = Load()) -> Iterator[Line]:
    with ground() as place, phone_house(place) as house:
        yield from soaked(house, load)


def soaked(house: PhoneHouse, load: Load) -> Iterator[Line]:
    with house.running(*PROCESSES) as running, house.agents(load.agents):
        house.called(int(load.rate * 30), load.rate, load.stay)  # past the peak of starting
        calls = int(load.rate * load.seconds)
        sipp = house.call(calls, load.rate, load.stay)
        pids = {name: process.pid for name, process in running.items()} | {"Asterisk": house.pbx.asterisk.pid}
        looks: dict[str, list[float]] = {name: [] for name in pids}
        try:
            while sipp.process.poll() is None:
                for name, pid in pids.items():
                    looks[name].append(resident(pid))
                try:
                    sipp.process.wait(LOOK_SECONDS)
                except subprocess.TimeoutExpired:
                    continue
        finally:
            sipp.end()
        outcome = sipp.outcome()
    for name, seen in looks.items():
        first, last = median(seen[: load.window]), median(seen[-load.window :])
        wrong = outcome.done < calls or (name != "Asterisk" and last > first * MOST_GROWTH)
        yield Line(
            f"{name}: memory after {load.seconds / 60:.0f} minutes at {load.rate:g} calls/s, against its beginning",
            f"{last:.0f} MB", f"{first:.0f} MB", last / first, summed(outcome), failed=wrong,
        )  # fmt: skip
