"""The record form over HTTP."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from yingda.cases.archiving import archive_record
from yingda.cases.errors import RecordConflict
from yingda.cases.form import record_form
from yingda.cases.recording import fill_record
from yingda.cases.schemas import ConflictOut, RecordOut, RecordPatch
from yingda.contacts.api import found, served
from yingda.contacts.models import Contact
from yingda.lib.times import now

router = Router(tags=["records"])


@router.get("/contacts/{id}/record", response=RecordOut)
def get_record(request: HttpRequest, id: UUID):
    return record_form(found(request, id))


@router.patch("/contacts/{id}/record", response={200: RecordOut, 409: ConflictOut})
def change_record(request: HttpRequest, id: UUID, body: RecordPatch):
    """Saved while one types. A conflict answers with the newest version, so that nothing typed need be lost."""
    contact = served(request, id)
    try:
        fill_record(contact, by=request.auth.person, fields=body.fields, revision=body.revision, at=now())
    except RecordConflict as conflict:
        return Status(409, {"code": conflict.code, "message": conflict.say(), "record": fresh_form(contact)})
    return Status(200, fresh_form(contact))


@router.post("/contacts/{id}/record/archive", response={201: RecordOut})
def archive(request: HttpRequest, id: UUID):
    return Status(201, record_form(archive_record(served(request, id), by=request.auth.person, at=now())))


def fresh_form(contact: Contact) -> dict:
    return record_form(Contact.objects.get(pk=contact.pk))
