"""What was pushed to the exchange, kept beside it: trunks and phones are there again when Asterisk was restarted.

Asterisk keeps pushed objects in memory only (docs/decisions). The driver calls `remember` with all that it has pushed;
`yingda pbx` calls `restore` after each start, so that even without a driver phones can ring.
"""

import json
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from yingda.telephony.pbx.ari import Ari, AriError
from yingda.telephony.pbx.private import write_private

log = logging.getLogger(__name__)

FILE = "pushed.json"


class Pushed(NamedTuple):
    """One object: kind (auth, aor, endpoint, identify, registration), name, and its fields as text."""

    kind: str
    name: str
    fields: dict[str, str]


def push(ari: Ari, one: Pushed) -> None:
    """Make or change it. Raises AriError."""
    body = {"fields": [{"attribute": name, "value": value} for name, value in one.fields.items()]}
    ari.put(f"asterisk/config/dynamic/res_pjsip/{one.kind}/{one.name}", body)


def remember(folder: Path, objects: Iterable[Pushed]) -> None:
    """Keep these, and no others, for the next start; readable by their owner only."""
    write_private(folder / FILE, json.dumps(list(objects)))


def restore(folder: Path, ari: Ari) -> int:
    """Push what is remembered; how many there were. One that is refused does not hold up the others."""
    if not (folder / FILE).exists():
        return 0
    objects = [Pushed(*one) for one in json.loads((folder / FILE).read_text())]
    for one in objects:
        try:
            push(ari, one)
        except AriError as error:
            log.error("%s %s was not taken again: %s", one.kind, one.name, error)
    return len(objects)
