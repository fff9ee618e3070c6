"""Who calls the API: a signed-in person with their rights."""

from dataclasses import dataclass

from django.http import HttpRequest
from ninja.security import APIKeyCookie

from yingda.lib.errors import Forbidden
from yingda.people.models import Person
from yingda.people.scope import Scope, scope_of


@dataclass(frozen=True)
class Viewer:
    """The person behind a request and what they may see."""

    person: Person
    scope: Scope

    def must_be(self, *roles: str) -> None:
        """Raise Forbidden unless the person holds one of these roles."""
        if not self.scope.has(*roles):
            raise Forbidden


class StaffSession(APIKeyCookie):
    """Signed in by session cookie; unsafe methods need the CSRF token."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Viewer | None:
        person = request.user
        if not person.is_authenticated or not person.is_active:
            return None
        return Viewer(person, scope_of(person))


staff = StaffSession()
