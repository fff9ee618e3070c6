"""Whose cases are whose to see."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from yingda.lib.db import lock_rows
from yingda.people.models import Role
from yingda.people.scope import Scope

READERS = (Role.AGENT, Role.SUPERVISOR, Role.INSPECTOR, Role.AUDITOR)


class CaseQuerySet(QuerySet):
    """Cases by who may see them and by what is left to do."""

    def lock(self, pk: int):
        """The case, locked until the verb ends."""
        return lock_rows(self).get(pk=pk)

    def open(self):
        """Not yet accepted by the customer."""
        return self.filter(closed=None)

    def visible_to(self, scope: Scope):
        """Cases of the person's lines, and those that the person has a part in.

        A sensitive one (1.4) only for its owner, who takes part, and the line's supervisors.
        """
        if not scope.has(*READERS):
            return self.none()
        own = self.part_of(scope)
        plain = Q() if scope.lines is None else Q(line__in=scope.lines)
        if not scope.has(Role.SUPERVISOR):
            plain &= Q(sensitive=False)
        return self.filter(own | plain) if plain else self

    def part_of(self, scope: Scope) -> Q:
        """What the person owns, takes part in, or is asked to take over."""
        parts = self.model._meta.get_field("parts").related_model.objects
        handovers = self.model._meta.get_field("handovers").related_model.objects
        asked = Q(to_person=scope.person) if scope.team is None else Q(to_person=scope.person) | Q(to_team=scope.team)
        return (
            Q(owner=scope.person)
            | Exists(parts.filter(case=OuterRef("pk"), person=scope.person))
            | Exists(handovers.filter(asked, case=OuterRef("pk"), answered=None))
        )
