"""Keeps the exchange's accounts in line with the rows, and the rows with who is registered.

What was pushed is noted in the AstDB, as `yingda-pushed/<name>` = when the exchange had started and the account's
digest: only what changed is pushed again, and all of it after a restart, which forgets accounts but not the notes.
`yingda-fallback` is the queue of phones that the exchange rings while nobody drives it.
"""

import asyncio
import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from yingda.lib.times import now
from yingda.telephony.driver import measuring, signing
from yingda.telephony.driver.accounts import Account, accounts
from yingda.telephony.driver.ami import AmiRefused, Fields
from yingda.telephony.driver.ari import AriError, Gone
from yingda.telephony.models import Phone
from yingda.telephony.pbx.address import PbxAddress
from yingda.telephony.pbx.pushed import Pushed, remember
from yingda.telephony.reports import phones

if TYPE_CHECKING:
    from yingda.telephony.driver.connection import Connection

log = logging.getLogger(__name__)

PUSHED, QUEUE = "yingda-pushed", "yingda-fallback"
KINDS = (signing.REGISTRATION, "identify", "endpoint", "aor", "auth")  # taken back in this order
# An update would add to the first's list, lose the second's caller numbers, and let the third wait to be tried again.
MADE_ANEW = ("identify", "endpoint", signing.REGISTRATION)
FORGET_SECONDS, FORGET_POLL_SECONDS = 5.0, 0.01
LOOK_EVERY_SECONDS = 5.0  # at an exchange that tells nothing by itself


async def bring_in_line(connection: "Connection") -> None:
    """Push what is new or different, take back what is gone. One at a time; who must sign out first does so beside."""
    async with connection.pushing:
        wanted = await connection.threads.run(accounts, connection.address)
        pushed = await noted(connection)
        there = {told["resource"] for told in await connection.ari.get("endpoints/PJSIP")}
        changing = signing.changing(connection)
        beside = changing | (await signing.statuses(connection)).keys()
        for account in wanted:
            same = pushed.pop(account.name, "") == mark(connection, account)
            if same and account.name in there and account.name not in changing:
                continue
            if account.name in beside:
                connection.start(signing.signed_out(connection, account.name, partial(renew, connection, account)))
            else:
                await push(connection, account, known=account.name in there)
        for name in pushed:
            if name in beside:
                connection.start(signing.signed_out(connection, name, partial(take_back, connection, name)))
            else:
                await take_back(connection, name)
        await connection.threads.run(keep, connection.address, wanted)
        await enlist(connection, {f"PJSIP/{account.name}" for account in wanted if account.rings})


def keep(address: PbxAddress, wanted: list[Account]) -> None:
    """For a restart of the exchange while nobody drives it, if it is ours to start."""
    if address.here:
        objects = [Pushed(kind, account.name, fields) for account in wanted for kind, fields in account.objects]
        remember(Path(address.spool).parent, objects)


async def noted(connection: "Connection") -> dict[str, str]:
    """Names and digests of what was pushed, as far as the exchange can tell."""
    if connection.ami is None:
        return {}
    rows = await connection.ami.listed("DBGetTree", Family=PUSHED)
    return {row["Key"].rpartition("/")[2]: row["Val"] for row in rows}


async def push(connection: "Connection", account: Account, *, known: bool) -> None:
    """`known`: the exchange has the account already, perhaps with objects that are not wanted any more."""
    wanted = [kind for kind, _ in account.objects]
    try:
        for kind in KINDS if known else ():
            if kind not in wanted:
                await remove(connection, kind, account.name)
        for kind, fields in account.objects:
            if kind in MADE_ANEW:
                await remove(connection, kind, account.name)
            name = signing.fresh(connection, account.name) if kind == signing.REGISTRATION else account.name
            body = {"fields": [{"attribute": field, "value": value} for field, value in fields.items()]}
            await connection.ari.put(path(kind, name), body)
    except AriError:
        log.exception("The exchange does not take account %s", account.name)
        return
    await note(connection, "DBPut", account.name, Val=mark(connection, account))


