"""One part of the bench in a process of its own: `python -m yingda.bench.part NAME` prints its lines."""

import logging
import sys
import time
from collections.abc import Iterable
from importlib import import_module

from yingda.bench.line import Line

PARTS = ("intake", "clock", "feed", "phone", "kills", "soak", "phone_soak")
FAILED = 1

log = logging.getLogger("yingda.bench")


def main(part: str) -> int:
    """Measure one part. Returns FAILED when one of its lines says so, or when it broke off."""
    progress_to_stderr()
    began = time.monotonic()
    log.info("%s begins", part)
    code = told(part, import_module(f"yingda.bench.{part}").lines())
    log.info("%s took %.0f s", part, time.monotonic() - began)
    return code


def told(part: str, lines: Iterable[Line]) -> int:
    """Print the lines as they come; whatever breaks off the part is a line too."""
    code = 0
    try:
        for line in lines:
            print(line, flush=True)
            code = FAILED if line.failed else code
    except Exception as error:  # the other parts are measured all the same
        log.exception("%s broke off", part)
        print(failure(part, f"{type(error).__name__}; see above"), flush=True)
        code = FAILED
    return code


def failure(part: str, why: str) -> Line:
    return Line(part, "—", note=f"it broke off: {why}", failed=True)


def progress_to_stderr() -> None:
    """Django's own set-up of logging, which comes later, leaves this logger alone."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("{asctime} {message}", "%H:%M:%S", style="{"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
