"""The customer's telephone in a web page: its buttons, what stands behind one, leave to call, how a call stands."""

from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import Literal
from urllib.parse import urlsplit

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from yingda.access.limits import allow
from yingda.contacts.api import one
from yingda.customers.phones import normalise
from yingda.lib.crypto import token_hash
from yingda.lib.errors import Forbidden, NotFound
from yingda.lib.origins import sound
from yingda.lib.paging import page
from yingda.lib.say import Sentence
from yingda.lib.text import Words
from yingda.lib.times import now
from yingda.routing.standing import position
from yingda.standard import hours_in_words, versions
from yingda.telephony import ice
from yingda.telephony.hotlines import hotline_of
from yingda.telephony.models import Call, WebCall, WebTicket
from yingda.telephony.pbx.address import address
from yingda.telephony.schemas import IceServer
from yingda.telephony.setup import schemas as shapes
from yingda.telephony.setup import web_calls
from yingda.telephony.setup.api import named_line
from yingda.telephony.setup.present import web_calls_out
from yingda.telephony.setup.roles import EDITS, SEES
from yingda.telephony.setup.schemas import KEY, Language
from yingda.telephony.web_tickets import issue

router = Router(tags=["public"])
Key = Path(pattern=KEY)
Token = Path(pattern="^[0-9a-f]{40}$")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
CALLS_OF_ADDRESS_AN_HOUR = 20  # an office behind one address, not a flood
CALLS_OF_BUTTON_A_MINUTE = 120
LOOKS_OF_ADDRESS_A_MINUTE = 240  # each caller's page asks every few seconds


class InBoth(Schema):
    """A text in both languages."""

    zh: str
    en: str


class ButtonOut(Schema):
    """What a customer is told before calling. `voice_mail`: outside service hours a message may be left."""

    key: str
    title: InBoth
    open: bool
    resumes: datetime | None
    hours: InBoth
    languages: list[str]
    voice_mail: bool


class TicketIn(Schema):
    language: Language = "zh"
    name: Words = Field("", max_length=40)
    phone: Words = Field("", max_length=32)


class TicketOut(Schema):
    """Dial `token` once, within two minutes, through this account."""

    token: str
    username: str
    secret: str
    ws_url: str
    domain: str
    ice_servers: list[IceServer]


class WebCallStanding(Schema):
    """`position` counts from 1; `waited` in seconds."""

    state: Literal["lobby", "queue", "talk", "voice_mail", "ended"]
    position: int | None
    expected_seconds: int | None
    waited: int


@router.get("/web-calls", response=shapes.WebCallsOut, tags=["telephone"])
def list_web_calls(request: HttpRequest, after: Words | None = None, limit: int = 200):
    request.auth.must_be(*SEES)
    rows = WebCall.objects.filter(dropped=None).select_related("line")
    return page(rows, order=("key",), after=after, limit=limit).out(web_calls_out)


@router.put("/web-calls/{key}", response=shapes.WebCallOut, tags=["telephone"])
def put_web_call(request: HttpRequest, body: shapes.WebCallIn, key: str = Key):
    request.auth.must_be(*EDITS)
    fields = body.dict(exclude={"line"})
    saved = web_calls.save(key, line=named_line(body.line), by=request.auth.person, at=now(), **fields)
    return web_calls_out([saved])[0]


@router.delete("/web-calls/{key}", response={204: None}, tags=["telephone"])
def delete_web_call(request: HttpRequest, key: str = Key):
    request.auth.must_be(*EDITS)
    button = one(WebCall.objects.filter(dropped=None), key=key)
    web_calls.drop(button, by=request.auth.person, at=now())
    return Status(204, None)


@router.get("/web-calls/{key}", auth=None, response=ButtonOut)
def get_button(request: HttpRequest, key: str = Key):
    at, button = now(), standing(key)
    line, calendar = button.line, versions.in_force(button.line, at).calendar
    is_open = calendar.is_open(at)
    return {
        "key": button.key,
        "title": {"zh": button.title, "en": button.title_en or line.name_en or button.title},
        "open": is_open,
        "resumes": None if is_open else hours_in_words.next_open(calendar, at),
        "hours": both(hours_in_words.weekly(calendar, at)),
        "languages": hotline_of(line).languages or ["zh"],
        "voice_mail": hotline_of(line).voice_mail,
    }


@router.post("/web-calls/{key}/calls", auth=None, response={201: TicketOut})
def create_web_call(request: HttpRequest, body: TicketIn, key: str = Key):
    """Leave to call once. Told this once; the secret opens nothing but such calls."""
    at, button = now(), standing(key)
    must_come_from(button, request)
    allow("webcall.address", address_of(request), most=CALLS_OF_ADDRESS_AN_HOUR, window=HOUR, at=at)
    allow("webcall.button", button.key, most=CALLS_OF_BUTTON_A_MINUTE, window=MINUTE, at=at)
    phone = normalise(body.phone) if body.phone.strip() else ""
    there = address()
    token = issue(button, language=body.language, name=body.name.strip(), phone=phone, at=at)
    return Status(
        201,
        {
            "token": token,
            "username": there.web_user,
            "secret": there.web_secret,
            "ws_url": there.ws_url,
            "domain": there.sip_host,
            "ice_servers": ice.servers(there.web_user, at),
        },
    )


@router.get("/web-calls/calls/{token}", auth=None, response=WebCallStanding)
def get_web_call(request: HttpRequest, token: str = Token):
    """How the call of this token stands, for who holds it."""
    at = now()
    allow("webcall.look", address_of(request), most=LOOKS_OF_ADDRESS_A_MINUTE, window=MINUTE, at=at)
    ticket = WebTicket.objects.filter(token=token_hash(token)).first()
    if ticket is None:
        raise NotFound
    call = Call.objects.filter(contact=ticket.contact_id).select_related("contact").first()
    return stands(ticket, call, at)


def stands(ticket: WebTicket, call: Call | None, at: datetime) -> dict:
    """The state of a ticket that was not used yet is the lobby's; of one that never was, ended."""
    if call is None:
        state = "lobby" if ticket.expires > at else "ended"
        return {"state": state, "position": None, "expected_seconds": None, "waited": 0}
    contact = call.contact
    place, expected = position(contact, at) or (None, None)
    until = contact.answered or contact.ended or at
    return {
        "state": Call.Stage.TALK if call.stage == Call.Stage.DIAL else call.stage,
        "position": place,
        "expected_seconds": expected,
        "waited": int((until - (contact.queued or contact.arrived)).total_seconds()),
    }


def standing(key: str) -> WebCall:
    button = WebCall.objects.select_related("line__hotline").filter(key=key, active=True, line__active=True).first()
    if button is None:
        raise NotFound
    return button


def must_come_from(button: WebCall, request: HttpRequest) -> None:
    """Browsers name the page's origin: our own frame, or a site that may embed the button. Raises Forbidden."""
    origin = request.headers.get("Origin")
    if not origin or urlsplit(origin).netloc == request.get_host():
        return
    if not any(fnmatchcase(origin, allowed) for allowed in sound(button.origins)):
        raise Forbidden


def address_of(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR") or "local"


def both(sentence: Sentence) -> dict:
    return {"zh": sentence("zh"), "en": sentence("en")}
