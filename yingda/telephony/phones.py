"""SIP accounts of people: made when first asked for, secrets sealed, one of them chosen to ring."""

import re
import secrets
from datetime import datetime, timedelta

from yingda.journal import record, verb
from yingda.lib.crypto import seal, unseal
from yingda.lib.ids import uuid7
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Capability, Person, Restriction
from yingda.people.restricting import release, restrict
from yingda.telephony import facts
from yingda.telephony.models import Phone

TO_RING = Prepared(
    lambda: Phone.objects.filter(person=Given(Phone, "person"), chosen=True, active=True, registered=True)
)
CHANNEL = "phone"
NO_PHONE = "no_phone"
MISTRUST = timedelta(minutes=1)
LETTER = {Phone.Kind.BROWSER: "a", Phone.Kind.HARD: "h"}  # user names at the exchange: a6021, h6021
UNFIT = re.compile(r"[^a-z0-9]+")


def to_ring(person: int) -> Phone | None:
    """The phone that rings for this person, if it can be reached."""
    return TO_RING.first(person=person)


@verb
def own(person: Person, kind: str, *, at: datetime) -> Phone:
    """The person's account of this kind, made when first asked for. Their first one is chosen to ring."""
    if found := Phone.objects.filter(person=person, kind=kind).first():
        return found
    uid = uuid7()
    key, sealed = seal(secrets.token_urlsafe(24), aad=uid.bytes)
    phone = Phone.objects.create(
        uid=uid, person=person, kind=kind, username=free_name(person, kind), key=key, sealed=sealed,
        chosen=not Phone.objects.filter(person=person, chosen=True).exists(),
    )  # fmt: skip
    tell(phone, at=at)
    return phone


@verb
def renew_secret(phone: Phone, *, at: datetime) -> str:
    """A new secret for a phone, which the exchange is told; the old one opens nothing any more. Returns it."""
    secret = secrets.token_urlsafe(24)
    phone.key, phone.sealed = seal(secret, aad=phone.uid.bytes)
    phone.save(update_fields=["key", "sealed"])
    tell(phone, at=at)
    return secret


@verb
def choose(person: Person, kind: str, *, at: datetime) -> Phone:
    """Calls ring this phone from now on, the browser's or the one on the table."""
    phone = own(person, kind, at=at)
    if not phone.chosen:
        Phone.objects.filter(person=person, chosen=True).update(chosen=False)
        Phone.objects.filter(pk=phone.pk).update(chosen=True)
        phone.chosen = True
        tell(phone, at=at)
    settle(person.pk, at=at)
    return phone


def secret_of(phone: Phone) -> str:
    """In clear: for its own person and for the exchange."""
    return unseal(phone.key, phone.sealed, aad=phone.uid.bytes)


@verb
def seen(phone: int, on: bool, *, at: datetime) -> bool:
    """The exchange sees the phone, or no longer does. False when that was known."""
    row = Phone.objects.get(pk=phone)
    if not Phone.objects.filter(pk=phone).exclude(registered=on).update(registered=on, seen=at):
        if on and row.chosen:
            free(row.person_id, at=at)
        return False
    record(facts.PHONE, at=at, person=row.person_id, phone=row.uid, on=on)
    settle(row.person_id, at=at)
    return True


def mistrust(person: int, *, at: datetime) -> None:
    """Their phone should have rung and did not: it counts as off until it registers anew, or for MISTRUST."""
    restrict(person, reason=NO_PHONE, channel=CHANNEL, at=at, until=at + MISTRUST)


def can_ring(phone: Phone, *, at: datetime) -> bool:
    """Whether calls would come to this phone, if it is the chosen one."""
    barred = Restriction.objects.filter(person=phone.person_id, channel=CHANNEL, reason=NO_PHONE, until__gt=at)
    return phone.registered and not barred.exists()


@verb
def settle(person: int, *, at: datetime) -> None:
    """Whoever is to take calls and has no phone that rings gets none until it does; other channels go on."""
    (free if to_ring(person) else bar)(person, at=at)


def bar(person: int, *, at: datetime) -> None:
    restrict(person, reason=NO_PHONE, channel=CHANNEL, at=at)


def free(person: int, *, at: datetime) -> None:
    release(person, reason=NO_PHONE, channel=CHANNEL, at=at)


def check_all(at: datetime) -> int:
    """People who were given the channel, or lost their account, since anybody looked: two queries when all is well."""
    able = set(Capability.objects.filter(kind=Capability.Kind.CHANNEL, code=CHANNEL).values_list("person", flat=True))
    reached = set(Phone.objects.filter(chosen=True, active=True, registered=True).values_list("person", flat=True))
    barred = set(
        Restriction.objects.filter(channel=CHANNEL, reason=NO_PHONE, until=None).values_list("person", flat=True)
    )
    wrong = (able - reached - barred) | (barred & reached)
    for person in sorted(wrong):
        settle(person, at=at)
    return len(wrong)


def free_name(person: Person, kind: str) -> str:
    """`a6021`; with a few letters behind it where that is taken."""
    name = LETTER[kind] + (UNFIT.sub("", person.work_number.lower()) or str(person.pk))
    return name if not Phone.objects.filter(username=name).exists() else f"{name}-{secrets.token_hex(3)}"


def tell(phone: Phone, *, at: datetime) -> None:
    """The driver hears it and brings the exchange's account in line."""
    record(facts.PHONE_CHANGED, at=at, person=phone.person_id, phone=phone.uid)
