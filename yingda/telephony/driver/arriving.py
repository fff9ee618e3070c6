"""A connection comes to us: from a trunk, a web page, or a colleague's phone."""

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

from django.db import DatabaseError, InterfaceError

from yingda.journal.recording import through
from yingda.lib.times import now
from yingda.telephony.driver.ari import Gone
from yingda.telephony.driver.standing import Channel
from yingda.telephony.reports import arriving
from yingda.telephony.wanted import WantedCall, wanted_of

if TYPE_CHECKING:
    from yingda.telephony.driver.connection import Connection

log = logging.getLogger(__name__)

TRIES, PAUSE_SECONDS = 3, 0.5


async def arrive(connection: "Connection", channel: Channel, words: list[str], caller: str) -> None:
    """Whose call it is, the domain says; with a domain that cannot say so, the exchange serves the caller alone."""
    origin, dialled, endpoint = words[:3]
    verb = partial(
        arriving.arrived, connection.exchange, channel.id,
        origin=origin, endpoint=endpoint, dialled=dialled, caller=caller, at=now(),
    )  # fmt: skip
    for _ in range(TRIES):
        try:
            await connection.lease.gate()
            call, wanted = await connection.hands.run_first(told, connection.looking.coming, verb)
            return await welcome(connection, channel, call, wanted)
        except (DatabaseError, InterfaceError):
            log.exception("A call from %s cannot be entered", origin)
            await asyncio.sleep(PAUSE_SECONDS)
        except Gone:
            return None  # who called has hung up
        except Exception:  # a defect of ours, for which the caller must not sit in silence
            log.exception("A call from %s cannot be entered", origin)
            break
    return await fall_back(connection, channel)


def told(via: str, verb) -> tuple[int | str, WantedCall | None]:
    with through(via):
        call = verb()
    return call, None if isinstance(call, str) else wanted_of([call]).get(call)


async def welcome(connection: "Connection", channel: Channel, call: int | str, wanted: WantedCall | None) -> None:
    """Follow the call, or hang up: what the domain then says are ARI's words too."""
    if isinstance(call, str):
        channel.dismissed = True
        await connection.ari.delete(f"channels/{channel.id}", reason=call)
    else:
        channel.call = call
        connection.call(call).begin(wanted)


async def fall_back(connection: "Connection", channel: Channel) -> None:
    channel.dismissed = True
    try:
        await connection.ari.post(f"channels/{channel.id}/continue", context="fallback", extension="s", priority=1)
    except Gone:
        pass  # who called has hung up
