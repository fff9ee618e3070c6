"""A visitor's token on a request and on the feed."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from yingda.channels.chat.models import Visitor
from yingda.channels.chat.visitors import by_token


class VisitorToken(HttpBearer):
    """`Authorization: Bearer TOKEN`; `request.auth` is the Visitor."""

    def authenticate(self, request: HttpRequest, token: str) -> Visitor | None:
        return by_token(token)


visitor = VisitorToken()
