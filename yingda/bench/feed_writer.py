"""A process that records facts at a steady pace: `python -m yingda.bench.feed_writer SECONDS`.

Prints one JSON object: `commits`, the moment (monotonic seconds, the same clock for all processes) at which each fact
was committed; and `notify`, how long each of as many bare NOTIFYs took to come back, measured at the same time.
"""

import json
import os
import sys
import threading
import time

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yingda.settings")

A_SECOND = 20
LINES = 10
EVERYBODYS_LINE = LINES + 1


def line_of(number: int) -> int:
    """Whose fact this is: one in a second is everybody's, the others go round the lines."""
    return EVERYBODYS_LINE if number % A_SECOND == 0 else 1 + number % LINES


def write(seconds: int) -> dict[int, float]:
    """Record A_SECOND facts a second; the moment of each commit."""
    from django.db import transaction

    from yingda.journal import record, verb
    from yingda.journal.tests.cast import SPOKE
    from yingda.lib.times import now

    commits: dict[int, float] = {}

    @verb
    def speak(number: int) -> None:
        transaction.on_commit(lambda: commits.setdefault(number, time.monotonic()))
        record(SPOKE, at=now(), number=number, line=line_of(number))

    for number in paced(seconds * A_SECOND):
        speak(number)
    return commits


def paced(count: int):
    """The numbers below `count`, each when its time has come."""
    began = time.monotonic()
    for number in range(count):
        time.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))
        yield number


def bare_notify(seconds: int, took: list[float]) -> None:
    """What the database alone needs to tell somebody, at the same pace."""
    from django.conf import settings

    with (
        psycopg.connect(settings.YINGDA.listen_url, autocommit=True) as speaking,
        psycopg.connect(settings.YINGDA.listen_url, autocommit=True) as hearing,
    ):
        hearing.execute("LISTEN bench")
        for _ in paced(seconds * A_SECOND):
            sent = time.monotonic()
            speaking.execute("NOTIFY bench")
            for _ in hearing.notifies(timeout=5, stop_after=1):
                took.append(time.monotonic() - sent)


def main(seconds: int) -> None:
    django.setup()
    from yingda.journal.placer import Placer
    from yingda.lib.db import on_postgresql

    placer, took = Placer(), []
    reference = threading.Thread(target=bare_notify, args=[seconds, took])
    if on_postgresql():
        placer.start()
        reference.start()
    commits = write(seconds)
    if on_postgresql():
        reference.join()
        placer.stop()
    print(json.dumps({"commits": commits, "notify": took}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
