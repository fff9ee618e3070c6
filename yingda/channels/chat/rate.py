"""How it was: the rating at the end of a conversation (8.4)."""

from datetime import datetime

from yingda.channels.chat.errors import NothingToRate
from yingda.channels.chat.models import Conversation
from yingda.contacts.models import Contact, Message
from yingda.contacts.post import post
from yingda.followups.errors import AlreadyRated
from yingda.followups.rating import answer, rate_contact
from yingda.journal import verb
from yingda.lib.ids import uuid7


@verb
def rate(conversation: Conversation, *, satisfaction: str, solved: bool | None, remarks: str, at: datetime) -> None:
    """Keep the rating and thank for it, or apologise. The first one stands. Raises NothingToRate."""
    contact = Contact.objects.get(pk=conversation.contact_id)
    if contact.state in Contact.LIVE or contact.answered is None:
        raise NothingToRate
    try:
        rating = rate_contact(contact, satisfaction=satisfaction, solved=solved, remarks=remarks, at=at)
    except AlreadyRated:
        return  # sent again because its answer was lost
    thanks = answer(rating, contact.language)
    post(contact, author=Message.Author.SYSTEM, kind=Message.Kind.NEWS, text=thanks, uid=uuid7(), at=at)
