"""Who is in charge: taking a case from the pool, beginning work, marking what needs care."""

from datetime import datetime

from yingda.cases import facts
from yingda.cases.errors import AlreadySolved, AlreadyTaken
from yingda.cases.models import Case
from yingda.cases.telling import begin, tell
from yingda.journal import verb
from yingda.people.models import Person


@verb
def take(case: Case, *, by: Person, at: datetime) -> Case:
    """Whoever first takes a case that nobody owns is in charge of it. Raises AlreadyTaken."""
    case = Case.objects.lock(case.pk)
    if case.owner_id == by.pk:
        return case
    if case.owner_id:
        raise AlreadyTaken(name=case.owner.name)
    case.change(at, owner=by)
    tell(facts.TAKEN, case, by=by, at=at, person=by)
    begin(case, by=by, at=at)
    return case


@verb
def start(case: Case, *, by: Person, at: datetime) -> Case:
    """Work on a pending case has begun. Raises AlreadySolved."""
    case = Case.objects.lock(case.pk)
    if case.status == Case.Status.DONE:
        raise AlreadySolved
    begin(case, by=by, at=at)
    return case


@verb
def waits(case: Case, waiting: bool, *, by: Person | None, at: datetime) -> Case:
    """Whether the customer waits for progress, which is then told every half hour (4.11)."""
    case = Case.objects.lock(case.pk)
    if case.customer_waits != waiting:
        case.change(at, customer_waits=waiting)
        tell(facts.WAITING if waiting else facts.NOT_WAITING, case, by=by, at=at)
    return case


@verb
def mark_complex(case: Case, *, by: Person, at: datetime) -> Case:
    """The matter is complex: support within 30 minutes (4.9), a definite answer within the hour (4.10)."""
    case = Case.objects.lock(case.pk)
    if case.status == Case.Status.DONE:
        raise AlreadySolved
    if not case.complex:
        case.change(at, complex=True)
        tell(facts.COMPLEX, case, by=by, at=at)
        begin(case, by=by, at=at)
    return case


@verb
def mark_sensitive(case: Case, sensitive: bool, *, by: Person, at: datetime) -> Case:
    """Show the case only to those who need it, or to the whole line again (1.4)."""
    case = Case.objects.lock(case.pk)
    if case.sensitive != sensitive:
        case.change(at, sensitive=sensitive)
        tell(facts.SENSITIVE, case, by=by, at=at, sensitive=sensitive)
    return case
