"""A visitor's conversation begins and ends."""

from datetime import datetime
from uuid import UUID

from yingda.channels.chat.errors import OutOfHours, StillTalking, UidTaken
from yingda.channels.chat.leases import GONE_AFTER
from yingda.channels.chat.models import Conversation, Visitor
from yingda.contacts.arrive import arrive
from yingda.contacts.end import end
from yingda.contacts.models import Contact, Message
from yingda.contacts.post import post
from yingda.customers.finding import find_by_phone
from yingda.customers.making_known import create
from yingda.customers.models import Customer
from yingda.journal import verb
from yingda.people.models import Person
from yingda.routing.enqueue import enqueue
from yingda.standard import versions


@verb
def begin(
    visitor: Visitor,
    *,
    uid: UUID,
    message_uid: UUID,
    text: str,
    language: str,
    at: datetime,
    name: str = "",
    phone: str = "",
) -> Conversation:
    """The visitor's first words: the contact arrives, is recognised by phone, and waits for an agent.

    The same uid again returns the first conversation. Raises StillTalking, OutOfHours, UidTaken, Malformed.
    """
    visitor = Visitor.objects.lock(visitor.pk)
    if begun := already_begun(visitor, uid):
        return begun
    if visitor.conversations.live().exists():
        raise StillTalking
    if not versions.in_force(visitor.site.line, at).calendar.is_open(at):
        raise OutOfHours
    conversation = open_for(visitor, uid=uid, language=language, name=name, phone=phone, at=at)
    contact = conversation.contact
    post(contact, author=Message.Author.CUSTOMER, text=text, uid=message_uid, at=at)
    enqueue(contact, prefers=None if contact.customer_id else agent_before(conversation), at=at)
    contact.refresh_from_db()
    return conversation


@verb
def end_by_visitor(conversation: Conversation, *, at: datetime) -> None:
    """The visitor has had enough; ending twice is ending once."""
    end(conversation.contact, by="customer", at=at)
    conversation.contact.refresh_from_db()


def already_begun(visitor: Visitor, uid: UUID) -> Conversation | None:
    """The conversation of this uid. Raises UidTaken when it is somebody else's."""
    contact = Contact.objects.filter(uid=uid).first()
    if contact is None:
        return None
    begun = Conversation.objects.filter(contact=contact, visitor=visitor).select_related("contact__line").first()
    if begun is None:
        raise UidTaken
    return begun


def open_for(
    visitor: Visitor, *, uid: UUID, language: str, name: str, phone: str, at: datetime, closed: bool = False
) -> Conversation:
    line = visitor.site.line
    customer = known(visitor, name=name.strip(), phone=phone.strip(), language=language, at=at)
    contact = arrive(line=line, channel="chat", customer=customer, language=language, uid=uid, at=at, closed=closed)
    lease = None if closed else at + GONE_AFTER
    return Conversation.objects.create(visitor=visitor, contact=contact, online_until=lease)


def known(visitor: Visitor, *, name: str, phone: str, language: str, at: datetime) -> Customer | None:
    """Who writes: by the phone they give (of several who share it, the one of that name), else who wrote from this
    browser before; a new customer when they say who they are and nobody is found."""
    if phone:
        found = find_by_phone(phone)
        same_name = [customer for customer in found if name and customer.name == name]
        if same_name or len(found) == 1:
            return (same_name or found)[0]
    elif earlier := Customer.objects.filter(contacts__conversation__visitor=visitor, erased=None).last():
        return earlier
    if not name and not phone:
        return None
    phones = [phone] if phone else []
    return create(line=visitor.site.line, name=name, language=language, phones=phones, by=None, at=at)


def agent_before(conversation: Conversation) -> Person | None:
    """Who served this visitor last, for one whom routing cannot know as a customer."""
    earlier = Contact.objects.filter(conversation__visitor=conversation.visitor, agent__isnull=False)
    last = earlier.exclude(pk=conversation.contact_id).select_related("agent").order_by("-pk").first()
    return last and last.agent
