"""Carriers' lines into the exchange. Each change is told to the driver, which brings the exchange in line."""

import re
from datetime import datetime
from ipaddress import ip_network
from uuid import UUID

from yingda.journal import record, verb
from yingda.lib.crypto import seal
from yingda.lib.db import lock_rows
from yingda.lib.ids import uuid7
from yingda.people.models import Person
from yingda.telephony import facts
from yingda.telephony.models import Number, Phone, Trunk
from yingda.telephony.pbx.address import WEB_USER
from yingda.telephony.setup.errors import (
    NAME_OURS,
    NAME_STAYS,
    NEEDED,
    NOT_A_HOST,
    NOT_A_NETWORK,
    TOO_WIDE,
    InUse,
    malformed,
)

HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?")
NARROWEST = {4: 8, 6: 19}  # the widest network that a carrier may be known by: bits of its prefix
OURS = ("trunk", "anonymous", "yingda", WEB_USER)


@verb
def add(*, by: Person, at: datetime, name: str, password: str = "", uid: UUID | None = None, **fields) -> Trunk:
    """A new trunk; one that was dropped comes back under its name. Raises InUse, Malformed."""
    if uid and (known := Trunk.objects.filter(uid=uid, name=name).first()):
        return known
    if name in OURS or Phone.objects.filter(username=name).exists():
        raise malformed("name", NAME_OURS)
    trunk = Trunk.objects.filter(name=name).first() or Trunk(uid=uid or uuid7(), name=name, dropped=at)
    if trunk.dropped is None:
        raise InUse(field="name", value=name)
    trunk.dropped, trunk.key, trunk.sealed = None, "", b""
    return keep(trunk, password, by=by, at=at, **fields)


@verb
def change(trunk: Trunk, *, by: Person, at: datetime, name: str, password: str = "", **fields) -> Trunk:
    """Everything but the name; an empty password keeps the one that is there. Raises Malformed."""
    trunk = lock_rows(Trunk.objects.filter(pk=trunk.pk)).get()
    if name != trunk.name:
        raise malformed("name", NAME_STAYS)
    return keep(trunk, password, by=by, at=at, **fields)


@verb
def drop(trunk: Trunk, *, by: Person, at: datetime) -> None:
    """The trunk is used no more; its numbers are called by any other."""
    trunk = lock_rows(Trunk.objects.filter(pk=trunk.pk)).get()
    if trunk.dropped:
        return
    trunk.active, trunk.dropped, trunk.registered = False, at, None
    trunk.save(update_fields=["active", "dropped", "registered"])
    Number.objects.filter(trunk=trunk).update(trunk=None)
    record(facts.TRUNK_CHANGED, at=at, by=by, trunk=trunk.uid)


def keep(trunk: Trunk, password: str, *, by: Person, at: datetime, **fields) -> Trunk:
    for name, value in fields.items():
        setattr(trunk, name, value)
    if not HOST.fullmatch(trunk.host):
        raise malformed("host", NOT_A_HOST)
    for network in trunk.matches:
        must_be_narrow(network)
    if password:
        trunk.key, trunk.sealed = seal(password, aad=trunk.uid.bytes)
    if trunk.kind == Trunk.Kind.REGISTRATION:
        must_register(trunk)
    trunk.registered = None
    trunk.save()
    record(facts.TRUNK_CHANGED, at=at, by=by, trunk=trunk.uid)
    return trunk


def must_be_narrow(network: str) -> None:
    """An address or a network of the carrier's own; nobody else's calls may come in as the carrier's."""
    try:
        found = ip_network(network, strict=False)
    except ValueError as error:
        raise malformed("matches", NOT_A_NETWORK, given=network) from error
    if found.prefixlen < NARROWEST[found.version]:
        raise malformed("matches", TOO_WIDE, given=network)


def must_register(trunk: Trunk) -> None:
    if not trunk.username:
        raise malformed("username", NEEDED)
    if not trunk.sealed:
        raise malformed("password", NEEDED)
