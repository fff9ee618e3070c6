"""Cases over HTTP: one endpoint a verb, each behind the look-up of what the viewer may see."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from yingda.access.api_auth import Viewer
from yingda.cases import schemas as shapes
from yingda.cases import taking
from yingda.cases.classifying import classify_case
from yingda.cases.errors import NobodysYet, NotYours
from yingda.cases.handing import accept, ask, decline, withdraw
from yingda.cases.history import history
from yingda.cases.informing import inform, item_done, pay_refund, spokesperson, submit_return
from yingda.cases.linking import link
from yingda.cases.models import Case, Handover
from yingda.cases.noting import attach, note
from yingda.cases.opening import open_case
from yingda.cases.present import cases_out
from yingda.cases.search import search
from yingda.cases.settling import close as close_case
from yingda.cases.settling import reopen, solve
from yingda.cases.timeline import case_timeline, facts_of
from yingda.contacts.api import one, served
from yingda.customers.api import customer_for, own_line
from yingda.lib.errors import NotFound
from yingda.lib.paging import page
from yingda.lib.textindex import counted
from yingda.lib.times import now
from yingda.people.models import Person, Role, Team

router = Router(tags=["cases"])
WORKERS = (Role.AGENT, Role.SUPERVISOR)
STEPS = {
    "item_done": item_done,
    "return_submitted": submit_return,
    "refund_paid": pay_refund,
    "spokesperson_in_touch": spokesperson,
}


@router.get("/cases", response=shapes.CasePage)
def list_cases(
    request: HttpRequest,
    status: shapes.Status | None = None,
    line: shapes.Words | None = None,
    owner: shapes.Words | None = None,
    type: shapes.RequestType | None = None,
    customer: UUID | None = None,
    q: shapes.Words = "",
    after: shapes.Words | None = None,
    limit: int = 50,
):
    """`owner`: `me`, `none` (the pool) or a person's id. Newest change first; `q` searches, counting up to 1,000."""
    wanted = {"status": status, "line__code": line, "request_type": type, "customer__uid": customer}
    rows = Case.objects.visible_to(request.auth.scope).filter(**{key: value for key, value in wanted.items() if value})
    if owner:
        rows = rows.filter(**owned_by(request.auth, owner))
    if q:
        rows = search(rows, q)
    out = page(rows, order=("-changed", "-id"), after=after, limit=limit).out(cases_out)
    return {**out, "count": counted(rows) if q and not after else None}


@router.post("/cases", response={201: shapes.CaseOut})
def create_case(request: HttpRequest, body: shapes.CaseIn):
    request.auth.must_be(*WORKERS)
    contact = served(request, body.contact) if body.contact else None
    customer = customer_for(request.auth, body.customer) if body.customer else None
    line = None if contact else own_line(request.auth, body.line)
    case = open_case(
        contact, line=line, customer=customer, by=request.auth.person, uid=body.uid, at=now(),
        request_type=body.request_type or "", urgency=body.urgency or "", title=body.title, waits=body.waits,
    )
    return Status(201, shown(case))


@router.get("/cases/{id}", response=shapes.CaseOut)
def get_case(request: HttpRequest, id: UUID):
    return shown(seen(request, id))


@router.patch("/cases/{id}", response=shapes.CaseOut)
def change_case(request: HttpRequest, id: UUID, body: shapes.CasePatch):
    case, by, at = worked(request, id), request.auth.person, now()
    if body.status:
        case = taking.start(case, by=by, at=at)
    if body.request_type or body.urgency or body.title is not None:
        case = classify_case(
            case, by=by, at=at, request_type=body.request_type, urgency=body.urgency, title=body.title
        )
    if body.customer_waits is not None:
        case = taking.waits(case, body.customer_waits, by=by, at=at)
    if body.sensitive is not None:
        case = taking.mark_sensitive(case, body.sensitive, by=by, at=at)
    return shown(case)


@router.get("/cases/{id}/timeline", response=shapes.CaseTimeline)
def get_case_timeline(request: HttpRequest, id: UUID, after: shapes.Words | None = None, limit: int = 100):
    case = seen(request, id)
    found = page(facts_of(case), order=("id",), after=after, limit=limit)
    return found.out(lambda facts: case_timeline(case, facts))


@router.put("/cases/{id}/owner", response=shapes.CaseOut, summary="Take a case that nobody owns yet")
def take_case(request: HttpRequest, id: UUID):
    return shown(taking.take(seen(request, id, *WORKERS), by=request.auth.person, at=now()))


@router.put("/contacts/{id}/case", response=shapes.CaseOut, summary="The contact is about this open case")
def set_case(request: HttpRequest, id: UUID, body: shapes.LinkIn):
    contact = served(request, id)
    return shown(link(contact, seen(request, body.case, *WORKERS), by=request.auth.person, at=now()))


@router.post("/cases/{id}/notes", response={201: shapes.CaseOut})
def create_note(request: HttpRequest, id: UUID, body: shapes.NoteIn):
    case = seen(request, id, *WORKERS, Role.INSPECTOR)
    note(case, body.text, by=request.auth.person, uid=body.uid, at=now())
    return Status(201, shown(case))


