"""`yingda telephony`: drives the exchange, or stands by until the driver that does has died."""

import argparse
import logging

from yingda.environment import env
from yingda.lib.db import on_postgresql
from yingda.serve.ending import hold_on
from yingda.telephony.driver import process
from yingda.telephony.driver.aside import Aside, at_work
from yingda.telephony.driver.hands import grow
from yingda.telephony.pbx.address import address

HANDS = 4  # half of a verb is waiting. SQLite has one writer at a time: there threads do as well


def telephony(arguments: argparse.Namespace) -> None:
    """Until asked to end; calls go on without us. Raises NoPbx when the telephone is switched off."""
    logging.basicConfig(level=env.log_level, format="{asctime} {levelname} {name}: {message}", style="{")
    if env.pbx_off:
        address()
    if on_postgresql():
        in_processes(arguments)
    else:
        hold_on(arguments.lifeline)
        with at_work():
            process.run([])


def in_processes(arguments: argparse.Namespace) -> None:
    """With others for the verbs, and one for what follows them."""
    aside = Aside()
    try:
        hands = grow(HANDS, aside.used)
        hold_on(arguments.lifeline)
        with aside.used():
            process.run(hands)
    finally:
        aside.end()
