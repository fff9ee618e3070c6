"""Servers that help browsers' media through firewalls: STUN by name, TURN with an account that lapses by itself.

The account is made by the scheme of TURN's REST interface, which coturn calls `use-auth-secret`: the user name is the
epoch second at which it lapses, a colon and a name; the password is its HMAC-SHA1 with the shared secret, in Base64.
"""

import hashlib
import hmac
from base64 import b64encode
from datetime import datetime

from django.conf import settings

STEP_SECONDS = 4 * 3600  # so long one name has the same account, so that a page that asks again has nothing to change
LASTS_STEPS = 3  # at least; a talk that goes on when it lapses would lose its way


def servers(name: str, at: datetime) -> list[dict]:
    """IceServer for each server that is set up, with an account of `name`."""
    found = [{"urls": url} for url in settings.STUN_URLS]
    if settings.TURN_URLS:
        account = account_of(name, at)
        found += [{"urls": url} | account for url in settings.TURN_URLS]
    return found


def account_of(name: str, at: datetime) -> dict[str, str]:
    lapses = (int(at.timestamp()) // STEP_SECONDS + 1 + LASTS_STEPS) * STEP_SECONDS
    username = f"{lapses}:{name}"
    digest = hmac.new(settings.TURN_SECRET.encode(), username.encode(), hashlib.sha1).digest()
    return {"username": username, "credential": b64encode(digest).decode()}
