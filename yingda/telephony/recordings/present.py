"""Recordings as the API and the feed show them."""

from collections.abc import Iterable

from yingda.cases.models import Case, Record
from yingda.people.scope import Scope
from yingda.telephony.models import Recording
from yingda.telephony.recordings.marks import marks_of


def recording_brief(recording: Recording) -> dict:
    """What everybody may know who sees the contact."""
    return {
        "id": recording.uid,
        "kind": recording.kind,
        "state": recording.state,
        "began": recording.began,
        "seconds": recording.seconds,
        "deleted": recording.deleted,
    }


def recordings_out(recordings: Iterable[Recording], scope: Scope) -> list[dict]:
    """RecordingOut, with whether this viewer may play it: one query for all."""
    recordings = list(recordings)
    ids = [recording.pk for recording in recordings]
    audible = set(Recording.objects.audible_to(scope).filter(pk__in=ids).values_list("pk", flat=True)) if ids else ()
    return [recording_brief(recording) | {"may_play": recording.pk in audible} for recording in recordings]


def look_out(recording: Recording, scope: Scope) -> dict:
    """What the player draws: waveform, who spoke when, marks, what was left out."""
    return {
        "id": recording.uid,
        "seconds": recording.seconds,
        "peaks": recording.peaks,
        "speech": {"customer": [], "agent": []} | recording.speech,
        "marks": marks_of(recording, scope),
        "pauses": recording.pauses,
    }


def recordings_of_cases(cases: list[Case]) -> dict[int, list[dict]]:
    """By case, of all its contacts: an escalation carries them complete (5.2). Two queries."""
    contacts = dict(Record.objects.filter(case__in=cases).values_list("contact", "case"))
    rows = Recording.objects.light().filter(call__contact__in=contacts).select_related("call__contact")
    found: dict[int, list[dict]] = {case.pk: [] for case in cases}
    for row in rows.order_by("began", "pk"):
        contact = row.call.contact
        found[contacts[contact.pk]].append(recording_brief(row) | {"contact": contact.uid})
    return found
