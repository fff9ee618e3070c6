"""How the queue, desks and offers are asked for."""

from functools import cached_property

from django.db.models import Manager, Q, QuerySet

from yingda.contacts.querysets import READERS
from yingda.journal.holding import held
from yingda.lib.db import lock_rows
from yingda.lib.prepared import Given, Prepared
from yingda.people.scope import Scope


class WaitingQuerySet(QuerySet):
    def in_order(self):
        """As the queue is served."""
        return self.order_by("rank", "since", "id")

    def to_offer(self, at):
        """Nobody's desk rings for them, and no failure keeps them back."""
        return self.filter(contact__state="waiting").filter(Q(not_before=None) | Q(not_before__lte=at))

    def ahead_of(self, row):
        """Those of the same line and channel who are served before."""
        earlier = Q(since__lt=row.since) | Q(since=row.since, pk__lt=row.pk)
        return self.filter(line=row.line_id, channel=row.channel).filter(
            Q(rank__lt=row.rank) | Q(rank=row.rank) & earlier
        )

    def visible_to(self, scope: Scope):
        if not scope.has(*READERS):
            return self.none()
        return self if scope.lines is None else self.filter(line_id__in=scope.lines)


class PresenceQuerySet(QuerySet):
    def now(self):
        """The open intervals."""
        return self.filter(ended=None)


class DeskQuerySet(QuerySet):
    def at_work(self, at):
        """Connected, and ready for contacts when not busy with one."""
        return self.filter(wished="ready", lost=None, lease_until__gt=at)


class DeskManager(Manager.from_queryset(DeskQuerySet)):
    """All desks, and the one way to change one."""

    def lock_for(self, person: int):
        """The person's desk with the person, locked until the transaction ends; made when they first sit down.

        In one verb always the same object.
        """
        return held(
            (self.model, person), lambda: self.locked.first(person=person) or self.create(person_id=person)
        )

    @cached_property
    def locked(self) -> Prepared:
        return Prepared(lambda: lock_rows(self.select_related("person")).filter(person=Given(self.model, "person")))


class OfferQuerySet(QuerySet):
    def open(self):
        return self.filter(outcome="")

    def passed_since(self, at):
        """Declined or rung out after `at`."""
        return self.filter(outcome__in=["declined", "rung_out"], answered__gt=at)
