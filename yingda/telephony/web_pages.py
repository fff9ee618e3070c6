"""What customers' browsers load to telephone: the script for other pages, the frame behind it, a page of our own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from yingda.lib.bundle import DIST, Bundle
from yingda.lib.origins import origin_of, sound
from yingda.telephony.models import WebCall
from yingda.telephony.pbx.address import NoPbx, address

BUNDLE = Bundle(DIST / "call")


@require_safe
def loader(request: HttpRequest) -> HttpResponse:
    return BUNDLE.loader_answer(request)


@require_safe
def asset(request: HttpRequest, name: str) -> HttpResponse:
    return BUNDLE.answer(request, name)


@require_safe
def frame(request: HttpRequest, key: str) -> HttpResponse:
    """The telephone in a frame. Only the button's own pages, and ours, may show it."""
    call = standing(key)
    response = telephone(request, call)
    response.frame_ancestors = ["'self'", *sound(call.origins)]
    return response


@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """The telephone as a page of its own: a plain link, and the way out where a page forbids the microphone."""
    return telephone(request, standing(key))


def telephone(request: HttpRequest, call: WebCall) -> HttpResponse:
    script = BUNDLE.entry()
    response = render(request, "telephony/call.html", {"call": call, "script": script}, status=200 if script else 503)
    response.connects_to = exchange_origins()
    response["Cache-Control"] = "no-cache"
    return response


def exchange_origins() -> list[str]:
    """Where a browser's phone connects; none while there is no exchange."""
    try:
        return [origin_of(address().ws_url)]
    except NoPbx:
        return []


def standing(key: str) -> WebCall:
    return get_object_or_404(WebCall.objects.select_related("line"), key=key, active=True, line__active=True)
