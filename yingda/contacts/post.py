"""Something is written in the conversation."""

from datetime import datetime
from uuid import UUID

from yingda.access import files
from yingda.contacts import facts, news
from yingda.contacts.errors import EmptyMessage, LongMessage, NotYours, Over, UidTaken
from yingda.contacts.models import Contact, Message
from yingda.journal import record, verb
from yingda.lib.ids import uuid7
from yingda.lib.say import Sentence
from yingda.people.models import Person

MOST_CHARACTERS = 4000
OWNER_KIND = "message"


@verb
def post(
    contact: Contact,
    *,
    author: str,
    uid: UUID,
    at: datetime,
    by: Person | None = None,
    text: str = "",
    file: UUID | None = None,
    kind: str | None = None,
) -> Message:
    """Write a message. `by` is the agent, None for customer and system. `kind` defaults to text or file.

    Agents write while they take part; whispers never reach the customer and may follow the end. The same uid again
    returns the first message. Raises Over, NotYours, EmptyMessage, LongMessage, UidTaken, NotFound (not their file).
    """
    if found := Message.objects.filter(uid=uid).first():
        if (found.contact_id, found.author, found.by_id) != (contact.pk, author, by and by.pk):
            raise UidTaken
        return found
    check_words(text, file)
    contact = Contact.objects.lock(contact.pk)
    kind = kind or (Message.Kind.FILE if file else Message.Kind.TEXT)
    must_be_open(contact, author, kind)
    if author == Message.Author.AGENT:
        must_take_part(contact, by, kind)
    return write(contact, author=author, kind=kind, by=by, text=text, file=file, uid=uid, at=at)


def say_as_system(contact: Contact, sentence: Sentence, *, at: datetime, **values: object) -> Message:
    """Tell the customer news in their language, inside the verb that makes it."""
    text = news.words(contact, sentence, **values)
    return write(contact, author=Message.Author.SYSTEM, kind=Message.Kind.NEWS, text=text, uid=uuid7(), at=at)


def write(
    contact: Contact,
    *,
    author: str,
    kind: str,
    uid: UUID,
    at: datetime,
    by: Person | None = None,
    text: str = "",
    file: UUID | None = None,
) -> Message:
    """The row and its fact, for verbs that hold the contact's lock and have checked."""
    message = Message.objects.create(
        uid=uid, contact=contact, author=author, kind=kind, by=by, text=text, file=file, at=at
    )
    if file:
        files.claim(file, owner_kind=OWNER_KIND, owner=message.pk, by=by)
    name = facts.WHISPERED if kind == Message.Kind.WHISPER else facts.MESSAGE
    record(name, at=at, by=by, line=contact.line_id, contact=contact, message=uid, author=author, kind=kind)
    return message


def check_words(text: str, file: UUID | None) -> None:
    if not text.strip() and not file:
        raise EmptyMessage(field="text")
    if len(text) > MOST_CHARACTERS:
        raise LongMessage(field="text", most=MOST_CHARACTERS)


def must_be_open(contact: Contact, author: str, kind: str) -> None:
    if kind == Message.Kind.WHISPER or author == Message.Author.SYSTEM:
        return
    leaves_a_message = contact.state == Contact.State.CLOSED and author == Message.Author.CUSTOMER
    if contact.state not in Contact.LIVE and not leaves_a_message:
        raise Over


def must_take_part(contact: Contact, by: Person, kind: str) -> None:
    serves = contact.agent_id == by.pk and contact.state != Contact.State.OFFERED
    if serves or contact.participations.filter(person=by, ended=None).exists():
        return
    if kind == Message.Kind.WHISPER and contact.participations.filter(person=by).exists():
        return
    raise NotYours
