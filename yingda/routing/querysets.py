"""How the queue, desks and offers are asked for."""

from django.db.models import Q, QuerySet

from yingda.contacts.querysets import READERS
from yingda.lib.db import lock_rows
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
    def lock_for(self, person: int):
        """The person's desk, locked until the transaction ends; made when they sit down for the first time."""
        return lock_rows(self).filter(person=person).first() or self.create(person_id=person)

    def at_work(self, at):
        """Connected, and ready for contacts when not busy with one."""
        return self.filter(wished="ready", lost=None, lease_until__gt=at)


class OfferQuerySet(QuerySet):
    def open(self):
        return self.filter(outcome="")

    def passed_since(self, at):
        """Declined or rung out after `at`."""
        return self.filter(outcome__in=["declined", "rung_out"], answered__gt=at)