async def renew(connection: "Connection", account: Account) -> None:
    """Push a trunk that has signed out."""
    if (await noted(connection)).get(account.name) != mark(connection, account):
        await push(connection, account, known=True)


def mark(connection: "Connection", account: Account) -> str:
    return f"{connection.ari.started.isoformat()} {account.digest}"


async def take_back(connection: "Connection", name: str) -> None:
    for kind in KINDS:
        await remove(connection, kind, name)
    await note(connection, "DBDel", name)


async def remove(connection: "Connection", kind: str, name: str) -> None:
    for one in await signing.named(connection, name) if kind == signing.REGISTRATION else [name]:
        try:
            await connection.ari.delete(path(kind, one))
        except Gone as error:
            log.debug("%s", error)
            continue
        if kind == "endpoint":
            await forgotten(connection, one)


async def forgotten(connection: "Connection", name: str) -> None:
    """Wait until a deleted endpoint is forgotten: that happens later and by name, and whether a phone is there would
    not be known of one that was made before."""
    end = asyncio.get_running_loop().time() + FORGET_SECONDS
    while asyncio.get_running_loop().time() < end:
        try:
            await connection.ari.get(f"endpoints/PJSIP/{name}")
        except Gone:
            return
        await asyncio.sleep(FORGET_POLL_SECONDS)
    log.warning("The exchange does not forget account %s: its phone may count as off", name)


def path(kind: str, name: str) -> str:
    return f"asterisk/config/dynamic/res_pjsip/{kind}/{name}"


async def note(connection: "Connection", action: str, name: str, **fields: str) -> None:
    if connection.ami:
        try:
            await connection.ami.act(action, Family=PUSHED, Key=name, **fields)
        except AmiRefused as error:
            log.info("%s", error)


async def enlist(connection: "Connection", wanted: set[str]) -> None:
    """Whom the exchange rings by itself."""
    if connection.ami is None:
        return
    try:
        rows = await connection.ami.listed("QueueStatus", Queue=QUEUE)
        there = {row["Location"] for row in rows if row["Event"] == "QueueMember"}
        for interface in wanted - there:
            await connection.ami.act("QueueAdd", Queue=QUEUE, Interface=interface)
        for interface in there - wanted:
            await connection.ami.act("QueueRemove", Queue=QUEUE, Interface=interface)
    except AmiRefused as error:
        log.error("The fallback's queue: %s", error)


async def watch_registered(connection: "Connection") -> None:
    """Who is registered now; then the exchange tells, if it can."""
    while True:
        async with connection.telling:
            found = await connection.ari.get("endpoints/PJSIP")
            states = {told["resource"]: told["state"] == "online" for told in found}
            connection.online.update(states)
            await connection.threads.run(report_changes, states)
        if connection.ami:
            return
        await asyncio.sleep(LOOK_EVERY_SECONDS)


def report_changes(states: dict[str, bool]) -> None:
    """For those whom the rows have otherwise. Phones that the exchange does not know are off."""
    for username, on in Phone.objects.filter(active=True).values_list("username", "registered"):
        if states.get(username, False) != on:
            phones.registered(username, not on, at=now())


def hear(connection: "Connection", event: Fields) -> None:
    """The manager interface tells: a phone came, went, or came again from elsewhere; a trunk signed in."""
    if event["Event"] == "ContactStatus":
        connection.start(look(connection, event["EndpointName"]))
        if event["ContactStatus"] == "Removed":
            connection.start(measuring.suspect(connection, event["EndpointName"]))
    elif event["Event"] == "Registry":
        connection.start(signing.watch_trunks(connection))


async def look(connection: "Connection", username: str) -> None:
    """Whether it is there now: one contact may have replaced another."""
    async with connection.telling:
        try:
            on = (await connection.ari.get(f"endpoints/PJSIP/{username}"))["state"] == "online"
        except Gone:
            on = False
        if connection.online.get(username) != on:
            connection.online[username] = on
            await connection.threads.run(phones.registered, username, on, at=now())
