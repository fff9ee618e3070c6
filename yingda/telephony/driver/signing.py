"""Trunks by which the exchange signs in at a carrier: how they stand, and how their accounts are changed.

Asterisk keeps one conversation with the carrier to a registration. A new password is not used before the next try, a
registration made anew leaves the older one behind, which signs out (perhaps after the new one has signed in), and
`PJSIPRegister` is forgotten when an answer is under way. So we sign out first, and make it anew when that is done. It
gets another name, for a deletion is carried out a little later, by name, upon whatever has that name then.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from yingda.lib.times import now
from yingda.telephony.driver.ami import AmiRefused, Fields
from yingda.telephony.models import Trunk

if TYPE_CHECKING:
    from yingda.telephony.driver.connection import Connection

log = logging.getLogger(__name__)

REGISTRATION, DETAIL = "registration", "OutboundRegistrationDetail"
REGISTERED, REJECTED = "Registered", "Rejected"  # all else means that no answer has come yet
LONGEST_SECONDS = 35.0  # Asterisk gives up waiting for an answer after 32
POLL_SECONDS = 0.1
FRESH = re.compile(r"\.\d{13}$")


async def registrations(connection: "Connection") -> list[Fields]:
    """All that the exchange has; none where the manager interface is not known."""
    if connection.ami is None:
        return []
    rows = await connection.ami.listed("PJSIPShowRegistrationsOutbound")
    return [row for row in rows if row["Event"] == DETAIL]


async def statuses(connection: "Connection") -> dict[str, str]:
    """Of each trunk's registration, in the exchange's words; one that is just being deleted has none."""
    rows = await registrations(connection)
    return {trunk_of(row): row["Status"] for row in rows if "Status" in row}


async def named(connection: "Connection", trunk: str) -> list[str]:
    """What the registrations of this trunk are called at the exchange."""
    if connection.ami is None:
        return [trunk]
    return [row["ObjectName"] for row in await registrations(connection) if trunk_of(row) == trunk]


def fresh(connection: "Connection", trunk: str) -> str:
    """A name that no registration of this trunk has had, if we can find it again."""
    return f"{trunk}.{next(connection.numbers)}" if connection.ami else trunk


def trunk_of(row: Fields) -> str:
    """Whose it is, by its name: see `fresh`; after a restart of the exchange it has the trunk's."""
    return FRESH.sub("", row["ObjectName"])


async def watch_trunks(connection: "Connection") -> None:
    """At which carriers we are signed in now; then the exchange tells, if it can."""
    async with connection.telling:
        await connection.threads.run(trunks_stand, await statuses(connection))


def trunks_stand(told: dict[str, str]) -> None:
    """By the names of trunks. Refused and not answered are one to the exchange; before that nothing is known."""
    for trunk in Trunk.objects.filter(kind=Trunk.Kind.REGISTRATION, active=True, name__in=told):
        on = {REGISTERED: True, REJECTED: False}.get(told[trunk.name])
        if trunk.registered != on:
            Trunk.objects.filter(pk=trunk.pk).update(registered=on, seen=now())


def changing(connection: "Connection") -> set[str]:
    """Trunks that sign out, or have and are not yet changed: what is noted of them is not how they will be."""
    return {name for name, lock in connection.signing.items() if lock.locked()}


async def signed_out(connection: "Connection", name: str, change: Callable[[], Awaitable[None]]) -> None:
    """Sign out, with what the exchange knows as yet, and then change the account; one change after another."""
    async with connection.signing.setdefault(name, asyncio.Lock()):
        await sign_out(connection, name)
        await change()


async def sign_out(connection: "Connection", name: str) -> None:
    """As soon as no answer is under way. A carrier that does not answer is not waited for any longer than that."""
    if await until(connection, name, lambda status: status in {REGISTERED, REJECTED, None}) == REGISTERED:
        for one in await named(connection, name):
            try:
                await connection.ami.act("PJSIPUnregister", Registration=one)
            except AmiRefused as error:  # it is just being deleted, and needs no more
                log.info("%s: %s", one, error)
        await until(connection, name, lambda status: status != REGISTERED)


async def until(connection: "Connection", name: str, test: Callable[[str | None], bool]) -> str | None:
    """The registration's status, as soon as it passes the test, or after LONGEST_SECONDS."""
    end = asyncio.get_running_loop().time() + LONGEST_SECONDS
    while True:
        status = (await statuses(connection)).get(name)
        if test(status) or asyncio.get_running_loop().time() > end:
            return status
        await asyncio.sleep(POLL_SECONDS)
