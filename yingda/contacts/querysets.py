"""How contacts and messages are asked for."""

from functools import cached_property

from django.db.models import Manager, QuerySet

from yingda.journal.holding import held
from yingda.lib.db import lock_rows
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Role
from yingda.people.scope import Scope

READERS = (Role.AGENT, Role.SUPERVISOR, Role.INSPECTOR, Role.AUDITOR)


class ContactQuerySet(QuerySet):
    """Contacts by what they are doing and by who may see them."""

    def waiting(self):
        """In the queue, whether or not an agent's desk is ringing."""
        return self.filter(state__in=self.model.QUEUED)

    def live(self):
        """Waiting, ringing or talking."""
        return self.filter(state__in=self.model.LIVE)

    def talking(self):
        return self.filter(state=self.model.State.TALKING)

    def for_line(self, line):
        return self.filter(line=line)

    def visible_to(self, scope: Scope):
        """Agents and supervisors: the lines their team serves; inspectors and auditors: all; others: none."""
        if not scope.has(*READERS):
            return self.none()
        return self if scope.lines is None else self.filter(line_id__in=scope.lines)


class ContactManager(Manager.from_queryset(ContactQuerySet)):
    """All contacts, and the one way to change one."""

    def lock(self, pk: int):
        """The contact with its line, locked until the transaction ends: in one verb always the same object."""
        return held((self.model, pk), lambda: self.locked.get(id=pk))

    @cached_property
    def locked(self) -> Prepared:
        return Prepared(lambda: lock_rows(self.select_related("line")).filter(pk=Given(self.model, "id")))


class MessageQuerySet(QuerySet):
    """Messages by author and reader."""

    def from_customer(self):
        return self.filter(author="customer")

    def for_customer(self):
        """What the customer may read: everything but whispers between colleagues."""
        return self.exclude(kind="whisper")

    def unseen(self):
        return self.filter(seen=None)
