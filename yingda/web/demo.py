"""A page of an invented organisation that carries the chat and the call button, as any page would."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from yingda.channels.chat.models import Site
from yingda.telephony.models import WebCall


@require_safe
def demo(request: HttpRequest, key: str) -> HttpResponse:
    site = get_object_or_404(Site.objects.select_related("line"), key=key, active=True)
    call = WebCall.objects.filter(line=site.line, active=True).order_by("key").first()
    host = request.build_absolute_uri("/").rstrip("/")
    return render(request, "web/demo.html", {"site": site, "call": call, "host": host})
