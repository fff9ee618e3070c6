"""Keeps child processes running and ends them together."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from yingda.serve.leash import dies_with_parent

log = logging.getLogger(__name__)

FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0
SETTLED_SECONDS = 60  # who has lived this long starts again without delay
DRAIN_SECONDS = 25
LOOK_EVERY = 0.05
PROGRAM = (sys.executable, "-m", "yingda")


@dataclass
class Child:
    """`yingda WORDS`, which is to run always. `passed` are open files that it inherits. `before` go before WORDS."""

    words: tuple[str, ...]
    passed: tuple[int, ...] = ()
    before: tuple[str, ...] = ()
    process: subprocess.Popen | None = None
    started: float = 0
    delay: float = 0
    due: float = 0

    @property
    def name(self) -> str:
        return self.words[0]


class Supervisor:
    """Runs until it gets SIGTERM or SIGINT; then the children drain, and who does not is killed."""

    def __init__(self, children: list[Child], program: tuple[str, ...] = PROGRAM):
        self.children = children
        self.program = program
        self.asked = 0
        # The children hold the reading end. Only this process has the writing end: it closes when this process dies.
        self.lifeline, self.held = os.pipe()

    def run(self, each_look: Callable[[], None] = lambda: None) -> int:
        """Supervise until asked to end; the exit code. `each_look` is called about twenty times a second."""
        for wanted in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wanted, self.ask)
        while not self.asked:
            for child in self.children:
                self.look_after(child, time.monotonic())
            each_look()
            time.sleep(LOOK_EVERY)
        return self.end()

    def ask(self, *_: object) -> None:
        self.asked += 1

    def look_after(self, child: Child, now: float) -> None:
        """Start it when it is due; when it has died, set when it is due again."""
        if child.process is None:
            if now >= child.due:
                self.start(child, now)
        elif (code := child.process.poll()) is not None:
            lived = now - child.started
            child.delay = FIRST_DELAY if lived >= SETTLED_SECONDS or not child.delay else child.delay * 2
            child.delay = min(child.delay, LONGEST_DELAY)
            child.due, child.process = now + child.delay, None
            log.error("%s ended with %s after %.0f s; starting again in %.1f s", child.name, code, lived, child.delay)

    def start(self, child: Child, now: float) -> None:
        child.process = subprocess.Popen(
            [*self.program, *child.before, *child.words, "--lifeline", str(self.lifeline)],
            pass_fds=(self.lifeline, *child.passed),
            stdin=subprocess.DEVNULL,
            process_group=0,  # Ctrl-C reaches the supervisor alone, which then ends the children in order
            preexec_fn=dies_with_parent(signal.SIGTERM),
        )
        child.started = now
        log.info("%s runs as process %s", child.name, child.process.pid)

    def end(self) -> int:
        """Let all drain. 0 when each ended by itself in time, else 1."""
        running = [child.process for child in self.children if child.process]
        for process in running:
            process.terminate()
        until = time.monotonic() + DRAIN_SECONDS
        while self.asked < 2 and time.monotonic() < until and any(process.poll() is None for process in running):
            time.sleep(LOOK_EVERY)
        late = [process for process in running if process.poll() is None]
        for process in late:
            process.kill()
            process.wait()
        return 1 if late else 0
