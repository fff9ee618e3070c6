"""What was recorded."""

from django.db import models
from django.db.models import Q

from yingda.lib.ids import uuid7
from yingda.telephony.models.calls import Call
from yingda.telephony.recordings.querysets import RecordingQuerySet


class Recording(models.Model):
    """Both legs of a talk in one stereo file (left the customer, right our side), sealed in the file storage.

    State: running → arriving (no longer wanted; the exchange closes its file) → kept → deleted, or failed. While it
    arrives, `name` is what the job is about to write. Voice mail is one, too.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        ARRIVING = "arriving"
        KEPT = "kept"
        FAILED = "failed"
        DELETED = "deleted"

    class Kind(models.TextChoices):
        TALK = "talk", "通话录音"
        VOICE_MAIL = "voice_mail", "留言"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)  # also its name at the exchange
    call = models.ForeignKey(Call, models.PROTECT, related_name="recordings")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TALK)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    source = models.CharField(max_length=400, blank=True)  # the exchange's file, until it has been taken over
    name = models.CharField(max_length=200, blank=True)  # in the file storage
    key = models.CharField(max_length=32, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the sound before sealing, which may be done again
    size = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    peaks = models.JSONField(default=list)  # [[left, right], …] of 0 to 100, ten a second
    pauses = models.JSONField(default=list)  # [[from, until], …] seconds in which numbers were said
    speech = models.JSONField(default=dict)  # {"customer": [[from, until], …], "agent": …}, seconds
    delete_after = models.DateTimeField(null=True)
    deleted = models.DateTimeField(null=True)
    failure = models.CharField(max_length=64, blank=True)

    objects = RecordingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["delete_after"], name="recording_to_delete", condition=Q(state="kept")),
            models.Index(
                fields=["state"],
                name="recording_unsettled",
                condition=Q(state__in=["running", "arriving", "failed"]),
            ),
            models.Index(fields=["state"], name="recording_copy_left", condition=~Q(source="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["call"], condition=Q(state="running"), name="one_recording_runs")
        ]
