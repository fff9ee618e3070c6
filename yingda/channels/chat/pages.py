"""What other people's pages load: the script, the frame behind it, and an example page that shows both."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from yingda.channels.chat import bundle
from yingda.channels.chat.models import Site

FOR_EVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=600"


@require_safe
def loader(request: HttpRequest) -> HttpResponse:
    """The one script tag. Its address never changes, so it is asked for again after a while."""
    return file_answer(request, bundle.LOADER, A_WHILE)


@require_safe
def asset(request: HttpRequest, name: str) -> HttpResponse:
    """A file whose name carries its hash."""
    return file_answer(request, name, FOR_EVER)


@require_safe
def frame(request: HttpRequest, key: str) -> HttpResponse:
    """The page in the frame. Only the site's own pages, and ours, may show it."""
    site = get_object_or_404(Site.objects.select_related("line"), key=key, active=True)
    script = bundle.entry()
    response = render(request, "chat/frame.html", {"site": site, "script": script}, status=200 if script else 503)
    response.frame_ancestors = ["'self'", *site.framed_by]
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def demo(request: HttpRequest, key: str) -> HttpResponse:
    """A page of an invented organisation that carries the widget, as any page would."""
    site = get_object_or_404(Site.objects.select_related("line"), key=key, active=True)
    return render(request, "chat/demo.html", {"site": site, "host": request.build_absolute_uri("/").rstrip("/")})


def file_answer(request: HttpRequest, name: str, keep: str) -> HttpResponse:
    found = bundle.asset(name)
    if found is None:
        raise Http404
    small = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.compressed if small else found.plain, content_type=found.media_type)
    if small:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Cache-Control"] = keep
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
