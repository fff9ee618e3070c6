"""What other people's pages load: the script, and the frame behind it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from yingda.channels.chat import bundle
from yingda.channels.chat.models import Site


@require_safe
def loader(request: HttpRequest) -> HttpResponse:
    return bundle.WIDGET.loader_answer(request)


@require_safe
def asset(request: HttpRequest, name: str) -> HttpResponse:
    return bundle.WIDGET.answer(request, name)


@require_safe
def frame(request: HttpRequest, key: str) -> HttpResponse:
    """The page in the frame. Only the site's own pages, and ours, may show it."""
    site = get_object_or_404(Site.objects.select_related("line"), key=key, active=True)
    script = bundle.WIDGET.entry()
    response = render(request, "chat/frame.html", {"site": site, "script": script}, status=200 if script else 503)
    response.frame_ancestors = ["'self'", *site.framed_by]
    response["Cache-Control"] = "no-cache"
    return response
