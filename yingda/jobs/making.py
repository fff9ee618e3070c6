"""A function becomes a job."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from django_tasks import task
from django_tasks.base import Task

RETRIES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
policies: dict[str, tuple[timedelta, ...]] = {}


def job(*, retries: Sequence[timedelta] = RETRIES, priority: int = 0) -> Callable[[Callable], Task]:
    """Make a module's function a job: `name.enqueue(…)` with arguments that JSON can carry.

    `retries` are the delays before each further try after an exception; `priority` from -100 to 100, high goes first.
    """

    def make(function: Callable) -> Task:
        made = task(priority=priority)(function)
        policies[made.module_path] = tuple(retries)
        return made

    return make


def retries_of(path: str) -> tuple[timedelta, ...]:
    """The delays before each further try of the job with this dotted path."""
    return policies.get(path, RETRIES)
