"""`yingda telephony`: drives the exchange, or stands by until the driver that does has died."""

import argparse
import logging

from yingda.environment import env
from yingda.journal.placer import Placer
from yingda.routing import clockwork
from yingda.serve.ending import hold_on
from yingda.telephony.driver import process


def telephony(arguments: argparse.Namespace) -> None:
    """Until asked to end; calls go on without us. Raises NoPbx when the telephone is switched off.

    Matching and placing run beside it: a report that lets somebody wait is followed by an offer at once, and that by
    a ring.
    """
    logging.basicConfig(level=env.log_level, format="{asctime} {levelname} {name}: {message}", style="{")
    hold_on(arguments.lifeline)
    placing = Placer()
    placing.start()
    clockwork.start()
    try:
        process.run()
    finally:
        clockwork.stop()
        placing.stop()
