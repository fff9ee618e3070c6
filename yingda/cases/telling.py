"""What every verb of a case does in the same way: its facts, its words, its beginning."""

from datetime import datetime
from uuid import UUID

from yingda.cases import facts
from yingda.cases.errors import UidTaken, WordsNeeded
from yingda.cases.models import Case, Note, Part
from yingda.journal import FactName, record
from yingda.lib.ids import uuid7
from yingda.people.models import Person


def tell(fact: FactName, case: Case, *, by: Person | None, at: datetime, contact=None, person=None, **data) -> None:
    """Record a fact of this case."""
    record(fact, at=at, by=by, line=case.line_id, contact=contact, case=case, person=person, **data)


def put_down(case: Case, text: str, *, kind: str, by: Person | None, at: datetime, uid: UUID | None = None) -> Note:
    """Keep words on the timeline, where they stay erasable. The same uid again gives the first. Raises UidTaken."""
    text = text.strip()
    if not text:
        raise WordsNeeded(field="text", field_name="text")
    if uid and (first := Note.objects.filter(uid=uid).first()):
        if first.case_id != case.pk:
            raise UidTaken
        return first
    return Note.objects.create(uid=uid or uuid7(), case=case, kind=kind, by=by, text=text, at=at)


def move(case: Case, status: str, *, by: Person | None, at: datetime, **fields: object) -> None:
    """Change the status, and what goes with it, with its fact."""
    before = case.status
    case.change(at, status=status, **fields)
    if before != status:
        tell(facts.STATUS, case, by=by, at=at, status=status, before=before)


def begin(case: Case, *, by: Person | None, at: datetime) -> None:
    """Work has begun on a pending case."""
    if case.status == Case.Status.PENDING:
        move(case, Case.Status.IN_PROGRESS, by=by, at=at)


def take_part(case: Case, person: Person | int | None, at: datetime) -> None:
    """Somebody other than the owner has a hand in this case."""
    pk = getattr(person, "pk", person)
    if pk and pk != case.owner_id:
        Part.objects.bulk_create([Part(case=case, person_id=pk, since=at)], ignore_conflicts=True)
