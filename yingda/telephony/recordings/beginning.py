"""A recording runs from the moment a talk begins until it ends; it is paused while secret numbers are said.

These verbs say what is wanted; the driver makes the exchange record, mute and stop.
"""

from datetime import datetime

from yingda.contacts.models import Contact
from yingda.journal import record, verb
from yingda.lib import rows
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Person
from yingda.telephony import facts
from yingda.telephony.hotlines import hotline_of
from yingda.telephony.models import Call, Recording
from yingda.telephony.moving import call_of
from yingda.telephony.recordings.errors import NothingRecorded

RUNNING = Prepared(
    lambda: Recording.objects.filter(call=Given(Recording, "call"), state=Recording.State.RUNNING).order_by("id")
)


@verb
def begin(call: Call, at: datetime, *, kind: str = Recording.Kind.TALK) -> Recording | None:
    """Record the call from now on; the one that runs, if there is one. None: its line does not record talks."""
    call = call_of(Contact.objects.lock(call.contact_id))
    if current := running(call):
        return current
    if kind == Recording.Kind.TALK and not hotline_of(call.contact.line).records:
        return None
    call.change(records=call.records or kind == Recording.Kind.TALK, paused=None)
    made = Recording(call=call, kind=kind, began=at)
    rows.insert([made])
    tell(facts.RECORDING, made, at=at)
    return made


@verb
def stop(call: Call, at: datetime) -> Recording | None:
    """The recording ends: what was recorded arrives when the exchange has closed its file. None when none runs."""
    call = call_of(Contact.objects.lock(call.contact_id))
    current = running(call)
    if current is None:
        return None
    close(current, at)
    if call.paused:
        call.change(paused=None)
    return current


@verb
def pause(call: Call, by: Person, at: datetime) -> Recording:
    """Nothing is recorded until `resume`. Pausing twice is pausing once. Raises NothingRecorded."""
    call = call_of(Contact.objects.lock(call.contact_id))
    current = running(call)
    if current is None:
        raise NothingRecorded
    if call.paused is None:
        call.change(paused=at)
        change(current, pauses=[*current.pauses, [seconds_of(current, at), None]])
        tell(facts.RECORDING_PAUSED, current, at=at, by=by)
    return current


@verb
def resume(call: Call, by: Person, at: datetime) -> Recording:
    """The recording goes on. Raises NothingRecorded."""
    call = call_of(Contact.objects.lock(call.contact_id))
    current = running(call)
    if current is None:
        raise NothingRecorded
    if call.paused is not None:
        call.change(paused=None)
        change(current, pauses=closed(current, at))
        tell(facts.RECORDING_RESUMED, current, at=at, by=by)
    return current


def running(call: Call) -> Recording | None:
    if not may_run(call):
        return None
    found = RUNNING.first(call=call.pk)
    if found:
        found.call = call
    return found


def may_run(call: Call) -> bool:
    """Whether asking is worth a query: a message, or a talk that is recorded and has begun, perhaps with a hold."""
    waits = call.stage == Call.Stage.QUEUE and call.contact.answered is None
    return call.stage == Call.Stage.VOICE_MAIL or (call.records and not waits)


def close(recording: Recording, at: datetime) -> None:
    """It no longer runs. For verbs that hold the contact's lock."""
    change(recording, state=Recording.State.ARRIVING, ended=at, pauses=closed(recording, at))


def closed(recording: Recording, at: datetime) -> list[list[float]]:
    """Its pauses, the last of which ends now at the latest."""
    now = seconds_of(recording, at)
    return [[since, now if until is None else until] for since, until in recording.pauses]


def seconds_of(recording: Recording, at: datetime) -> float:
    """How far into the recording that moment is."""
    return round((at - recording.began).total_seconds(), 2)


def change(recording: Recording, **fields: object) -> None:
    """Write these columns and no others."""
    for name, value in fields.items():
        setattr(recording, name, value)
    rows.update(recording, *fields)


def tell(fact, recording: Recording, *, at: datetime, by: Person | None = None, **data: object) -> None:
    """Record a fact of this recording, on its contact's timeline and that of the contact's case."""
    contact = recording.call.contact
    case = getattr(getattr(contact, "record", None), "case_id", None)
    record(fact, at=at, by=by, line=contact.line_id, contact=contact, case=case, recording=recording.uid, **data)
