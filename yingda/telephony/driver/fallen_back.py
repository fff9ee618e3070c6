"""Callers whom the exchange served by itself while nobody drove it: its notes are entered, and then thrown away.

A note is `yingda-fallback/<channel>` in the AstDB, see `pbx/templates/extensions.conf`.
"""

import asyncio
import logging
from datetime import UTC, datetime

from yingda.telephony import fallback
from yingda.telephony.driver.ami import AmiRefused
from yingda.telephony.driver.connection import Connection

log = logging.getLogger(__name__)

FAMILY = "yingda-fallback"
WAITING, ANSWERED = "waiting", "answered"
EVERY_SECONDS = 15.0


async def enter(connection: Connection) -> None:
    """At once and then now and again: some of them may still be talking."""
    while connection.ami:
        for row in await connection.ami.listed("DBGetTree", Family=FAMILY):
            await enter_note(connection, row["Key"].rpartition("/")[2], row["Val"])
        await asyncio.sleep(EVERY_SECONDS)


async def enter_note(connection: Connection, key: str, note: str) -> None:
    """One of whom we know how it ended."""
    since, caller, dialled, origin, call, outcome, _ = (note.split("|") + [""] * 7)[:7]
    if outcome == WAITING and key in await names(connection):
        return
    served = outcome == ANSWERED
    if origin == "trunk" and since.isdigit() and (served or not call):  # of a call that we knew, the end was told
        at = datetime.fromtimestamp(int(since), UTC)
        await connection.threads.run(
            fallback.missed_by_fallback, dialled, caller, at, served, exchange=connection.exchange
        )
    try:
        await connection.ami.act("DBDel", Family=FAMILY, Key=key)
    except AmiRefused as error:
        log.info("%s", error)  # another driver was faster


async def names(connection: Connection) -> set[str]:
    return {told["id"] for told in await connection.ari.get("channels")}
