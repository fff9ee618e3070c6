"""What the desk is told of its person's phone and of the exchange."""

from datetime import datetime

from yingda.lib.say import say
from yingda.people.models import Person
from yingda.telephony import checking, ice, phones
from yingda.telephony.models import Exchange, Phone
from yingda.telephony.pbx import status
from yingda.telephony.pbx.address import NoPbx, PbxAddress, address

Kind = Phone.Kind
SILENT = say("电话交换机没有应答，请稍候或联系管理员。", "The exchange does not answer; wait, or ask an administrator.")
UP = say("电话正常。", "The telephone works.")


def phone_out(person: Person, *, serves: bool, at: datetime) -> dict:
    """OwnPhoneOut. Whoever `serves` customers gets an account for the browser with the first look."""
    there = exchange_address()
    if serves and there:
        phones.own(person, Kind.BROWSER, at=at)
    own = {phone.kind: phone for phone in Phone.objects.filter(person=person, active=True)}
    chosen = next((phone for phone in own.values() if phone.chosen), None)
    check = checking.last(person)
    return {
        "configured": there is not None,
        "exchange": exchange_out(at),
        "choice": chosen and chosen.kind,
        "registered": bool(chosen and phones.can_ring(chosen, at=at)),
        "browser": browser_out(own[Kind.BROWSER], there, at) if there and Kind.BROWSER in own else None,
        "hard": hard_out(own.get(Kind.HARD)),
        "check": check and {"at": check.at, "passed": checking.passed(check)},
    }


def exchange_address() -> PbxAddress | None:
    try:
        return address()
    except NoPbx:
        return None


def exchange_out(at: datetime) -> dict:
    """Whether calls come and go, in words: the exchange answers, and a driver of ours speaks with it."""
    if Exchange.objects.filter(up=True, driver_until__gt=at).exists():
        return {"up": True, "words": UP()}
    now = status.current()
    return {"up": False, "words": SILENT() if now.state == status.State.UP else now.words()}


def browser_out(phone: Phone, there: PbxAddress, at: datetime) -> dict:
    return {
        "username": phone.username,
        "secret": phones.secret_of(phone),
        "domain": there.sip_host,
        "ws_url": there.ws_url,
        "ice_servers": ice.servers(phone.username, at),
    }


def hard_out(phone: Phone | None) -> dict | None:
    return phone and {"username": phone.username, "registered": phone.registered}
