"""How a visitor hears of their conversation over the feed."""

from collections.abc import Mapping

from yingda.channels.chat.models import Conversation
from yingda.channels.chat.visitors import by_token
from yingda.journal import audience
from yingda.journal.audience import Audience

SCHEME = "bearer "


def register() -> None:
    audience.register("customer", sign_in)


def sign_in(headers: Mapping[str, str], query: Mapping[str, str]) -> Audience | None:
    """The customer of the latest conversation that this token has begun; None without a token or a conversation."""
    said = headers.get("authorization", "")
    if not said.lower().startswith(SCHEME):
        return None
    visitor = by_token(said[len(SCHEME) :].strip())
    conversation = visitor and Conversation.objects.latest_of(visitor)
    if not conversation:
        return None
    contact = conversation.contact_id
    return Audience("customer", f"contact:{contact}", contact=contact)
