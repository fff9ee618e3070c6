"""The journal's rows. `Fact` and `Seal` are append-only by triggers (`triggers.py`)."""

from django.db import models


class Fact(models.Model):
    """Something that happened. Holds ids, codes, numbers and times; never personal data or free text.

    `at` is when it happened, `recorded` when we learnt it. `by` is the acting person's id (None: customer or
    program), `person` the person concerned, `via` the session, token or process.
    """

    at = models.DateTimeField()
    recorded = models.DateTimeField()
    name = models.CharField(max_length=64)
    by = models.BigIntegerField(null=True)
    via = models.CharField(max_length=64, default="")
    line = models.BigIntegerField(null=True)
    contact = models.BigIntegerField(null=True)
    case = models.BigIntegerField(null=True)
    person = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["contact", "id"], name="fact_of_contact", condition=models.Q(contact__isnull=False)),
            models.Index(fields=["case", "id"], name="fact_of_case", condition=models.Q(case__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Unplaced(models.Model):
    """A committed fact that has no position in the feed yet (PostgreSQL only; SQLite's writer places its own)."""

    fact = models.BigIntegerField(primary_key=True)


class Placed(models.Model):
    """The feed: dense positions from 1, in the order in which facts became visible."""

    position = models.BigIntegerField(primary_key=True)
    fact = models.BigIntegerField(unique=True)


class Seal(models.Model):
    """A sealed block of positions `first..last`.

    `digest` is the hash of the block's facts, `marks` eight bytes of hash for each position (to name the one that was
    changed), `head` signs all of it and the head before with the key ring's `key`. A block whose facts have left keeps
    its seal, so that the chain can still be followed.
    """

    first = models.BigIntegerField()
    last = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    marks = models.BinaryField()
    head = models.CharField(max_length=64)
    key = models.CharField(max_length=32)
    at = models.DateTimeField()
