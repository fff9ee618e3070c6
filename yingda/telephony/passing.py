"""The customer is passed on to a number outside, without talking with them first."""

import logging
import re
from datetime import datetime
from uuid import UUID

from yingda.contacts import hold
from yingda.contacts.hand_over import pass_outside
from yingda.contacts.models import Contact, Transfer
from yingda.contacts.transfer import transfer
from yingda.journal import verb
from yingda.journal.recording import attempt
from yingda.lib.errors import Refusal
from yingda.lib.ids import uuid7
from yingda.people.models import Person
from yingda.telephony import consulting
from yingda.telephony.arranging import arrange, thirds
from yingda.telephony.dialling import outside_leg
from yingda.telephony.errors import SomebodyIsThere
from yingda.telephony.models import Call, Leg, Phone

log = logging.getLogger(__name__)

MINUTES = 1
BY_PHONE = "话机转接"
DIALLED = re.compile(r"(?:sips?:)?([^@;>]+)")


@verb
def pass_on(
    contact: Contact, *, by: Person, number: str, reason: str, consent: bool, uid: UUID, at: datetime
) -> Call:
    """Ring the number while the customer waits; when they pick up the agent leaves, else the customer is back.

    The same uid again is passing on once. Raises SomebodyIsThere, NoTrunk, TrunkFull, Malformed, NoCall, NotOnThePhone,
    and what contacts' `pass_outside` refuses.
    """
    if Transfer.objects.filter(uid=uid, contact=contact, by=by).exists():
        return Call.objects.get(contact=contact)
    call = consulting.talking(contact, by)
    if thirds(call):
        raise SomebodyIsThere
    pass_outside(call.contact, by=by, reason=reason, consent=consent, uid=uid, at=at)
    hold.hold(call.contact, by=by, consent=consent, expected_minutes=MINUTES, at=at)
    outside_leg(call, number, at=at, takes_over=True)
    arrange(call, at=at)
    return call


def came(leg: Leg, *, at: datetime) -> None:
    """They picked up: the agent leaves."""
    consulting.leave_outside(leg, at=at)


def dialled(leg: Leg, target: str, *, at: datetime) -> None:
    """A hard phone's transfer key: to a colleague by work number or account, else outside. Refused, nothing moves."""
    found = DIALLED.match(target)
    called = found[1] if found else target
    words = {"by": leg.person, "reason": BY_PHONE, "consent": True, "uid": uuid7(), "at": at}
    try:
        with attempt():
            if person := colleague(called):
                transfer(leg.call.contact, to_person=person, **words)
            else:
                pass_on(leg.call.contact, number=called, **words)
    except Refusal as error:
        log.info("Leg %s is not passed on: %s", leg.uid, error.code)


def colleague(called: str) -> Person | None:
    phone = Phone.objects.filter(username=called, active=True).select_related("person").first()
    return phone.person if phone else Person.objects.filter(work_number=called, is_active=True).first()
