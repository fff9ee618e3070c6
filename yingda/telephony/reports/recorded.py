"""The exchange has closed the file of a recording."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from yingda.journal import verb
from yingda.telephony.models import Recording
from yingda.telephony.moving import locked
from yingda.telephony.recordings import audio
from yingda.telephony.recordings.beginning import change, close
from yingda.telephony.recordings.keeping import keep

STATES = (Recording.State.RUNNING, Recording.State.ARRIVING, Recording.State.FAILED)


def recorded(recording_uid: str, path: Path, at: datetime) -> bool:
    """The sound lies at `path` (see `recordings.audio.read`), where the jobs process can read and remove it.

    A job takes it over. False when it had been taken over before, or is nobody's: then the file goes at once.
    """
    if arriving(recording_uid, path, at):
        return True
    if not Recording.objects.filter(uid=UUID(recording_uid), source=str(path)).exists():
        for part in audio.parts_of(path):
            part.unlink(missing_ok=True)
    return False


@verb
def arriving(recording_uid: str, path: Path, at: datetime) -> bool:
    found = Recording.objects.filter(uid=UUID(recording_uid)).first()
    if found is None:
        return False
    locked(found.call_id)
    recording = Recording.objects.get(pk=found.pk)
    if recording.state not in STATES or (recording.source and recording.state == Recording.State.ARRIVING):
        return False
    if recording.state == Recording.State.RUNNING:
        close(recording, at)
    change(recording, state=Recording.State.ARRIVING, source=str(path), failure="")
    keep.enqueue(str(recording.uid))
    return True


def awaited(exchange: int) -> list[tuple[str, str]]:
    """(uid, kind) of the recordings whose files this exchange has not delivered yet though they no longer run."""
    waiting = Recording.objects.filter(state=Recording.State.ARRIVING, source="", call__exchange=exchange)
    return [(str(uid), kind) for uid, kind in waiting.values_list("uid", "kind")]
