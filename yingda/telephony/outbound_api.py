"""Calls that we make, and call-backs that we owe."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from yingda.cases.models import Case
from yingda.contacts.api import WORKERS, found, one, served, shown
from yingda.contacts.querysets import READERS
from yingda.contacts.schemas import ContactOut
from yingda.customers.models import Customer
from yingda.followups.models import FollowUp
from yingda.lib.errors import NotFound
from yingda.lib.paging import page
from yingda.lib.text import Words
from yingda.lib.times import now
from yingda.people.models import Line
from yingda.people.scope import Scope
from yingda.telephony import callbacks
from yingda.telephony import outbound_schemas as shapes
from yingda.telephony.callbacks_present import call_backs_out
from yingda.telephony.models import Attempt, Call, CallBack
from yingda.telephony.outbound import call_out
from yingda.telephony.outbound_course import result

router = Router(tags=["calls"])


@router.post("/calls", response={201: ContactOut}, summary="My phone rings, then the customer's")
def create_call(request: HttpRequest, body: shapes.CallIn):
    """Called for a task (call-back, follow-up, case), for a customer, or at a number."""
    scope, at = request.auth.scope, now()
    call_back = one(seen_by(scope).select_related("line__hotline", "customer", "case__customer"), uid=body.call_back)
    follow_up = one(FollowUp.objects.visible_to(scope).select_related("case__customer"), uid=body.follow_up)
    case = one(Case.objects.visible_to(scope).select_related("customer"), uid=body.case)
    customer = one(Customer.objects.visible_to(scope), uid=body.customer)
    line = line_seen_by(scope, body.line)
    request.auth.must_be(*WORKERS)
    call = call_out(
        request.auth.person, line, uid=body.uid, at=at, number=body.number.strip(), customer=customer,
        call_back=call_back, follow_up=follow_up, case=case,
    )  # fmt: skip
    return Status(201, shown(found(request, call.contact.uid)))


@router.put("/contacts/{id}/dial-result", response=ContactOut)
def put_dial_result(request: HttpRequest, id: UUID, body: shapes.DialResultIn):
    """The agent's word on what came of a call that they made; it corrects what the exchange took for the result."""
    contact = served(request, id)
    call = Call.objects.filter(contact=contact).select_related("contact").first()
    if call is None or not Attempt.objects.filter(contact=contact).exists():
        raise NotFound
    result(call, body.result, by=request.auth.person, at=now())
    return shown(contact)


@router.get("/call-backs", response=shapes.CallBackPage, summary="The most urgent first")
def list_call_backs(
    request: HttpRequest,
    state: shapes.CallBackState = "open",
    line: Words | None = None,
    after: Words | None = None,
    limit: int = 50,
):
    rows = seen_by(request.auth.scope).filter(state=state)
    if line:
        rows = rows.filter(line__code=line)
    return page(rows, order=("due", "id"), after=after, limit=limit).out(call_backs_out)


@router.get("/call-backs/{id}", response=shapes.CallBackOut)
def get_call_back(request: HttpRequest, id: UUID):
    return call_backs_out([one(seen_by(request.auth.scope), uid=id)])[0]


@router.post("/call-backs/{id}/cancellation", response={201: shapes.CallBackOut})
def create_cancellation(request: HttpRequest, id: UUID, body: shapes.CallBackCancellationIn):
    """Nobody needs to call any more, for this reason."""
    row = one(seen_by(request.auth.scope), uid=id)
    request.auth.must_be(*WORKERS)
    return Status(201, call_backs_out([callbacks.cancel(row, by=request.auth.person, at=now(), reason=body.reason)])[0])


def seen_by(scope: Scope):
    """Call-backs of the lines that are theirs, as with contacts."""
    if not scope.has(*READERS):
        return CallBack.objects.none()
    return CallBack.objects.all() if scope.lines is None else CallBack.objects.filter(line__in=scope.lines)


def line_seen_by(scope: Scope, code: str) -> Line:
    line = Line.objects.select_related("hotline__caller_number__trunk").filter(code=code, active=True).first()
    if line is None or not scope.sees_line(line.pk):
        raise NotFound
    return line
