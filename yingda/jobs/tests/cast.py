"""Jobs that the tests enqueue. They stand in a module of their own so that a worker process can import them."""

import time
from datetime import timedelta
from pathlib import Path

from yingda.jobs import NotWorthARetry, job


@job()
def greet(name: str) -> str:
    return f"你好，{name}"


@job(retries=[timedelta(seconds=10), timedelta(minutes=1)])
def stumble() -> None:
    raise ValueError("the other side is away")


@job()
def refuse() -> None:
    raise NotWorthARetry("no such address")


@job()
def write_slowly(path: str) -> None:
    """Say that it began, wait until there is a file `go`, say that it ended."""
    note(path, "began")
    while not Path(path).with_name("go").exists():
        time.sleep(0.02)
    note(path, "ended")


@job()
def write(path: str) -> None:
    note(path, "ended")


def note(path: str, word: str) -> None:
    with open(path, "a") as file:
        file.write(f"{word}\n")
