"""How people come in and what they looked at."""

from django.conf import settings
from django.db import models

from yingda.lib.ids import uuid7


class Attempt(models.Model):
    """A failed sign-in; five within the lock's time lock the name for 30 minutes. Success clears them."""

    username = models.CharField(max_length=64)
    address = models.CharField(max_length=45)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["username", "at"], name="attempt_by_name")]


class Look(models.Model):
    """Somebody looked at masked personal data, and why (11.1, 11.5). The reason is free text and stays erasable."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="looks")
    kind = models.SlugField(max_length=32)
    subject = models.BigIntegerField()
    field = models.SlugField(max_length=32)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()


class StoredFile(models.Model):
    """A file in storage. Its owner is a row of a higher room, named by kind and id; rights follow the owner's.

    `key` is the key that sealed the bytes; "" when the customer asked to be forgotten: bytes, name and digest are gone.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    owner_kind = models.SlugField(max_length=32, default="")
    owner = models.BigIntegerField(null=True)
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=200, unique=True)
    media_type = models.CharField(max_length=100)
    picture = models.BooleanField(default=False)  # re-encoded by us, so it may be shown inline
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    key = models.CharField(max_length=32)
    uploaded = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["owner_kind", "owner"], name="files_of_owner")]


class Allowance(models.Model):
    """How often a key was used in a window of time; `key` is a hash of what and who."""

    key = models.CharField(max_length=40)
    window = models.BigIntegerField()
    used = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="one_allowance_a_window")]
        indexes = [models.Index(fields=["at"], name="allowance_by_age")]
