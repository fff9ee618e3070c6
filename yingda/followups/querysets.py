"""Whose follow-ups are whose to see."""

from datetime import datetime

from django.db.models import QuerySet

from yingda.cases.models import Case
from yingda.lib.db import lock_rows
from yingda.people.scope import Scope


class FollowUpQuerySet(QuerySet):
    """Follow-ups go with their cases."""

    def lock(self, pk: int):
        """The follow-up, locked until the verb ends."""
        return lock_rows(self).get(pk=pk)

    def visible_to(self, scope: Scope):
        return self.filter(case__in=Case.objects.visible_to(scope).values("pk"))

    def open(self):
        """Without an outcome yet."""
        return self.filter(done=None)

    def overdue(self, at: datetime):
        return self.open().filter(due__lt=at)
