"""What kind of matter it is."""

from datetime import datetime

from yingda.cases import facts, search
from yingda.cases.models import Case
from yingda.cases.telling import tell
from yingda.customers.unmasking import restore_numbers
from yingda.journal import verb
from yingda.people.models import Person


@verb
def classify_case(
    case: Case,
    *,
    by: Person | int | None,
    at: datetime,
    request_type: str | None = None,
    urgency: str | None = None,
    title: str | None = None,
) -> Case:
    """Set what is given. A case of another type is another matter: it is registered anew (4.5, 4.15)."""
    case = Case.objects.lock(case.pk)
    if request_type and request_type != case.request_type:
        before = case.request_type or None
        case.change(at, request_type=request_type, registered=None)
        tell(facts.TYPED, case, by=by, at=at, type=request_type, before=before)
    if urgency and urgency != case.urgency:
        before = case.urgency
        case.change(at, urgency=urgency)
        tell(facts.URGENCY, case, by=by, at=at, urgency=urgency, before=before)
    if title is not None and (title := restore_numbers(title, case.title, field="title")) != case.title:
        case.change(at, title=title)
        search.index(case)
    return case

