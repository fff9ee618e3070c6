"""Minutes of steady load on one web process and one clock: does their memory stay, and how fast do they answer?"""

import logging
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from yingda.bench.feed import percentile
from yingda.bench.ground import Ground, ground
from yingda.bench.line import Line
from yingda.testing.processes import Process, free_port
from yingda.testing.simulated import Crowd, Log

AGENTS = ("wangfang", "chenjie", "zhoumin")
RESIDENT = re.compile(r"VmRSS:\s+(\d+) kB")
PARENT = re.compile(r"PPid:\s+(\d+)")

log = logging.getLogger("yingda.bench")


@dataclass(frozen=True)
class Load:
    """For `seconds`, so many visitors with `pause` seconds between their sentences.

    Memory is the median over the first and over the last `window` seconds.
    """

    seconds: float = 300
    window: float = 60
    visitors: int = 6
    words: int = 3
    pause: float = 1.0


def lines(load: Load = Load()) -> Iterator[Line]:
    with ground() as place:
        yield from soaked(place, load)


def soaked(place: Ground, load: Load) -> Iterator[Line]:
    from yingda.lib.times import now
    from yingda.operate.example import plant

    passwords = {one.username: one.password for one in plant(at=now()) if one.username in AGENTS}
    port = free_port()
    houses = {"web": place.run("web", "--port", str(port)), "clock": place.run("clock")}
    try:
        houses["web"].wait_until_it_serves(port)
        crowd = Crowd([port], passwords, visitors=load.visitors, words=load.words, pause=load.pause)
        memory = under_load(crowd, houses, load.seconds)
    finally:
        for process in houses.values():
            process.end()
    yield from judged(crowd.log, memory, load)


def under_load(crowd: Crowd, houses: Mapping[str, Process], seconds: float) -> dict[str, list[float]]:
    """Returns the memory of each process, a reading a second, in MB."""
    crowd.come()
    memory = watched(houses, seconds, crowd.log)
    crowd.go()
    return memory


def watched(houses: Mapping[str, Process], seconds: float, told: Log) -> dict[str, list[float]]:
    memory: dict[str, list[float]] = {name: [] for name in houses}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(1)
        for name, process in houses.items():
            memory[name].append(resident(process.pid))
        if len(memory["web"]) % 30 == 0:
            log.info("soak: %d conversations ended, web %.0f MB", len(told.ended), memory["web"][-1])
    return memory


def resident(pid: int) -> float:
    """The memory of a process and of those that it forked that is in RAM, in MB; what they share counts for each."""
    own = int(RESIDENT.search(Path(f"/proc/{pid}/status").read_text())[1]) / 1024
    return own + sum(resident(child) for child in children(pid))


def children(pid: int) -> list[int]:
    """Processes that it started and that are still there."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if int(PARENT.search(status.read_text())[1]) == pid:
                found.append(int(status.parent.name))
        except OSError:
            continue  # it has just ended
    return found


def judged(told: Log, memory: Mapping[str, list[float]], load: Load) -> Iterator[Line]:
    window = int(load.window)
    for name, readings in memory.items():
        first, last = median(readings[:window]), median(readings[-window:])
        note = f"median of the last {window} s against the first {window} s of {load.seconds:.0f} s"
        yield Line(f"soak, memory of {name}", f"{last:.0f} MB", f"{first:.0f} MB", last / first, note)
    note = f"{len(told.archived)} conversations begun, answered, ended and archived"
    wrong = told.faults + [f"never answered: {contact}" for contact in told.unheard]
    yield Line("soak, requests", f"{len(told.took) / load.seconds:.1f}/s",
               note="; ".join([note, *wrong[:3]]), failed=bool(wrong) or not told.archived)  # fmt: skip
    yield Line("soak, time to answer, p95", f"{percentile(told.took, 95):.0f} ms", note=f"{len(told.took)} requests")
