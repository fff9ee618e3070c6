"""Notes and attachments on a case."""

from datetime import datetime
from uuid import UUID

from yingda.access.files import claim
from yingda.access.models import StoredFile
from yingda.cases import facts
from yingda.cases.models import Case, Note
from yingda.cases.telling import put_down, tell
from yingda.journal import verb
from yingda.people.models import Person

FILES = "case"


@verb
def note(case: Case, text: str, *, by: Person, at: datetime, uid: UUID | None = None) -> Note:
    """Write a remark on the timeline; anybody who sees the case may. The same uid again gives the first note."""
    case = Case.objects.lock(case.pk)
    before = uid and Note.objects.filter(uid=uid).exists()
    made = put_down(case, text, kind=Note.Kind.REMARK, by=by, at=at, uid=uid)
    if not before:
        case.change(at)
        tell(facts.NOTED, case, by=by, at=at, note=made.uid, kind=made.kind)
    return made


@verb
def attach(case: Case, file: UUID, *, by: Person, at: datetime) -> StoredFile:
    """Give an upload of one's own to the case as evidence. Attached already is fine. Raises NotFound."""
    case = Case.objects.lock(case.pk)
    if attached := StoredFile.objects.filter(uid=file, owner_kind=FILES, owner=case.pk).first():
        return attached
    stored = claim(file, owner_kind=FILES, owner=case.pk, by=by)
    case.change(at)
    tell(facts.ATTACHED, case, by=by, at=at, file=file)
    return stored


def may_see_files(viewer, case: int) -> bool:
    """Whoever sees a case opens its attachments; a chat visitor has no scope and sees none."""
    scope = getattr(viewer, "scope", None)
    return scope is not None and Case.objects.visible_to(scope).filter(pk=case).exists()
