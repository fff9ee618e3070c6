"""Callers whom the exchange served by itself while nobody drove it: they are entered afterwards (10.1)."""

from datetime import datetime
from uuid import UUID, uuid5

from yingda.contacts.arrive import arrive
from yingda.contacts.models import Contact
from yingda.journal import verb
from yingda.lib.crypto import lookup_hash
from yingda.lib.ids import uuid7
from yingda.telephony import callers
from yingda.telephony.ending import hang_up
from yingda.telephony.hotlines import first_language, hotline_of
from yingda.telephony.models import Call, Exchange, Number
from yingda.telephony.moving import made

NAMES = UUID("5a1d0c0e-8d5f-4c53-9f0e-2f6f6a1f3c11")  # of these contacts' ids, so that a report entered twice is one


@verb
def missed_by_fallback(dialled: str, caller: str, at: datetime, answered: bool, exchange: str = "") -> Call | None:
    """A call that came at `at` and that a registered phone answered, or nobody did: then the caller is called back.

    The same report again gives the first call. None for a number that is not ours.
    """
    number = Number.objects.filter(digits=dialled).select_related("line__hotline").first()
    if number is None:
        return None
    uid = uuid5(NAMES, f"{dialled} {lookup_hash(caller).hex()} {at.isoformat()}")
    if known := Call.objects.filter(contact__uid=uid).first():
        return known
    digits = callers.read(caller)
    contact = arrive(
        line=number.line,
        channel=Contact.Channel.PHONE,
        uid=uid,
        at=at,
        customer=callers.known(digits),
        language=first_language(hotline_of(number.line)),
    )
    ours = uuid7()
    call = Call(
        uid=ours,
        contact=contact,
        exchange=Exchange.objects.get_or_create(name=exchange)[0] if exchange else Exchange.objects.earliest("pk"),
        stage=Call.Stage.QUEUE,
        number=number,
        trunk=number.trunk,
        began=at,
        plan={"fallback": True, "served": answered},
        **callers.sealed(digits, ours),
    )
    hang_up(made(call), by="system", cause="fallback", at=at)
    return call
