"""`make bench`: every figure in one run, each part on a durable PostgreSQL of its own. Words choose parts."""

import subprocess
import sys

from yingda.bench.line import HEADING
from yingda.bench.part import FAILED, PARTS, failure


def main(chosen: list[str]) -> int:
    """Run the parts, each in a process of its own, so that one which fails takes nothing from the others.

    Their lines are printed as they come. Returns 2 for a part that does not exist, 1 when something failed.
    """
    unknown = [part for part in chosen if part not in PARTS]
    if unknown:
        print(f"No such part: {', '.join(unknown)}. Parts: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    print(HEADING, flush=True)
    codes = [run(part) for part in chosen or PARTS]
    return FAILED if any(codes) else 0


def run(part: str) -> int:
    code = subprocess.run([sys.executable, "-m", "yingda.bench.part", part]).returncode
    if code not in (0, FAILED):
        print(failure(part, f"its process ended with {code}"), flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
