"""For administrators: how the exchange stands, and whose phones can ring."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Schema

from yingda.access.schemas import PersonBrief
from yingda.environment import env
from yingda.lib.times import now
from yingda.people.models import Role
from yingda.telephony.models import Call, Exchange, Phone
from yingda.telephony.own_phone import exchange_out
from yingda.telephony.pbx import status

router = Router(tags=["telephone"])


class ExchangeStateOut(Schema):
    """`up`: calls come and go. `state`: off, fetching, starting, up or failed, as whoever runs it says; `words` for
    people. `elsewhere`: Yingda uses one that others run. `since`: when the state began, where that is known.
    """

    up: bool
    state: str
    words: str
    since: datetime | None
    version: str
    elsewhere: bool
    calls: int
    phones: int
    registered: int


class SipPhoneOut(Schema):
    """`chosen`: this one of the person's phones rings. `seen`: when `registered` last changed."""

    id: str
    person: PersonBrief
    kind: str
    username: str
    chosen: bool
    active: bool
    registered: bool
    seen: datetime | None


@router.get("/exchange", response=ExchangeStateOut)
def get_exchange(request: HttpRequest):
    request.auth.must_be(Role.ADMINISTRATOR)
    return state_out(now())


@router.get("/phones", response=list[SipPhoneOut])
def list_phones(request: HttpRequest):
    """Everybody's phones in the order of work numbers."""
    request.auth.must_be(Role.ADMINISTRATOR)
    return [sip_phone_out(phone) for phone in in_use().order_by("person__work_number", "kind")]


def state_out(at: datetime) -> dict:
    now_standing, phones = status.current(), in_use()
    exchange = Exchange.objects.order_by("-up", "-since").first()
    standing = exchange_out(at)
    return {
        **standing,
        "state": now_standing.state,
        "since": exchange.since if exchange and standing["up"] else now_standing.since,
        "version": exchange.version if exchange else "",
        "elsewhere": bool(env.ari_url),
        "calls": Call.objects.filter(ended=None).count(),
        "phones": phones.count(),
        "registered": phones.filter(registered=True).count(),
    }


def in_use() -> QuerySet[Phone]:
    """Those of people who work here."""
    return Phone.objects.filter(active=True, person__is_active=True).select_related("person")


def sip_phone_out(phone: Phone) -> dict:
    person = phone.person
    names = ("kind", "username", "chosen", "active", "registered", "seen")
    return {name: getattr(phone, name) for name in names} | {
        "id": str(phone.uid),
        "person": {"id": person.uid, "name": person.name, "work_number": person.work_number},
    }
