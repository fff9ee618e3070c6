"""The desk's one page and the small public pages."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from yingda.telephony.web_pages import exchange_origins

DIST = Path(__file__).parent / "dist"


@require_safe
@ensure_csrf_cookie
def desk(request: HttpRequest, path: str = "") -> HttpResponse:
    """The desk, whatever its inner address: the page itself reads it (deep links)."""
    page = built()
    if page is None:
        return render(request, "web/not_built.html", status=503)
    response = HttpResponse(page)
    response.connects_to = exchange_origins()
    response["Cache-Control"] = "no-cache"
    return response


def built() -> str | None:
    """The built page, or None before `make web`."""
    file = DIST / "index.html"
    if not file.exists():
        return None
    return read(file, file.stat().st_mtime_ns)


@cache
def read(file: Path, changed: int) -> str:
    return file.read_text(encoding="utf-8")


def health(request: HttpRequest) -> HttpResponse:
    """For a load balancer: this process answers."""
    return HttpResponse("ok", content_type="text/plain")


def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
