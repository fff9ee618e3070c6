"""Whether the visitor is still there: a lease that the browser renews, and what happens when it does not."""

from datetime import datetime, timedelta

from yingda.channels.chat.models import Conversation
from yingda.contacts.end import end
from yingda.contacts.models import Contact
from yingda.journal import verb

GONE_AFTER = timedelta(minutes=5)
RENEWED_EVERY = timedelta(seconds=30)
MOST_AT_ONCE = 100


def renew(conversation: Conversation, *, at: datetime) -> None:
    """The visitor was heard of. Written only every RENEWED_EVERY, and never for a conversation that is over."""
    if conversation.online_until and conversation.online_until < at + GONE_AFTER - RENEWED_EVERY:
        Conversation.objects.filter(pk=conversation.pk, online_until__isnull=False).update(online_until=at + GONE_AFTER)


def end_gone(at: datetime) -> int:
    """End what visitors have left for good. Returns how many. The clock calls this."""
    gone = Conversation.objects.gone(at).order_by("online_until").values_list("pk", flat=True)[:MOST_AT_ONCE]
    return sum(end_one(pk, at=at) for pk in list(gone))


@verb
def end_one(pk: int, *, at: datetime) -> bool:
    """Stop watching a conversation, and end it as its visitor's doing unless it is over or the visitor is back."""
    contact = Contact.objects.lock(Conversation.objects.values_list("contact", flat=True).get(pk=pk))
    if not Conversation.objects.filter(pk=pk).gone(at).update(online_until=None):
        return False
    was_live = contact.state in Contact.LIVE
    end(contact, by="customer", at=at)
    return was_live
