"""Who calls, and whom we call: numbers as the network gives them, kept sealed and found by keyed hash."""

import re
from uuid import UUID

from yingda.customers.models import Customer, Phone
from yingda.customers.phones import default_region, mask_phone, normalise
from yingda.lib.crypto import lookup_hash, seal, unseal
from yingda.lib.errors import Malformed
from yingda.lib.prepared import Given, Prepared
from yingda.telephony.models import Call, CallBack

KNOWN = Prepared(lambda: Customer.objects.with_phone_lookup(Given(Phone, "lookup"))[:2])
NUMBER = re.compile(r"\+?[0-9]{5,20}")  # shorter ones are extensions, longer ones nobody's; names are hidden callers


def read(caller: str) -> str:
    """The caller's number in E.164; empty when it is hidden, or nothing that could be called back."""
    caller = caller.strip()
    if not NUMBER.fullmatch(caller):
        return ""
    try:
        return normalise(caller, default_region())
    except Malformed:
        return ""


def sealed(number: str, uid: UUID) -> dict[str, object]:
    """The columns `key`, `sealed` and `lookup` of a row with this uid; nothing for an unknown number."""
    if not number:
        return {}
    key, hidden = seal(number, aad=uid.bytes)
    return {"key": key, "sealed": hidden, "lookup": lookup_hash(number)}


def number_of(row: Call | CallBack) -> str:
    """The number of a call or call-back in E.164; empty when unknown. Raises Tampered."""
    return unseal(row.key, row.sealed, aad=row.uid.bytes) if row.sealed else ""


def masked(row: Call | CallBack) -> str | None:
    """The same, fit to be shown: 138****8000."""
    return mask_phone(number_of(row)) if row.sealed else None


def known(number: str) -> Customer | None:
    """The customer who calls from this number, when it is one customer's only."""
    found = KNOWN.all(lookup=lookup_hash(number)) if number else []
    return found[0] if len(found) == 1 else None
