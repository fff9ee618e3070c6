"""What the clock does for routing, and the matcher that serving processes run beside it."""

from datetime import timedelta

from yingda.promises.tasks import clock_task
from yingda.routing import matcher
from yingda.routing.sweeping import match_safely, sweep

SWEEP_EVERY = timedelta(milliseconds=500)
SAFETY_NET_EVERY = timedelta(seconds=1)


def register() -> None:
    clock_task("routing.sweep", SWEEP_EVERY, sweep)
    clock_task("routing.match", SAFETY_NET_EVERY, match_safely)


def start() -> None:
    """Match in this process from now on, right after each commit that lets somebody wait or be free."""
    matcher.start(match_safely)


def stop() -> None:
    matcher.stop()
