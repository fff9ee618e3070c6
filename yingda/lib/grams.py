"""Chinese search by characters and bigrams: one function cuts the texts that are kept and the words that are sought."""

import re
import unicodedata

RUN = re.compile(r"[^\W_]+")


def grams(text: str) -> list[str]:
    """What is kept of a text: every character and every pair of neighbours inside a run of letters and digits.

    Width and case are folded; the answer is sorted and has nothing twice.
    """
    found: set[str] = set()
    for run in runs(text):
        found.update(run)
        found.update(pairs(run))
    return sorted(found)


def sought(text: str) -> list[str]:
    """What a text must hold to be found by these words: pairs; a character alone only where the words have one."""
    found: set[str] = set()
    for run in runs(text):
        found.update(pairs(run) if len(run) > 1 else run)
    return sorted(found)


def runs(text: str) -> list[str]:
    return RUN.findall(unicodedata.normalize("NFKC", text).casefold())


def pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]