@router.post("/cases/{id}/informations", response={201: shapes.CaseOut}, summary="The customer was told")
def create_information(request: HttpRequest, id: UUID, body: shapes.InformationIn):
    case = worked(request, id)
    inform(
        case, by=request.auth.person, kind=body.kind, words=body.text, channel=body.channel, uid=body.uid, at=now()
    )
    return Status(201, shown(case))


@router.post("/cases/{id}/steps", response={201: shapes.CaseOut}, summary="A step of a business item, refund or press")
def create_step(request: HttpRequest, id: UUID, body: shapes.StepIn):
    case = worked(request, id)
    STEPS[body.step](case, by=request.auth.person, words=body.text, uid=body.uid, at=now())
    return Status(201, shown(case))


@router.post("/cases/{id}/complexity", response={201: shapes.CaseOut})
def create_complexity(request: HttpRequest, id: UUID):
    return Status(201, shown(taking.mark_complex(worked(request, id), by=request.auth.person, at=now())))


@router.post("/cases/{id}/solution", response={201: shapes.CaseOut})
def create_solution(request: HttpRequest, id: UUID, body: shapes.SolutionIn):
    return Status(201, shown(solve(worked(request, id), by=request.auth.person, at=now(), **body.dict())))


@router.post("/cases/{id}/reopening", response={201: shapes.CaseOut})
def create_reopening(request: HttpRequest, id: UUID, body: shapes.ReopeningIn):
    case = seen(request, id, *WORKERS)
    return Status(201, shown(reopen(case, by=request.auth.person, why=body.why, words=body.text, at=now())))


@router.post("/cases/{id}/closing", response={201: shapes.CaseOut}, summary="The customer accepts the solution")
def create_closing(request: HttpRequest, id: UUID):
    return Status(201, shown(close_case(worked(request, id), by=request.auth.person, at=now())))


@router.post("/cases/{id}/attachments", response={201: shapes.CaseOut})
def create_attachment(request: HttpRequest, id: UUID, body: shapes.AttachmentIn):
    case = seen(request, id, *WORKERS)
    attach(case, body.file, by=request.auth.person, at=now())
    return Status(201, shown(case))


@router.post("/cases/{id}/handovers", response={201: shapes.CaseHandoverOut})
def create_handover(request: HttpRequest, id: UUID, body: shapes.CaseHandoverIn):
    asked = ask(
        worked(request, id),
        kind=body.kind,
        by=request.auth.person,
        to_person=one(Person.objects.filter(is_active=True), uid=body.person),
        to_team=one(Team.objects.all(), uid=body.team),
        reason=body.reason,
        uid=body.uid,
        at=now(),
    )
    return Status(201, handover_shown(asked))


@router.post("/cases/{id}/handovers/{handover}/acceptance", response={201: shapes.CaseHandoverOut})
def accept_handover(request: HttpRequest, id: UUID, handover: UUID):
    return Status(201, handover_shown(accept(handover_of(request, id, handover), by=request.auth.person, at=now())))


@router.post("/cases/{id}/handovers/{handover}/refusal", response={201: shapes.CaseHandoverOut})
def decline_handover(request: HttpRequest, id: UUID, handover: UUID, body: shapes.HandoverRefusalIn):
    row = handover_of(request, id, handover)
    return Status(201, handover_shown(decline(row, by=request.auth.person, reason=body.reason, at=now())))


@router.delete("/cases/{id}/handovers/{handover}", response={204: None})
def withdraw_handover(request: HttpRequest, id: UUID, handover: UUID):
    withdraw(one(worked(request, id).handovers.all(), uid=handover), by=request.auth.person, at=now())
    return Status(204, None)


@router.get("/customers/{id}/history", response=shapes.HistoryOut, tags=["customers"])
def get_history(request: HttpRequest, id: UUID):
    return history(customer_for(request.auth, id), request.auth.scope)


def owned_by(viewer: Viewer, owner: str) -> dict:
    if owner == "me":
        return {"owner": viewer.person}
    if owner == "none":
        return {"owner": None}
    try:
        return {"owner__uid": UUID(owner)}
    except ValueError:
        raise NotFound from None


def seen(request: HttpRequest, id: UUID, *roles: str) -> Case:
    """The case, if the viewer may see it and holds one of these roles. Raises NotFound, Forbidden."""
    case = one(Case.objects.visible_to(request.auth.scope), uid=id)
    if roles:
        request.auth.must_be(*roles)
    return case


def worked(request: HttpRequest, id: UUID) -> Case:
    """A case that the viewer works on: its owner, who takes part, or the line's supervisor."""
    case, viewer = seen(request, id, *WORKERS), request.auth
    if case.owner_id == viewer.person.pk:
        return case
    if viewer.scope.has(Role.SUPERVISOR) and viewer.scope.sees_line(case.line_id):
        return case
    if case.parts.filter(person=viewer.person).exists():
        return case
    raise NobodysYet if case.owner_id is None else NotYours


def handover_of(request: HttpRequest, id: UUID, uid: UUID) -> Handover:
    return one(seen(request, id, *WORKERS).handovers.all(), uid=uid)


def shown(case: Case) -> dict:
    return cases_out([Case.objects.get(pk=case.pk)])[0]


def handover_shown(handover: Handover) -> dict:
    out = cases_out([Case.objects.get(pk=handover.case_id)])[0]
    return next(one for one in out["handovers"] if one["id"] == handover.uid)
