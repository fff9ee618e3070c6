"""A process of its own that writes facts: `python -m yingda.journal.tests.writer MODE FIRST COUNT`.

`write`: COUNT verbs numbered from FIRST, each committing at a moment of its own, with a placer beside it.
`scribble`: the same without a placer.
`stall`: gives facts their places, says so and never commits.
"""

import os
import random
import sys
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yingda.settings")


def write(first: int, count: int) -> None:
    from yingda.journal.placer import Placer

    placer = Placer()
    placer.start()
    scribble(first, count)
    placer.stop()


def scribble(first: int, count: int) -> None:
    for number in range(first, first + count):
        dawdle(number, lambda: time.sleep(random.uniform(0, 0.01)))


def dawdle(number: int, wait: Callable[[], object]) -> None:
    """Take an id early and commit late."""
    from yingda.journal import recording, verb
    from yingda.journal.tests.cast import MORNING, SPOKE

    @verb
    def speak_slowly():
        recording.record(SPOKE, at=MORNING, number=number)
        recording.flush()
        wait()

    speak_slowly()


def stall(first: int, count: int) -> None:
    from django.db import transaction

    from yingda.journal.placer import enqueue, place_once

    with transaction.atomic():
        enqueue(range(first, first + count))
        place_once()
        say_and_sleep()


def say_and_sleep() -> None:
    print("in the middle of it", flush=True)
    time.sleep(60)


if __name__ == "__main__":
    django.setup()
    mode, first, count = sys.argv[1:]
    {"write": write, "scribble": scribble, "stall": stall}[mode](int(first), int(count))
