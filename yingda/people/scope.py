"""Whose work a person may see: the scope that every queryset is narrowed to."""

from dataclasses import dataclass

from yingda.people.models import Person, Role

SEES_ALL_LINES = frozenset({Role.INSPECTOR, Role.AUDITOR})


@dataclass(frozen=True)
class Scope:
    """A person's rights as plain values, so that they can be tested in memory as well as in a query.

    `lines`: ids of the lines whose contacts and cases are theirs to see; None means every line.
    """

    person: int
    team: int | None
    roles: frozenset[str]
    lines: frozenset[int] | None

    def has(self, *roles: str) -> bool:
        """Whether the person holds one of these roles."""
        return not self.roles.isdisjoint(roles)

    def sees_line(self, line: int | None) -> bool:
        """Whether a contact or case of this line is theirs to see (None: a thing without a line, nobody's)."""
        return self.lines is None or (line is not None and line in self.lines)


def scope_of(person: Person) -> Scope:
    """Read a person's rights: two queries."""
    roles = frozenset(person.grants.values_list("role", flat=True)) if person.is_active else frozenset()
    if roles & SEES_ALL_LINES:
        lines = None
    elif roles & {Role.AGENT, Role.SUPERVISOR} and person.team_id:
        lines = frozenset(person.team.lines.values_list("id", flat=True))
    else:
        lines = frozenset()
    return Scope(person.pk, person.team_id, roles, lines)
