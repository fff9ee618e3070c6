"""A child that behaves as its first word says: `python -m yingda.serve.tests.actor WORD FILE --lifeline FD`."""

import os
import sys
from pathlib import Path

from yingda.serve.ending import ending


def main() -> int:
    behaviour, path, _, lifeline = sys.argv[1:]
    asked = ending(int(lifeline))
    with open(path, "a") as file:
        file.write(f"began {os.getpid()}\n")
    if behaviour == "dies":
        return 3
    while True:
        asked.wait()
        if behaviour == "drains":
            with open(path, "a") as file:
                file.write("drained\n")
            return 0


if __name__ == "__main__":
    Path(sys.argv[2]).touch()
    sys.exit(main())
