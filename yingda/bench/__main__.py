"""`make bench`: every figure in one run, on a PostgreSQL of its own with durability on. Words choose parts."""

import sys
import time
from importlib import import_module

from yingda.bench.line import HEADING

PARTS = ("intake", "clock", "feed")


def main(chosen: list[str]) -> int:
    """Run the parts and print their lines as they come. Returns 2 for a part that does not exist."""
    unknown = [part for part in chosen if part not in PARTS]
    if unknown:
        print(f"No such part: {', '.join(unknown)}. Parts: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    print(HEADING, flush=True)
    for part in chosen or PARTS:
        began = time.monotonic()
        for line in import_module(f"yingda.bench.{part}").lines():
            print(line, flush=True)
        print(f"({part} took {time.monotonic() - began:.0f} s)", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
