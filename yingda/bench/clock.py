"""The clock with a million running promises, against the same work done statement by statement by psycopg."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from yingda.bench.ground import Ground, a_centre, ground
from yingda.bench.line import Line

RUNNING, WOKEN, BURST = 1_000_000, 30_000, 10_000
LAG_SECONDS = 20
BATCH = 200
HALF_HOUR, HOUR = timedelta(minutes=30), timedelta(hours=1)
LEAD = timedelta(seconds=4)  # for the clock process to start before anything falls due
PATIENCE = 120.0

FILL = """
INSERT INTO promises_promise (uid, rule, standard_id, line_id, subject_kind, subject, "case", owner_id, opened_by,
    opened, "limit", wake, rank, state, met, round, words, reason, failures)
SELECT gen_random_uuid(), '4.10', %(standard)s, %(line)s, 'case', n, n, %(owner)s, n,
    %(opened)s, %(opened)s + '1h'::interval, %(opened)s + '30min'::interval, 0, 'running', '[]', 0, '', '', 0
FROM generate_series(1, %(count)s) AS n
"""
# The first reminder comes after half the hour: to let it fall due at an instant, the promise is opened so much earlier.
FALL_DUE = """
UPDATE promises_promise SET opened = due.at - '30min'::interval, "limit" = due.at + '30min'::interval, wake = due.at
FROM (SELECT n, %(start)s + n * %(step)s::interval AS at FROM generate_series(0, %(count)s - 1) AS n) AS due
WHERE id = %(first)s + due.n
"""
LAGS = """
SELECT percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM f.recorded - (p.opened + '30min'::interval))),
    count(*), count(DISTINCT p.id), max(f.recorded)
