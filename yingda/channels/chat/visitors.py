"""Who is on the other side: a browser with a secret token."""

import secrets
from datetime import datetime
from uuid import UUID

from yingda.channels.chat.errors import UidTaken
from yingda.channels.chat.models import Site, Visitor
from yingda.journal import verb
from yingda.lib.crypto import token_hash

TOKEN_BYTES = 32


@verb
def meet(site: Site, *, uid: UUID, page: str, at: datetime) -> str:
    """Make a visitor known; returns the token, of which only a hash stays here.

    The same uid again, before anything was said, gets a new token in place of the first: its answer was lost.
    Raises UidTaken.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    known = Visitor.objects.filter(uid=uid).first()
    if known is None:
        Visitor.objects.create(uid=uid, token=token_hash(token), site=site, made=at, page=page)
    elif known.site_id != site.pk or known.conversations.exists():
        raise UidTaken
    else:
        Visitor.objects.filter(pk=known.pk).update(token=token_hash(token))
    return token


def by_token(token: str) -> Visitor | None:
    """The visitor who holds this token, if the site still stands."""
    found = Visitor.objects.filter(token=token_hash(token), site__active=True)
    return found.select_related("site__line").first()
