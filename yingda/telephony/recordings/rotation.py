"""After `yingda keys rotate`: every recording is sealed again with the new key, piece by piece, one at a time."""

from collections.abc import Callable
from uuid import UUID

from yingda.lib.crypto import Tampered
from yingda.lib.keyring import BadKeyring, keyring
from yingda.telephony.models import Recording
from yingda.telephony.recordings import storing
from yingda.telephony.recordings.sealing import Pieces

CHUNK = 100
UNREADABLE = (FileNotFoundError, Tampered, BadKeyring)


def rewrite(progress: Callable[[int], None] = lambda done: None) -> tuple[int, list[UUID]]:
    """Seal anew what an older key sealed. Returns how many, and the recordings that could not be opened: they stay.

    `progress` is told after each chunk. Broken off at any point, it goes on from there when started again.
    """
    done, last, unreadable = 0, 0, []
    while rows := list(waiting().filter(pk__gt=last).order_by("pk")[:CHUNK]):
        for recording in rows:
            try:
                done += seal_again(recording)
            except UNREADABLE:
                unreadable.append(recording.uid)
            last = recording.pk
        progress(done)
    return done, unreadable


def waiting():
    """The kept ones that are not under the current key."""
    return Recording.objects.light().filter(state=Recording.State.KEPT).exclude(key=keyring().current)


def seal_again(recording: Recording) -> bool:
    """Write the sound anew beside the old, then name it in the row, then drop the old. Whether that was done.

    Whenever it is broken off, the row names a sound that opens with its key. The new name follows from the old one
    and the key, so that a second run writes over what the first has left.
    """
    old, new = recording.name, f"{recording.name.partition('.')[0]}.{keyring().current}"
    storing.drop(new)
    with storing.pieces_of(recording) as pieces:
        key, size = storing.write(recording, new, Pieces(pieces))
    still = Recording.objects.filter(pk=recording.pk, name=old, state=Recording.State.KEPT)
    named = still.update(name=new, key=key, size=size)
    storing.drop(old if named else new)
    return bool(named)
