"""From commit to arrival: 500 subscribers of one web process, 20 facts a second, each for 50 of them, one for all."""

import asyncio
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from yingda.bench.feed_writer import EVERYBODYS_LINE, LINES, line_of
from yingda.bench.ground import ground
from yingda.bench.line import Line

STREAMS = 500
SECONDS = 60
GOAL_MS = 100
PATIENCE_SECONDS = 30
NUMBER = re.compile(rb'"number":(\d+)')


@dataclass(frozen=True)
class Measured:
    """Seconds from commit to each arrival, seconds of each bare NOTIFY, and what was to arrive but did not."""

    arrivals: list[float]
    notify: list[float]
    missing: int
    twice: int
    threads: int


def lines() -> Iterator[Line]:
    """The feed's lines."""
    with ground() as prepared:
        measured = measure(prepared.environ, STREAMS, SECONDS)
    yield from compared(measured)
    yield Line(f"threads of the web process with {STREAMS} streams", str(measured.threads), note="goal: under 40")


def compared(measured: Measured) -> Iterator[Line]:
    what = f"commit to arrival, {STREAMS} subscribers, 20 facts/s"
    for share in (50, 95):
        ours, bare = percentile(measured.arrivals, share), percentile(measured.notify, share)
        note = f"{ours - bare:.1f} ms more than a bare NOTIFY"
        if share == 95:
            note += f" (goal: within {GOAL_MS}); {len(measured.arrivals)} arrivals, "
            note += f"{measured.missing} missing, {measured.twice} twice"
        wrong = bool(measured.missing or measured.twice)
        yield Line(f"{what}, p{share}", f"{ours:.1f} ms", f"{bare:.1f} ms", ours / bare, note, wrong)


def percentile(seconds: list[float], share: int) -> float:
    """In milliseconds."""
    return sorted(seconds)[max(0, len(seconds) * share // 100 - 1)] * 1000


def measure(environ: Mapping[str, str], streams: int, seconds: int) -> Measured:
    """Run a web process, a writer and the subscribers against this database."""
    web = subprocess.Popen(
        [sys.executable, "-m", "yingda.journal.tests.stage"], env=environ, stdout=subprocess.PIPE, text=True
    )
    try:
        return asyncio.run(heard(int(web.stdout.readline()), web.pid, environ, streams, seconds))
    finally:
        web.terminate()
        web.wait()


async def heard(port: int, web: int, environ: Mapping[str, str], streams: int, seconds: int) -> Measured:
    """Subscribe, let the writer write, and compare what arrived with what was committed."""
    arrived: list[tuple[int, int, float]] = []
    subscribers = [await subscribe(port, person) for person in range(streams)]
    hearing = [asyncio.ensure_future(hear(reader, person, arrived)) for person, (reader, _) in enumerate(subscribers)]
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "yingda.bench.feed_writer", str(seconds), env=environ, stdout=subprocess.PIPE
    )
    written = json.loads((await writer.communicate())[0])
    commits = {int(number): at for number, at in written["commits"].items()}
    expected = sum(streams if line_of(number) == EVERYBODYS_LINE else share(streams, number) for number in commits)
    end = time.monotonic() + PATIENCE_SECONDS
    while len(arrived) < expected and time.monotonic() < end:
        await asyncio.sleep(0.1)
    threads = int(re.search(r"Threads:\s+(\d+)", Path(f"/proc/{web}/status").read_text())[1])
    for task in hearing:
        task.cancel()
    each = Counter((person, number) for person, number, _ in arrived)
    return Measured(
        arrivals=[at - commits[number] for _, number, at in arrived],
        notify=written["notify"],
        missing=expected - len(each),
        twice=len(arrived) - len(each),
        threads=threads,
    )


def share(streams: int, number: int) -> int:
    """How many subscribers see the line of this fact."""
    return sum(line_of(number) == line_of_person(person) for person in range(streams))


def line_of_person(person: int) -> int:
    return 1 + person % LINES


async def subscribe(port: int, person: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A stream that has begun. The writer must be kept: without it the socket closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    seen = f"{person} {line_of_person(person)},{EVERYBODYS_LINE}"
    writer.write(f"GET /feed HTTP/1.1\r\nHost: localhost\r\nX-Stage: {seen}\r\n\r\n".encode())
    await reader.readuntil(b"\n\nid: ")
    return reader, writer


async def hear(reader: asyncio.StreamReader, person: int, arrived: list[tuple[int, int, float]]) -> None:
    """Note who heard which fact and when."""
    while event := await reader.readline():
        if found := NUMBER.search(event):
            arrived.append((person, int(found[1]), time.monotonic()))
