"""A case is solved, reopened when the customer disagrees, closed when the customer accepts (5.7, 5.9)."""

from datetime import datetime

from yingda.cases import facts
from yingda.cases.errors import NotSolved, SolutionIncomplete
from yingda.cases.informing import latest_contact
from yingda.cases.models import Case, Note, Record
from yingda.cases.telling import move, put_down, tell
from yingda.contacts.models import Contact
from yingda.journal import verb
from yingda.lib.say import say
from yingda.people.models import Person

LABELS = {
    "root_cause": say("根本原因", "root cause"),
    "measures": say("处理措施", "measures taken"),
    "result": say("处理结果", "result"),
}
AND = say("、", ", ")
DISSATISFIED, NOT_SOLVED, NEW_FACTS, OTHER = "dissatisfied", "not_solved", "new_facts", "other"
WHYS = (DISSATISFIED, NOT_SOLVED, NEW_FACTS, OTHER)


@verb
def solve(
    case: Case, *, by: Person, root_cause: str, at: datetime, measures: str = "", result: str = ""
) -> Case:
    """The matter is solved. Measures and result left out are taken from the records; a complaint needs both (5.2).

    Solved already: what is said now replaces nothing. Raises SolutionIncomplete, which names what is missing.
    """
    case = Case.objects.lock(case.pk)
    if case.status == Case.Status.DONE:
        return case
    said = {"root_cause": root_cause, "measures": measures.strip(), "result": result.strip()}
    said = {name: value or written(case, name) for name, value in said.items()}
    needed = LABELS if case.request_type == Contact.RequestType.COMPLAINT else ("root_cause",)
    if missing := [name for name in needed if not said[name]]:
        fields = [{"field": name, "label": str(LABELS[name])} for name in missing]
        raise SolutionIncomplete(labels=str(AND).join(field["label"] for field in fields), missing=fields)
    tell(facts.ROOT_CAUSE, case, by=by, at=at, cause=root_cause)
    move(case, Case.Status.DONE, by=by, at=at, solved=at, **said)
    contact, kind = latest_contact(case), case.request_type or None
    tell(facts.SOLVED, case, by=by, at=at, contact=contact, person=case.owner_id, type=kind)
    return case


@verb
def reopen(case: Case, *, by: Person | None, why: str, at: datetime, words: str = "") -> Case:
    """Back to work, to its owner (5.9). `why`: one of WHYS. Open already is fine. `by` None: the customer's rating."""
    case = Case.objects.lock(case.pk)
    if case.status != Case.Status.DONE:
        return case
    note = put_down(case, words, kind=Note.Kind.REASON, by=by, at=at) if words.strip() else None
    move(
        case, Case.Status.IN_PROGRESS, by=by, at=at,
        solved=None, closed=None, reopened=case.reopened + 1,
    )
    tell(facts.REOPENED, case, by=by, at=at, person=case.owner_id, why=why, times=case.reopened, note=note and note.uid)
    if case.customer_waits:
        tell(facts.WAITING, case, by=by, at=at)
    return case


@verb
def close(case: Case, *, by: Person | None, at: datetime) -> Case:
    """The customer accepts the solution. Closed already is fine. Raises NotSolved."""
    case = Case.objects.lock(case.pk)
    if case.status != Case.Status.DONE:
        raise NotSolved
    if case.closed is None:
        case.change(at, closed=at)
        tell(facts.CLOSED, case, by=by, at=at, type=case.request_type or None)
    return case


def written(case: Case, name: str) -> str:
    """What the case's records say, the newest first."""
    if name not in ("measures", "result"):
        return ""
    rows = Record.objects.filter(case=case).exclude(**{name: ""}).order_by("-pk")
    return rows.values_list(name, flat=True).first() or ""
