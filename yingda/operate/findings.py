"""What `yingda doctor` finds: how it stands, and what to do."""

from dataclasses import dataclass
from enum import StrEnum

from yingda.lib.say import Sentence


class Light(StrEnum):
    """Green: well. Yellow: works, but look at it. Red: something that people rely on does not work."""

    GREEN = "✔"
    YELLOW = "!"
    RED = "✘"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    light: Light
    what: Sentence
    advice: Sentence | None = None


def green(what: Sentence) -> Finding:
    return Finding(Light.GREEN, what)


def yellow(what: Sentence, advice: Sentence) -> Finding:
    return Finding(Light.YELLOW, what, advice)


def red(what: Sentence, advice: Sentence) -> Finding:
    return Finding(Light.RED, what, advice)
