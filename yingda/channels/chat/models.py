"""The chat on other people's pages: where it may stand, and who is on the other side."""

from django.db import models

from yingda.contacts.models import Contact
from yingda.lib.db import lock_rows
from yingda.lib.ids import uuid7
from yingda.lib.origins import sound
from yingda.people.models import Line


class Site(models.Model):
    """A line's widget: its public key in the script tag, the pages' origins that may frame it, its looks."""

    key = models.SlugField(max_length=32, unique=True)
    line = models.ForeignKey(Line, models.PROTECT, related_name="sites")
    origins = models.JSONField(default=list)  # ["https://www.example.cn"]
    title = models.CharField(max_length=80, blank=True)
    title_en = models.CharField(max_length=80, blank=True)
    accent = models.CharField(max_length=7, default="#1f6f5c")
    active = models.BooleanField(default=True)

    @property
    def framed_by(self) -> list[str]:
        """The origins that may show the frame."""
        return sound(self.origins)


class VisitorQuerySet(models.QuerySet):
    def lock(self, pk: int) -> "Visitor":
        """The visitor, locked until the transaction ends: their moves come one after the other."""
        return lock_rows(self).get(pk=pk)


class Visitor(models.Model):
    """A browser that talks to us: known by a secret token of which only the hash is kept. No cookie."""

    uid = models.UUIDField(default=uuid7, unique=True)
    token = models.CharField(max_length=64, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="visitors")
    made = models.DateTimeField()
    page = models.CharField(max_length=300, blank=True)

    objects = VisitorQuerySet.as_manager()


class ConversationQuerySet(models.QuerySet):
    def live(self):
        return self.filter(contact__state__in=Contact.LIVE)

    def latest_of(self, visitor: Visitor) -> "Conversation | None":
        """What the visitor sees: the last conversation they began."""
        return self.filter(visitor=visitor).select_related("contact__line", "visitor").order_by("-pk").first()

    def gone(self, at):
        """Those whose visitor has not been heard of for too long."""
        return self.filter(online_until__lte=at)


class Conversation(models.Model):
    """A visitor's contact. One live conversation a visitor (the visitor's row is locked to begin one).

    `online_until` is a lease that the visitor's browser renews; None once nobody has to watch it any more.
    """

    visitor = models.ForeignKey(Visitor, models.PROTECT, related_name="conversations")
    contact = models.OneToOneField(Contact, models.PROTECT, related_name="conversation")
    online_until = models.DateTimeField(null=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["online_until"], name="visitor_lease", condition=models.Q(online_until__isnull=False))
        ]
