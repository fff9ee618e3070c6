"""How a person's browser signs in to the feed: by the session that its requests carry, without renewing it."""

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from yingda.access import facts
from yingda.access.idle import SEEN
from yingda.journal import audience
from yingda.journal.audience import Audience
from yingda.lib.times import micros, now
from yingda.people.scope import scope_of

MINUTE_MICROS = 60 * 1_000_000


def register() -> None:
    audience.register("staff", sign_in, reread_after=[facts.SIGNED_OUT])


def sign_in(headers: Mapping[str, str], query: Mapping[str, str]) -> Audience | None:
    """The signed-in person of the session cookie, while the session is not idle. Reads only."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key(headers))
    person = get_user(request)
    if not person.is_authenticated or not person.is_active or idle(request.session.get(SEEN)):
        return None
    return Audience("staff", f"person:{person.pk}", scope_of(person))


def session_key(headers: Mapping[str, str]) -> str | None:
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return None
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else None


def idle(seen: int | None) -> bool:
    """Whether nobody has used the session for too long (11.2)."""
    return seen is not None and micros(now()) - seen > settings.YINGDA.idle_minutes * MINUTE_MICROS
