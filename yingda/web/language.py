"""The language of an answer: what the browser's page says (header X-Language), the person's own, else Chinese."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

KNOWN = {code for code, _ in settings.LANGUAGES}
COOKIE = "language"


class ChosenLanguage:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wished = request.headers.get("X-Language") or request.COOKIES.get(COOKIE) or settings.LANGUAGE_CODE
        with translation.override(wished if wished in KNOWN else settings.LANGUAGE_CODE):
            return self.get_response(request)
