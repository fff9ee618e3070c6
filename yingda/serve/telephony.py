"""`yingda telephony`: drives the exchange, or stands by until the driver that does has died."""

import argparse
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from yingda.environment import env
from yingda.journal.placer import Placer
from yingda.lib.db import on_postgresql
from yingda.routing import clockwork
from yingda.serve.ending import hold_on
from yingda.telephony.driver import process
from yingda.telephony.driver.hands import grow
from yingda.telephony.pbx.address import address

HANDS = 2  # SQLite has one writer at a time: there threads do as well


def telephony(arguments: argparse.Namespace) -> None:
    """Until asked to end; calls go on without us. Raises NoPbx when the telephone is switched off."""
    logging.basicConfig(level=env.log_level, format="{asctime} {levelname} {name}: {message}", style="{")
    if env.pbx_off:
        address()
    hands = grow(HANDS if on_postgresql() else 0, beside)
    hold_on(arguments.lifeline)
    with beside():
        process.run(hands)


@contextmanager
def beside() -> Iterator[None]:
    """Matching and placing: a report that lets somebody wait is followed by an offer at once, and that by a ring."""
    placing = Placer()
    placing.start()
    clockwork.start()
    try:
        yield
    finally:
        clockwork.stop()
        placing.stop()
