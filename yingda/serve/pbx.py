"""`yingda pbx`: keeps the telephone exchange of this data folder up."""

import argparse
import logging
import os
import select

from yingda.environment import env
from yingda.serve.ending import ending
from yingda.telephony.pbx import status
from yingda.telephony.pbx.errors import AlreadyKept
from yingda.telephony.pbx.getting.looking import find
from yingda.telephony.pbx.keeping import Keeper
from yingda.telephony.pbx.running import taken


def wanted() -> bool:
    """Whether this house runs an exchange of its own."""
    return not env.pbx_off and not env.ari_url


def get(language: str) -> int:
    """Only get Asterisk, for a later start. Raises NotToBeHad."""
    found = find(lambda words: print(words(language), flush=True))
    print(f"Asterisk {found.version()}: {' '.join(found.program)}")
    return 0


def pbx(arguments: argparse.Namespace) -> int:
    """Keep it up until asked to end, then end it as its calls allow. Raises AlreadyKept.

    When the parent has died instead, the exchange goes on: callers get the fallback until Yingda is back.
    """
    parent, language = os.getppid(), arguments.lang
    logging.basicConfig(level=env.log_level, format="{asctime} {levelname} {name}: {message}", style="{")
    if arguments.get:
        return get(language)
    if not wanted():
        print(status.current().words(language), flush=True)
        return 0
    asked = ending(arguments.lifeline)
    with taken(env.data / "pbx" / "keeper.lock") as lock:
        if lock is None:
            raise AlreadyKept(folder=env.data)
        keeper = Keeper(env.data / "pbx", lambda words: print(words(language), flush=True), asked)
        keeper.keep()
        if not orphaned(parent, arguments.lifeline):
            keeper.stop()
    return 0


def orphaned(parent: int, lifeline: int | None) -> bool:
    """Whether the parent has died: a dying one closes its pipe before its children are given another parent."""
    closed = lifeline is not None and bool(select.select([lifeline], [], [], 0)[0])
    return closed or os.getppid() != parent
