"""The heartbeat that the exchange's dialplan and the watchdog look at: without it they serve callers by themselves."""

import asyncio
import logging
import time

from yingda.telephony.driver.connection import Connection

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0


async def beat(connection: Connection) -> None:
    """Each second, while the lease is ours and the database does its work. Raises Disconnected.

    It is also how a dead exchange is noticed whose socket stays open: the request is not answered.
    """
    while True:
        if connection.hands.stuck:
            log.error("The database does not answer: the exchange serves callers by itself")
        else:
            await connection.ari.post("asterisk/variable", variable="YD_BEAT", value=int(time.time()))
        await asyncio.sleep(EVERY_SECONDS)
