"""The chat on other people's pages: where it may stand, and who is on the other side."""

from django.db import models

from yingda.contacts.models import Contact
from yingda.lib.ids import uuid7
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


class Visitor(models.Model):
    """A browser that talks to us: known by a secret token of which only the hash is kept. No cookie."""

    uid = models.UUIDField(default=uuid7, unique=True)
    token = models.CharField(max_length=64, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="visitors")
    made = models.DateTimeField()
    seen = models.DateTimeField()
    page = models.CharField(max_length=300, blank=True)


class Conversation(models.Model):
    """A visitor's contact. One live conversation a visitor."""

    visitor = models.ForeignKey(Visitor, models.PROTECT, related_name="conversations")
    contact = models.OneToOneField(Contact, models.PROTECT, related_name="conversation")
    online_until = models.DateTimeField(null=True)  # lease renewed by the stream
