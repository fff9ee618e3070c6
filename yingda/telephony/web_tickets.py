"""Leave to call from a web page: a random token that is dialled once, within a short time."""

import json
import secrets
from datetime import datetime, timedelta

from yingda.customers.making_known import create
from yingda.customers.models import Customer
from yingda.journal import verb
from yingda.lib.crypto import seal, token_hash, unseal
from yingda.lib.ids import uuid7
from yingda.telephony import callers
from yingda.telephony.models import WebCall, WebTicket

TOKEN_BYTES = 20
LASTS = timedelta(minutes=2)  # from the button to the browser's INVITE
KEPT = timedelta(days=1)
MOST = 500


@verb
def issue(web_call: WebCall, *, language: str, name: str, phone: str, at: datetime) -> str:
    """A new ticket; returns its token, of which only a hash stays here. `phone` in E.164 or empty."""
    token, uid = secrets.token_hex(TOKEN_BYTES), uuid7()
    key, sealed = seal(json.dumps({"name": name, "phone": phone}), aad=uid.bytes)
    WebTicket.objects.create(
        uid=uid, token=token_hash(token), web_call=web_call, language=language, key=key, sealed=sealed, made=at,
        expires=at + LASTS,
    )  # fmt: skip
    return token


def use(token: str, *, at: datetime) -> WebTicket | None:
    """The ticket of this token, which nobody can use again; None for one that is unknown, used or too old.

    For verbs: whoever gets it makes the call in the same transaction.
    """
    known = token_hash(token)
    if not WebTicket.objects.filter(token=known, expires__gt=at).update(expires=at):
        return None
    ticket = WebTicket.objects.filter(token=known, web_call__active=True, web_call__line__active=True)
    return ticket.select_related("web_call__line__hotline__menu").first()


def customer_of(ticket: WebTicket, *, at: datetime) -> tuple[str, Customer | None]:
    """The number that was left, and the customer: known by the number, or made known by the name."""
    left = json.loads(unseal(ticket.key, ticket.sealed, aad=ticket.uid.bytes))
    customer = callers.known(left["phone"])
    if customer is None and left["name"]:
        customer = create(
            line=ticket.web_call.line, name=left["name"], language=ticket.language, by=None, at=at,
            phones=[left["phone"]] if left["phone"] else [],
        )  # fmt: skip
    return left["phone"], customer


def drop_old(at: datetime) -> int:
    """Forget tickets that nobody can use and whose state nobody asks for any more. The clock calls this."""
    old = WebTicket.objects.filter(expires__lt=at - KEPT).values_list("pk", flat=True)[:MOST]
    return WebTicket.objects.filter(pk__in=list(old)).delete()[0]
