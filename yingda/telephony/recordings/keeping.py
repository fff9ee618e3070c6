"""What the exchange has recorded is taken over: encoded, sealed, stored, measured; then the exchange's copy goes.

The row names what is about to be written before it is written. So whenever the job is killed, its next run drops what
the last one left half done and begins anew; and of two that run at once only the one whom the row names succeeds.
"""

import hashlib
import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from yingda.customers.models import Customer
from yingda.jobs.making import job
from yingda.journal import verb
from yingda.lib.db import lock_rows
from yingda.lib.times import now
from yingda.telephony import facts
from yingda.telephony.hotlines import hotline_of
from yingda.telephony.models import Recording
from yingda.telephony.recordings import audio, storing
from yingda.telephony.recordings.audio import Sound, Span
from yingda.telephony.recordings.beginning import change, seconds_of, tell
from yingda.telephony.recordings.conversing import Conversation, measured, total
from yingda.telephony.recordings.errors import Unreadable
from yingda.telephony.recordings.voices import speech

log = logging.getLogger(__name__)

SHORTEST = 0.2  # seconds; less is the click of a caller who had gone
LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")  # a fact's code holds few figures


@job()
def keep(uid: str) -> str:
    """Take over one recording; the state it is in then."""
    return kept(Recording.objects.get(uid=uid), now())


def kept(recording: Recording, at: datetime) -> str:
    """Do it, or what is left of it. Raises FileNotFoundError and what the storage raises: the job tries again."""
    if recording.state == Recording.State.ARRIVING and recording.source:
        try:
            take_over(recording, at)
        except Unreadable as error:
            fail(recording.pk, error.code, at=at)
    recording.refresh_from_db()
    if recording.state not in (Recording.State.ARRIVING, Recording.State.FAILED):
        forget_source(recording)
    return recording.state


def take_over(recording: Recording, at: datetime) -> None:
    sound = audio.silenced(audio.read(Path(recording.source)), pauses_of(recording))
    if sound.seconds < SHORTEST:
        finish_without(recording.pk, at=at)
        return
    name = claim(recording.pk)
    if name is None:
        return
    flac = audio.encoded(sound)
    digest = hashlib.sha256(flac.getbuffer()).hexdigest()
    key, size = storing.write(recording, name, flac)
    stored = {"key": key, "size": size, "sha256": digest, "seconds": round(sound.seconds, 2)}
    if not finish(recording.pk, name, stored, Measured(sound, recording), at=at):
        storing.drop(name)


def claim(pk: int) -> str | None:
    """Name in the row what will be written, in place of what an earlier run named. None when there is nothing to do."""
    with transaction.atomic():
        recording = lock_rows(Recording.objects.filter(state=Recording.State.ARRIVING, pk=pk)).first()
        if recording is None:
            return None
        storing.drop(recording.name)
        change(recording, name=storing.fresh_name(recording))
    return recording.name


class Measured:
    """What the sound says, worked out before the verb that writes it down."""

    def __init__(self, sound: Sound, recording: Recording):
        apart = [*pauses_of(recording), *holds_of(recording, sound.seconds)]
        self.talk: Conversation = measured(speech(sound), sound.seconds, apart)
        self.held = total(holds_of(recording, sound.seconds))
        self.columns = {
            "peaks": audio.peaks(sound),
            "speech": {"customer": self.talk.customer, "agent": self.talk.agent},
        }


@verb
def finish(pk: int, name: str, stored: dict, found: Measured, *, at: datetime) -> bool:
    """The recording is kept. False when another run was faster, or it has been deleted in the meantime."""
    recording = lock_rows(Recording.objects.filter(pk=pk, state=Recording.State.ARRIVING, name=name)).first()
    if recording is None:
        return False
    if forgotten(recording):
        storing.drop(name)
        change(recording, state=Recording.State.DELETED, deleted=at, name="")
        tell(facts.RECORDING_DELETED, recording, at=at, reason="erased")
        return False
    change(
        recording, state=Recording.State.KEPT, failure="", delete_after=delete_after(recording), **stored,
        **found.columns,
    )  # fmt: skip
    lasted = timedelta(seconds=recording.seconds)
    tell(facts.RECORDING_KEPT, recording, at=at, lasted=lasted, sha256=recording.sha256.translate(LETTERS))
    tell(facts.SPOKEN, recording, at=recording.ended or at, **spoken(recording, found))
    return True


def spoken(recording: Recording, found: Measured) -> dict:
    """The speech facts (5.2 and later scoring judge by them)."""
    talk, contact = found.talk, recording.call.contact
    waited = contact.answered - (contact.queued or contact.arrived) if contact.answered else None
    return {
        "customer": timedelta(seconds=total(talk.customer)),
        "agent": timedelta(seconds=total(talk.agent)),
        "silence": timedelta(seconds=talk.silence),
        "longest_silence": timedelta(seconds=talk.longest_silence),
        "agent_interrupted": talk.agent_interrupted,
        "customer_interrupted": talk.customer_interrupted,
        "held": timedelta(seconds=found.held),
        "waited": waited,
    }


@verb
def finish_without(pk: int, *, at: datetime) -> bool:
    """Nothing was said: there is nothing to keep. False when it has been settled before."""
    recording = lock_rows(Recording.objects.filter(pk=pk, state=Recording.State.ARRIVING)).first()
    if recording is None:
        return False
    change(recording, state=Recording.State.DELETED, deleted=at)
    tell(facts.RECORDING_DELETED, recording, at=at, reason="empty")
    return True


@verb
def fail(pk: int, code: str, *, at: datetime) -> bool:
    """It could not be taken over; the exchange's copy stays. `yingda doctor` shows it in red."""
    recording = lock_rows(Recording.objects.under_way().filter(pk=pk)).first()
    if recording is None:
        return False
    log.error("recording %s failed: %s", recording.uid, code)
    change(recording, state=Recording.State.FAILED, failure=code, ended=recording.ended or at)
    tell(facts.RECORDING_FAILED, recording, at=at, error=code)
    return True


def forget_source(recording: Recording) -> None:
    """The exchange's copy is no longer needed."""
    if recording.source:
        for part in audio.parts_of(Path(recording.source)):
            part.unlink(missing_ok=True)
        change(recording, source="")


def forgotten(recording: Recording) -> bool:
    """Whether the customer asked to be forgotten since the call; whoever is about to erase them waits for this verb."""
    customer = recording.call.contact.customer_id
    return customer is not None and Customer.objects.lock(customer).erased is not None


def delete_after(recording: Recording) -> datetime:
    days = hotline_of(recording.call.contact.line).retention_days
    return (recording.ended or recording.began) + timedelta(days=days)


def pauses_of(recording: Recording) -> list[Span]:
    """In seconds. Of one that no longer runs all are closed."""
    return [(since, until) for since, until in recording.pauses]


def holds_of(recording: Recording, seconds: float) -> list[Span]:
    """When the customer was on hold, in seconds of the recording."""
    holds = recording.call.contact.holds.order_by("since").values_list("since", "ended")
    spans = [
        (max(seconds_of(recording, since), 0.0), min(seconds_of(recording, ended) if ended else seconds, seconds))
        for since, ended in holds
    ]
    return [(since, until) for since, until in spans if since < until]