FROM journal_fact f JOIN promises_promise p ON p.uid = (f.data->>'promise')::uuid
WHERE f.name = 'promise.reminded' AND p.id BETWEEN %s AND %s
"""
TAKE = """SELECT id, rank, wake, line_id, "case", owner_id, uid FROM promises_promise
WHERE wake <= %s ORDER BY wake, id LIMIT %s FOR UPDATE SKIP LOCKED"""
SET = "UPDATE promises_promise SET rank = rank + 1, wake = %s WHERE id = %s AND rank = %s AND wake = %s"
TELL = """INSERT INTO journal_fact (at, recorded, name, via, line, "case", person, data)
VALUES (%s, %s, 'promise.reminded', '', %s, %s, %s, %s)"""


@dataclass(frozen=True)
class Sizes:
    """How many promises run, how many are woken in a measurement, in a burst, and how long the lag is watched."""

    running: int = RUNNING
    woken: int = WOKEN
    burst: int = BURST
    lag_seconds: int = LAG_SECONDS


def lines(sizes: Sizes = Sizes()) -> Iterator[Line]:
    """Measure in one run, on one database."""
    with ground() as place:
        yield from measure(place, sizes)


def measure(place: Ground, sizes: Sizes) -> Iterator[Line]:
    fill(place, sizes.running)
    ours, reference = throughput(place, sizes.woken)
    what = f"clock, {sizes.running:,} running promises"
    note = "each wake is an update, a fact, a place in the feed and a notice"
    yield Line(what, f"{ours:,.0f}/s", f"{reference:,.0f}/s", ours / reference, note)
    rate = ours / 2
    count = max(1, int(rate * sizes.lag_seconds))
    lag, seen, _ = watched(place, count, sizes.lag_seconds)
    told = "none lost or doubled" if seen == (count, count) else f"OF {count} FELL DUE, {seen} HAPPENED"
    wrong = seen != (count, count)
    yield Line(f"lag p99 at {rate:,.0f} falling due a second", f"{lag * 1000:,.0f} ms", "1 s", None, told, wrong)
    _, seen, cleared = watched(place, sizes.burst, 1)
    told = "none lost or doubled" if seen == (sizes.burst, sizes.burst) else f"OF {sizes.burst}, {seen} HAPPENED"
    wrong, note = seen != (sizes.burst, sizes.burst), f"until all are woken; {told}"
    yield Line(f"{sizes.burst:,} due within one second", f"{cleared:.1f} s", "—", None, note, wrong)


def fill(place: Ground, count: int) -> None:
    """So many promises of an hour, opened now, whose reminders lie half an hour ahead."""
    from yingda.lib.times import now
    from yingda.standard import versions

    line, owner = a_centre()
    given = {"standard": versions.in_force(line, now()).version, "line": line.pk, "owner": owner.pk}
    with place.connect() as connection:
        connection.execute(FILL, given | {"count": count, "opened": now() + HOUR})
    vacuum(place)


def vacuum(place: Ground) -> None:
    with place.connect() as connection:
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE promises_promise")


def fall_due(place: Ground, first: int, count: int, start: datetime, step: timedelta) -> None:
    given = {"first": first, "count": count, "start": start, "step": step}
    with place.connect() as connection:
        connection.execute(FALL_DUE, given)
    vacuum(place)


def throughput(place: Ground, count: int) -> tuple[float, float]:
    """Wakes a second, ours and the reference's, each over `count` promises that are due; in turns, halves first."""
    from yingda.lib.times import now

    fall_due(place, next_free(place), 2 * count, now() - HALF_HOUR / 2, timedelta(milliseconds=1))
    spent = {"ours": 0.0, "reference": 0.0}
    done = {"ours": 0, "reference": 0}
    for turn in ("reference", "ours", "ours", "reference"):
        began = time.perf_counter()
        done[turn] += (ours if turn == "ours" else plain)(place, count // 2)
        spent[turn] += time.perf_counter() - began
    return done["ours"] / spent["ours"], done["reference"] / spent["reference"]


def ours(place: Ground, count: int) -> int:
    """Wake `count` by the clock's own batches."""
    from yingda.lib.times import now
    from yingda.promises.batch import wake_batch

    woken = 0
    while woken < count:
        woken += wake_batch(now())[0]
    return woken


def plain(place: Ground, count: int) -> int:
    """The same by psycopg: compare-and-set and insert, statement by statement, BATCH in a transaction."""
    from yingda.lib.times import now

    done = 0
    with place.connect() as connection:
        while done < count:
            at = now()
            for id, rank, wake, line, case, owner, uid in connection.execute(TAKE, [at, BATCH]).fetchall():
                connection.execute(SET, [wake + timedelta(minutes=18), id, rank, wake])
                data = f'{{"promise": "{uid}", "rule": "4.10", "rank": 0}}'
                connection.execute(TELL, [at, at, line, case, owner, data])
                done += 1
            connection.commit()
    return done


def next_free(place: Ground) -> int:
    """The first promise that has not been used for a measurement."""
    with place.connect() as connection:
        query = "SELECT min(id) FROM promises_promise WHERE rank = 0 AND wake > now() + '10min'::interval"
        return connection.execute(query).fetchone()[0]


def watched(place: Ground, count: int, seconds: int) -> tuple[float, tuple[int, int], float]:
    """Let `count` fall due evenly over `seconds` with a clock process running.

    Returns the lag's 99th percentile in seconds, (facts, promises) that happened, and the seconds from the first due
    to the last fact.
    """
    from yingda.lib.times import now

    first = next_free(place)
    clock = subprocess.Popen([sys.executable, "-m", "yingda", "clock"], env=place.environ)
    try:
        start = now() + LEAD + timedelta(microseconds=30 * count)  # the update that prepares them takes its time
        fall_due(place, first, count, start, timedelta(seconds=seconds) / count)
        time.sleep(max(0.0, (start - now()).total_seconds()) + seconds)
        return awaited(place, first, count, start)
    finally:
        clock.terminate()
        clock.wait()


def awaited(place: Ground, first: int, count: int, start: datetime) -> tuple[float, tuple[int, int], float]:
    end = time.monotonic() + PATIENCE
    with place.connect() as connection:
        while True:
            lag, facts, promises, last = connection.execute(LAGS, [first, first + count - 1]).fetchone()
            connection.commit()
            if promises >= count or time.monotonic() > end:
                return lag or 0.0, (facts, promises), (last - start).total_seconds() if last else PATIENCE
            time.sleep(0.2)
