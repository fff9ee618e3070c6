"""Listening to a recording: with a reason, on record, and only for those who may (11.1, 11.5)."""

from datetime import datetime, timedelta
from uuid import UUID

from yingda.access.looks import look
from yingda.access.models import Look
from yingda.lib.errors import NotFound
from yingda.people.models import Person
from yingda.people.scope import Scope
from yingda.telephony.models import Recording
from yingda.telephony.recordings.errors import LookFirst

KIND, FIELD = "recording", "audio"
LASTS = timedelta(hours=2)  # a long recording is fetched in parts while it plays


def audible(scope: Scope, uid: UUID) -> Recording:
    """The recording, if this person may hear it. Raises NotFound."""
    found = Recording.objects.audible_to(scope).select_related("call__contact__line").filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def listen(recording: Recording, *, by: Person, reason: str, at: datetime) -> Look:
    """Record that `by` listens, and why. Raises Malformed without a reason."""
    return look(by, kind=KIND, subject=recording.pk, field=FIELD, reason=reason, at=at)


def must_have_looked(recording: Recording, *, by: Person, at: datetime) -> None:
    """Raises LookFirst unless `by` gave a reason within LASTS."""
    looks = Look.objects.filter(person=by, kind=KIND, subject=recording.pk, at__gt=at - LASTS)
    if not looks.exists():
        raise LookFirst
