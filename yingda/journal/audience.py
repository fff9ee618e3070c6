"""Who listens to the feed. Higher rooms register how a stream signs in; the journal knows no sessions and no people."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["staff", "customer"]
Authenticator = Callable[[Mapping[str, str], Mapping[str, str]], "Audience | None"]


class Rights(Protocol):
    """What the journal asks of a person's scope, in memory."""

    person: int

    def sees_line(self, line: int | None) -> bool: ...


@dataclass(frozen=True)
class Audience:
    """Who a stream is for: a person with a `scope` (staff), or the customer of one `contact`.

    `key` names them for signals: `person:12`, `contact:7` (inside ids).
    """

    kind: Kind
    key: str
    scope: Rights | None = None
    contact: int | None = None

    @property
    def person(self) -> int | None:
        return self.scope.person if self.scope else None


AUTHENTICATORS: dict[Kind, Authenticator] = {}
REREAD_AFTER: set[str] = {"person.rights_changed"}


def register(kind: Kind, authenticator: Authenticator, *, reread_after: Iterable[object] = ()) -> None:
    """Let streams of this kind sign in by `authenticator(headers, query) -> Audience | None` (names in lower case).

    It runs in a worker thread when a stream opens, again every minute, and after facts named in `reread_after` about
    that person; None ends the stream. It must not count as a sign of life of the session.
    """
    AUTHENTICATORS[kind] = authenticator
    REREAD_AFTER.update(str(name) for name in reread_after)


def sign_in(kind: Kind, headers: Mapping[str, str], query: Mapping[str, str]) -> Audience | None:
    """Who asks for a stream; None when they have no right to one."""
    authenticator = AUTHENTICATORS.get(kind)
    return authenticator(headers, query) if authenticator else None
