"""The driver as a process: one drives an exchange, others stand by until it has died."""

import asyncio
import logging
import os
import secrets
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.db import DatabaseError

from yingda.lib.times import now
from yingda.telephony.driver import (
    beating,
    fallen_back,
    feeding,
    hearing,
    measuring,
    phones,
    reconciling,
    recording,
    signing,
)  # fmt: skip
from yingda.telephony.driver.ami import Ami, AmiRefused, open_ami
from yingda.telephony.driver.ari import AriError, Disconnected, open_ari
from yingda.telephony.driver.connection import Connection
from yingda.telephony.driver.hands import Hand, Hands
from yingda.telephony.driver.lease import Lease, LeaseLost
from yingda.telephony.driver.threads import Threads
from yingda.telephony.pbx.address import NoPbx, PbxAddress, address
from yingda.telephony.reports import exchange as exchanges

try:
    import uvloop
except ImportError:  # there is none for Windows, and the standard loop does as well, only slower
    uvloop = None

log = logging.getLogger(__name__)

WORKS = (
    phones.watch_registered, signing.watch_trunks, measuring.measure, recording.collect, fallen_back.enter,
)  # fmt: skip
EXCHANGE = "main"  # one to an installation as yet; rows and verbs know of several
THREADS = 4
DOWN_SECONDS = 1.0
DELAYS = (0.1, 0.2, 0.3, 0.4, 0.5, 1.0, 2.0)


USUAL = (Disconnected, NoPbx, AmiRefused, AriError, OSError)


class Asked(Exception):
    """This process was asked to end."""


def run(grown: list[Hand]) -> None:
    """Drive until asked to end (SIGTERM, SIGINT), with these processes for the verbs."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop if uvloop else None) as runner:
        runner.run(main(grown))


async def main(grown: list[Hand]) -> None:
    asked = asyncio.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(wanted, asked.set)
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(until(asked))
            tasks.create_task(Driver(EXCHANGE, grown).run())
    except* Asked:
        log.info("Asked to end. The calls go on")


async def until(asked: asyncio.Event) -> None:
    await asked.wait()
    raise Asked


class Driver:
    """Takes the lease of an exchange, drives it until the lease is lost, and stands by again."""

    def __init__(self, exchange: str, grown: list[Hand]):
        self.lease = Lease(exchange, f"{socket.gethostname()[:20]}-{os.getpid()}-{secrets.token_hex(3)}")
        self.threads = Threads(THREADS, "reports")
        self.hands = Hands(self.threads, grown)

    async def run(self) -> None:
        await self.hands.start()
        try:
            while True:
                log.info("%s stands by for exchange %s", self.lease.driver, self.lease.exchange)
                await self.lease.stand_by()
                log.info("%s drives exchange %s", self.lease.driver, self.lease.exchange)
                await self.drive()
        finally:
            await self.end()

    async def drive(self) -> None:
        """While we hold the lease."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.lease.keep())
                tasks.create_task(self.stay_connected())
        except* LeaseLost:
            log.error("Another driver has taken exchange %s", self.lease.exchange)

    async def stay_connected(self) -> None:
        """Connect, and again whenever the connection ends; it must be our turn, for whoever connects takes over."""
        absence = Absence(self.lease, self.threads)
        while True:
            await self.lease.gate()
            try:
                async with connected(self.lease, self.hands) as connection:
                    absence.over()
                    await connection.ended()
            except* USUAL as why:
                absence.note(first_of(why))
            except* Exception:  # a defect must not leave the exchange alone
                log.exception("The connection with the exchange broke off")
            if asyncio.current_task().cancelling():
                raise asyncio.CancelledError  # a task group that failed at the same time has swallowed it
            await absence.wait()

    async def end(self) -> None:
        """Nobody is hung up because the driver stops; another one may begin at once."""
        try:
            await self.lease.release()
        except DatabaseError:
            log.exception("The lease was not given back; it lapses by itself")
        self.lease.stop()
        self.hands.stop()
        self.threads.stop()


def first_of(group: BaseExceptionGroup) -> BaseException:
    """The innermost first exception."""
    found = group.exceptions[0]
    return first_of(found) if isinstance(found, BaseExceptionGroup) else found


class Absence:
    """How long the exchange has not been there, and who is told."""

    def __init__(self, lease: Lease, threads: Threads):
        self.lease, self.threads = lease, threads
        self.tries = 0
        self.since = asyncio.get_running_loop().time()
        self.told = False

    def over(self) -> None:
        """It is there again."""
        self.tries, self.told = 0, False

    def note(self, why: BaseException) -> None:
        if not self.tries:
            self.since = asyncio.get_running_loop().time()
            log.error("The exchange is gone: %s", why)

    async def wait(self) -> None:
        """Before the next try. After DOWN_SECONDS everybody is told that the telephone does not work."""
        if not self.told and asyncio.get_running_loop().time() - self.since >= DOWN_SECONDS:
            await self.lease.gate()
            try:
                await self.threads.run(exchanges.down, self.lease.exchange, at=now())
                self.told = True
            except Exception:  # trying again matters more than telling
                log.exception("It cannot be told that the exchange is down")
        await asyncio.sleep(DELAYS[min(self.tries, len(DELAYS) - 1)])
        self.tries += 1


@asynccontextmanager
async def connected(lease: Lease, hands: Hands) -> AsyncIterator[Connection]:
    """A connection with all that goes on during it. Raises Disconnected, NoPbx, AmiRefused."""
    where = address()
    early: list[dict] = []
    async with open_ari(where, early.append) as ari, manager(where) as ami:
        connection = Connection(ari, ami, where, lease, hands)
        async with asyncio.TaskGroup() as connection.tasks, feeding.Feed(connection):
            await begin(connection, early)
            yield connection


@asynccontextmanager
async def manager(where: PbxAddress) -> AsyncIterator[Ami | None]:
    """The manager interface, where its address is known."""
    if not where.ami_port:
        log.error("Without the manager interface (YINGDA_AMI_ADDRESS) nothing is recorded")
        yield None
        return
    async with open_ami(where) as ami:
        yield ami


async def begin(connection: Connection, early: list[dict]) -> None:
    """Hear, beat, compare, tell that the telephone works, and then do what is done all the time."""
    ari = connection.ari
    ari.hear = connection.hear
    for event in early:
        connection.hear(event)
    await ari.filter_events(hearing.FILTER)
    connection.start(beating.beat(connection))
    await reconciling.reconcile(connection)
    await phones.bring_in_line(connection)
    await connection.threads.run(exchanges.up, connection.exchange, ari.info["system"]["version"], at=now())
    if connection.ami:
        connection.ami.hear = connection.hear_manager
        connection.start(connection.manager_ended())
    for work in WORKS:
        connection.start(work(connection))
