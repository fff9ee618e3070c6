"""The chat's public endpoints: a visitor with a token, and only their own conversation."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Status, UploadedFile
from pydantic import StringConstraints

from yingda.access import files
from yingda.access.api import served
from yingda.access.api_auth import staff
from yingda.channels.chat import limits
from yingda.channels.chat import schemas as shapes
from yingda.channels.chat.auth import visitor
from yingda.channels.chat.conversations import begin, end_by_visitor
from yingda.channels.chat.leases import renew
from yingda.channels.chat.letters import leave
from yingda.channels.chat.models import Conversation, Site
from yingda.channels.chat.present import chat_out, messages_of, place_out, site_out
from yingda.channels.chat.rate import rate
from yingda.channels.chat.sites import set_up
from yingda.channels.chat.visitors import meet
from yingda.contacts.models import Message
from yingda.contacts.post import post
from yingda.contacts.present import CUSTOMER, message_out
from yingda.contacts.schemas import MessageOut
from yingda.contacts.see import see
from yingda.contacts.typing import typing
from yingda.lib.errors import NotFound
from yingda.lib.text import Words
from yingda.lib.times import now
from yingda.people.models import Line, Role

router = Router(tags=["chat"], auth=visitor)
Key = Annotated[str, StringConstraints(pattern="^[a-z0-9-]{1,32}$")]


@router.post("/chat/contacts", response={201: shapes.ChatOut})
def create_contact(request: HttpRequest, body: shapes.FirstWordsIn):
    """Begin a conversation with its first message. Out of hours: 409 `chat.closed`."""
    at = now()
    limits.beginning(request.auth, at)
    return Status(201, chat_out(begin(request.auth, at=at, **body.dict()), at))


@router.get("/chat/contacts/current", response=shapes.ChatOut)
def get_current_contact(request: HttpRequest):
    """The visitor's latest conversation; `contact` is null before the first."""
    return chat_out(latest(request), now())


@router.post("/chat/leave-message", response={201: shapes.ChatOut})
def create_letter(request: HttpRequest, body: shapes.LetterIn):
    """Out of hours: a message that becomes a case."""
    at = now()
    limits.beginning(request.auth, at)
    return Status(201, chat_out(leave(request.auth, at=at, **body.dict()), at))


@router.get("/chat/messages", response=shapes.MessagesOut)
def list_messages(request: HttpRequest):
    return {"items": message_out(messages_of(mine(request).contact), audience=CUSTOMER)}


@router.post("/chat/messages", response={201: MessageOut})
def create_message(request: HttpRequest, body: shapes.WordsIn):
    at = now()
    limits.speaking(request.auth, address(request), at)
    message = post(mine(request).contact, author=Message.Author.CUSTOMER, text=body.text, uid=body.uid, at=at)
    return Status(201, message_out([message], audience=CUSTOMER)[0])


@router.post("/chat/files", response={201: MessageOut})
def create_file(request: HttpRequest, file: File[UploadedFile], uid: Form[UUID]):
    """A message that is a file; `uid` names the message."""
    at = now()
    limits.sending_a_file(request.auth, at)
    contact = mine(request).contact
    files.store(file, name=file.name or "", size=file.size or 0, uid=uid, by=None, at=at)
    message = post(contact, author=Message.Author.CUSTOMER, file=uid, uid=uid, at=at)
    return Status(201, message_out([message], audience=CUSTOMER)[0])


@router.get("/chat/files/{uid}", response={200: None}, summary="The file's bytes; inline only for re-encoded pictures")
def get_file(request: HttpRequest, uid: UUID):
    if not mine(request).contact.messages.for_customer().filter(file=uid).exists():
        raise NotFound
    return served(files.StoredFile.objects.get(uid=uid))


@router.post("/chat/seen", response={204: None})
def create_seen(request: HttpRequest, body: shapes.ReadIn):
    contact = mine(request).contact
    message = contact.messages.for_customer().filter(uid=body.message).first()
    if message is None:
        raise NotFound
    see(contact, author="customer", upto=message, at=now())
    return Status(204, None)


@router.post("/chat/typing", response={204: None})
def create_typing(request: HttpRequest, body: shapes.TypesIn | None = None):
    typing(mine(request).contact, author="customer", on=body is None or body.typing)
    return Status(204, None)


@router.put("/chat/presence", response={204: None})
def renew_presence(request: HttpRequest):
    """The browser is still there; said every minute or so."""
    mine(request)
    return Status(204, None)


@router.get("/chat/position", response=shapes.PlaceOut)
def get_position(request: HttpRequest):
    return place_out(mine(request).contact, now())


@router.post("/chat/end", response=shapes.ChatOut)
def end_contact(request: HttpRequest):
    at, conversation = now(), mine(request)
    end_by_visitor(conversation, at=at)
    return chat_out(conversation, at)


@router.post("/chat/rating", response={201: shapes.ChatOut})
def create_rating(request: HttpRequest, body: shapes.ChatRatingIn):
    """How it was (8.4), once the conversation is over. The first rating stands."""
    at, conversation = now(), mine(request)
    rate(conversation, at=at, **body.dict())
    return Status(201, chat_out(conversation, at))


@router.get("/chat/{site}", auth=None, response=shapes.SiteOut)
def get_site(request: HttpRequest, site: Words):
    return site_out(standing(site), now())


@router.post("/chat/{site}/visitors", auth=None, response={201: shapes.VisitorOut})
def create_visitor(request: HttpRequest, site: Words, body: shapes.VisitorIn):
    """Become known. The token is told this once; it is the visitor's only key."""
    at, found = now(), standing(site)
    limits.meeting(address(request), at)
    return Status(201, {"token": meet(found, uid=body.uid, page=body.page, at=at)})


@router.get("/chat-sites", auth=staff, response=shapes.KeptSites)
def list_sites(request: HttpRequest):
    """The widgets and where they may stand; the script tag carries the key."""
    request.auth.must_be(Role.ADMINISTRATOR)
    return {"items": [kept(site) for site in Site.objects.select_related("line").order_by("key")]}


@router.put("/chat-sites/{key}", auth=staff, response=shapes.KeptSite)
def put_site(request: HttpRequest, key: Key, body: shapes.SiteIn):
    request.auth.must_be(Role.ADMINISTRATOR)
    line = Line.objects.filter(code=body.line, active=True).first()
    if line is None:
        raise NotFound
    return kept(set_up(key, by=request.auth.person, at=now(), **body.dict() | {"line": line}))


def kept(site: Site) -> dict:
    names = ("key", "origins", "title", "title_en", "accent", "active")
    return {name: getattr(site, name) for name in names} | {"line": site.line.code}


def standing(key: str) -> Site:
    site = Site.objects.select_related("line").filter(key=key, active=True).first()
    if site is None:
        raise NotFound
    return site


def latest(request: HttpRequest) -> Conversation | None:
    """The visitor's latest conversation, whose lease this renews: who asks is there."""
    conversation = Conversation.objects.latest_of(request.auth)
    if conversation:
        renew(conversation, at=now())
    return conversation


def mine(request: HttpRequest) -> Conversation:
    conversation = latest(request)
    if conversation is None:
        raise NotFound
    return conversation


def address(request: HttpRequest) -> str:
    return request.META["REMOTE_ADDR"]
