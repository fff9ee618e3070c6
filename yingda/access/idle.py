"""Idle sessions end (11.2): an open desk renews itself by its requests, a forgotten one does not."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from yingda.lib.times import micros, now

SEEN = "seen"
REFRESH_MICROS = 60 * 1_000_000
QUIET_PATHS = ("/api/presence/lease", "/feed")  # what a browser sends by itself is no sign of a person
UNATTENDED = "X-Unattended"  # the desk's own word that nobody has touched it for a minute


class IdleSignOut:
    """Signs out a session without a person's request for YINGDA_IDLE_MINUTES. Talking agents keep it alive by work."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.idle_micros = settings.YINGDA.idle_minutes * 60 * 1_000_000

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen = request.session.get(SEEN)
        at = micros(now())
        if seen is not None:
            if at - seen > self.idle_micros:
                logout(request)
            elif at - seen > REFRESH_MICROS and by_a_person(request):
                request.session[SEEN] = at
        return self.get_response(request)


def by_a_person(request: HttpRequest) -> bool:
    return UNATTENDED not in request.headers and not request.path.startswith(QUIET_PATHS)
