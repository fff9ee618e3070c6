"""A message left out of service hours becomes a case (1.5)."""

from datetime import datetime
from uuid import UUID

from yingda.cases.opening import open_from_message
from yingda.channels.chat.conversations import already_begun, open_for
from yingda.channels.chat.models import Conversation, Visitor
from yingda.channels.chat.present import named
from yingda.contacts.models import Message
from yingda.contacts.post import post
from yingda.journal import verb
from yingda.lib.ids import uuid7
from yingda.people.models import Organisation
from yingda.standard import versions


@verb
def leave(
    visitor: Visitor,
    *,
    uid: UUID,
    message_uid: UUID,
    text: str,
    language: str,
    phone: str,
    at: datetime,
    name: str = "",
) -> Conversation:
    """Keep what the visitor wrote as a closed contact with a case, and tell the case's number.

    The same uid again returns the first. Raises UidTaken, Malformed.
    """
    visitor = Visitor.objects.lock(visitor.pk)
    if begun := already_begun(visitor, uid):
        return begun
    conversation = open_for(visitor, uid=uid, language=language, name=name, phone=phone, at=at, closed=True)
    contact = conversation.contact
    post(contact, author=Message.Author.CUSTOMER, text=text, uid=message_uid, at=at)
    case = open_from_message(contact, text, uid=uid, at=at)
    post(contact, author=Message.Author.SYSTEM, kind="news", text=receipt(contact, case.number), uid=uuid7(), at=at)
    return conversation


def receipt(contact, number: str) -> str:
    standard = versions.of(contact.standard_id, contact.line)
    organisation = Organisation.objects.filter(pk=1).first() or Organisation(name="")
    return standard.text(
        "message_registered",
        contact.language,
        organisation=named(organisation, contact.language),
        line=named(contact.line, contact.language),
        number=number,
    )
