"""One driver acts on an exchange at a time: who holds its lease. Others stand by, and take it when it lapses."""

import asyncio
import logging
import time

from django.db import DatabaseError

from yingda.lib.times import now
from yingda.telephony.driver.threads import Threads
from yingda.telephony.reports import exchange as exchanges

log = logging.getLogger(__name__)

RENEW_SECONDS = 0.5
STANDBY_SECONDS = 0.3
GATE_SECONDS = 0.05


class LeaseLost(Exception):
    """Another driver acts on the exchange now."""


class Lease:
    """Of `driver` on `exchange`. It has a thread of its own: a crowd of reports must not make it lapse."""

    def __init__(self, exchange: str, driver: str):
        self.exchange, self.driver = exchange, driver
        self.threads = Threads(1, "lease")
        self.until = 0.0  # by the monotonic clock, which goes on while the process is frozen

    @property
    def holds(self) -> bool:
        return time.monotonic() < self.until

    async def take(self) -> bool:
        """Take or renew it."""
        asked = time.monotonic()
        held = await self.threads.run(exchanges.take, self.exchange, self.driver, at=now())
        self.until = asked + exchanges.LEASE.total_seconds() if held else 0.0
        return held

    async def stand_by(self) -> None:
        """Until it is ours."""
        while True:
            try:
                if await self.take():
                    return
            except DatabaseError:
                log.exception("The lease cannot be read")
            await asyncio.sleep(STANDBY_SECONDS)

    async def keep(self) -> None:
        """Renew it for ever. Raises LeaseLost."""
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                if not await self.take():
                    raise LeaseLost
            except DatabaseError:
                log.exception("The lease cannot be renewed")  # until it lapses; then nothing is done, see `gate`

    async def gate(self) -> None:
        """Wait while it is not certain that we hold it, as after a freeze: `keep` finds out."""
        while not self.holds:
            await asyncio.sleep(GATE_SECONDS)

    async def release(self) -> None:
        """Let another driver begin at once."""
        self.until = 0.0
        await self.threads.run(exchanges.release, self.exchange, self.driver)

    def stop(self) -> None:
        self.threads.stop()
