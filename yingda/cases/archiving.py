"""The record is archived with its contact when nothing required is missing (3.2, 4.4)."""

from datetime import datetime

from yingda.cases import facts
from yingda.cases.errors import RecordIncomplete
from yingda.cases.form import case_of, missing_fields, named
from yingda.cases.models import Case, Record
from yingda.contacts.archive import archive
from yingda.contacts.models import Contact
from yingda.journal import record as record_fact
from yingda.journal import verb
from yingda.lib.say import say
from yingda.people.models import Person

AND = say("、", ", ")


@verb
def archive_record(contact: Contact, *, by: Person | None, at: datetime) -> Contact:
    """Archive record and contact. Done already is fine. Raises RecordIncomplete (names the fields), NotOver."""
    if pk := case_of(contact):
        Case.objects.lock(pk)
    contact = Contact.objects.lock(contact.pk)
    if contact.state == Contact.State.ARCHIVED:
        return contact
    record = Record.objects.filter(contact=contact).select_related("case").first() or Record(contact=contact)
    if missing := missing_fields(contact, record):
        labels = str(AND).join(str(field.label) for field in missing)
        raise RecordIncomplete(labels=labels, missing=[named(field) for field in missing])
    contact = archive(contact, by=by, at=at)
    record_fact(
        facts.RECORD_ARCHIVED, at=at, by=by, line=contact.line_id, contact=contact, case=record.case_id,
        revision=record.revision, settled=record.case is None or record.case.status == Case.Status.DONE,
    )
    return contact
