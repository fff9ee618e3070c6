"""Recordings over HTTP: of a contact, to look at with a reason, to play; paused while secret numbers are said."""

from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from yingda.contacts.api import found, served
from yingda.lib.paging import MOST
from yingda.lib.times import now
from yingda.telephony.models import Call, Recording
from yingda.telephony.recordings import schemas as shapes
from yingda.telephony.recordings.beginning import pause, resume
from yingda.telephony.recordings.errors import NothingRecorded
from yingda.telephony.recordings.looking import audible, listen, must_have_looked
from yingda.telephony.recordings.playing import played
from yingda.telephony.recordings.present import look_out, recordings_out

router = Router(tags=["recordings"])


@router.get("/contacts/{id}/recordings", response=list[shapes.RecordingOut])
def list_recordings(request: HttpRequest, id: UUID):
    """In the order in which they were made, at most 200; what has been deleted is still named."""
    rows = Recording.objects.light().filter(call__contact=found(request, id))
    return recordings_out(rows.order_by("pk")[:MOST], request.auth.scope)


@router.post("/recordings/{id}/looks", response={201: shapes.RecordingLookOut})
def create_recording_look(request: HttpRequest, id: UUID, body: shapes.RecordingLookIn):
    """What the player draws; the look is recorded with its reason, and opens the sound for two hours (11.5)."""
    recording = audible(request.auth.scope, id)
    listen(recording, by=request.auth.person, reason=body.reason, at=now())
    return Status(201, look_out(recording, request.auth.scope))


@router.get("/recordings/{id}/audio", response={200: None, 206: None, 416: None}, summary="The sound, as WAV")
def get_recording_audio(request: HttpRequest, id: UUID, part: Literal["both", "customer", "agent"] = "both"):
    """One leg, or the mix of both; any range of bytes. After a look."""
    recording = audible(request.auth.scope, id)
    must_have_looked(recording, by=request.auth.person, at=now())
    return played(recording, part, request.headers.get("Range", ""))


@router.put("/contacts/{id}/recording/pause", response=shapes.RecordingPauseOut)
def pause_recording(request: HttpRequest, id: UUID):
    """Nothing is recorded from now on, while secret numbers are said."""
    recording = pause(call_of(request, id), request.auth.person, now())
    return {"id": recording.uid, "paused": True}


@router.delete("/contacts/{id}/recording/pause", response=shapes.RecordingPauseOut)
def resume_recording(request: HttpRequest, id: UUID):
    recording = resume(call_of(request, id), request.auth.person, now())
    return {"id": recording.uid, "paused": False}


def call_of(request: HttpRequest, id: UUID) -> Call:
    call = Call.objects.filter(contact=served(request, id)).first()
    if call is None:
        raise NothingRecorded
    return call
