"""Promises: one endpoint a verb, each behind the look-up of what the viewer may see."""

from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Status

from yingda.cases.models import Case
from yingda.contacts.models import Contact
from yingda.lib.errors import Forbidden, Malformed, NotFound
from yingda.lib.paging import page
from yingda.lib.say import say
from yingda.lib.times import now
from yingda.people.models import Person, Role
from yingda.people.scope import scope_of
from yingda.promises import notices, verbs
from yingda.promises import schemas as shapes
from yingda.promises.explain import explain
from yingda.promises.models import Notice, Promise, PromiseHandover
from yingda.promises.present import extension_out, handover_out, notice_out, promise_out

router = Router(tags=["promises"])
WORKERS = (Role.AGENT, Role.SUPERVISOR)
WHOSE = say("请指明来访或工单", "name a contact or a case")
COLLEAGUE, NOT_THEIRS = say("接手的同事", "colleague"), say("这位同事不能接手", "this colleague cannot take it over")


@router.get("/promises", response=shapes.PromisePage)
def list_promises(
    request: HttpRequest,
    state: shapes.State | Literal["open"] | None = None,
    mine: bool = False,
    contact: UUID | None = None,
    case: UUID | None = None,
    after: str | None = None,
    limit: int = 50,
):
    """The nearest limit first: of a contact or case all, else what is still owed. `open`: what is still owed."""
    state = state or ("open" if contact is None and case is None else None)
    if state not in (None, "open", *Promise.OPEN) and contact is None and case is None:
        raise Malformed(field="state", field_name="state", why=WHOSE)
    rows = visible(request)
    if state:
        rows = rows.filter(state__in=Promise.OPEN if state == "open" else [state])
    if mine:
        rows = rows.filter(owner=request.auth.person)
    if contact:
        rows = rows.filter(contact__in=Contact.objects.filter(uid=contact).values("pk"))
    if case:
        rows = rows.filter(case__in=Case.objects.filter(uid=case).values("pk"))
    return page(rows, order=("limit", "id"), after=after, limit=limit).out(promise_out)


@router.get("/promises/{id}", response=shapes.PromiseDetail)
def get_promise(request: HttpRequest, id: UUID):
    promise = found(request, id)
    extensions = promise.extensions.select_related("by").order_by("at", "id")
    handovers = promise.handovers.select_related("by", "to", "promise").order_by("at", "id")
    return promise_out([promise])[0] | {
        "explanation": [{"zh": step.zh, "en": step.en} for step in explain(promise).steps],
        "pauses": list(promise.pauses.order_by("since").values("since", "ended", "reason")),
        "extensions": [extension_out(extension) for extension in extensions],
        "handovers": [handover_out(handover) for handover in handovers],
        "reason": promise.reason,
    }


@router.post("/cases/{id}/promises", response={201: shapes.PromiseOut})
def create_promise(request: HttpRequest, id: UUID, body: shapes.WordIn):
    """An agent's word to the customer (4.8)."""
    case = Case.objects.visible_to(request.auth.scope).filter(uid=id).first()
    if case is None:
        raise NotFound
    request.auth.must_be(*WORKERS)
    promise = verbs.give_word(
        case,
        by=request.auth.person,
        due=body.due,
        words=body.words,
        uid=body.id,
        at=now(),
        contact=contact_of(request, body.contact),
    )
    return Status(201, promise_out([promise])[0])


@router.post("/promises/{id}/extensions", response={201: shapes.ExtensionOut})
def create_extension(request: HttpRequest, id: UUID, body: shapes.ExtensionIn):
    extension = verbs.extend(
        owned(request, id),
        by=request.auth.person,
        limit=body.limit,
        reason=body.reason,
        told=body.told,
        uid=body.id,
        at=now(),
    )
    return Status(201, extension_out(extension))


@router.post("/promises/{id}/handovers", response={201: shapes.PromiseHandoverOut})
def create_handover(request: HttpRequest, id: UUID, body: shapes.PromiseHandoverIn):
    promise = owned(request, id)
    handover = verbs.hand_over(promise, to=colleague(promise, body.to), by=request.auth.person, uid=body.id, at=now())
    return Status(201, handover_out(handover))


@router.post("/promises/{id}/handovers/{handover}/acceptance", response=shapes.PromiseHandoverOut)
def create_acceptance(request: HttpRequest, id: UUID, handover: UUID):
    return handover_out(verbs.accept(offered(request, id, handover), by=request.auth.person, at=now()))


@router.post("/promises/{id}/handovers/{handover}/refusal", response=shapes.PromiseHandoverOut)
def create_refusal(request: HttpRequest, id: UUID, handover: UUID):
    return handover_out(verbs.decline(offered(request, id, handover), by=request.auth.person, at=now()))


@router.post("/promises/{id}/cancellation", response={201: shapes.PromiseOut})
def create_cancellation(request: HttpRequest, id: UUID, body: shapes.CancellationIn):
    promise = verbs.cancel(owned(request, id), by=request.auth.person, reason=body.reason, at=now())
    return Status(201, promise_out([promise])[0])


@router.get("/notices", response=shapes.NoticePage)
def list_notices(request: HttpRequest, after: str | None = None, limit: int = 50):
    """What the viewer was told and has not seen yet, newest first."""
    rows = Notice.objects.unseen_by(request.auth.person.pk)
    return page(rows, order=("-id",), after=after, limit=limit).out(notice_out)


@router.post("/notices/seen", response=shapes.SeenOut)
def create_seen(request: HttpRequest, body: shapes.NoticesSeenIn):
    return {"seen": notices.see(request.auth.person, upto=body.upto, at=now())}


def visible(request: HttpRequest) -> QuerySet:
    return Promise.objects.visible_to(request.auth.scope)


def found(request: HttpRequest, id: UUID) -> Promise:
    promise = visible(request).filter(uid=id).first()
    if promise is None:
        raise NotFound
    return promise


def owned(request: HttpRequest, id: UUID) -> Promise:
    """A promise that the viewer may act on: their own, or as a supervisor any that they see."""
    promise = found(request, id)
    if promise.owner_id != request.auth.person.pk and not request.auth.scope.has(Role.SUPERVISOR):
        raise Forbidden
    return promise


def offered(request: HttpRequest, id: UUID, handover: UUID) -> PromiseHandover:
    """A handover that the viewer was asked to take."""
    asked = PromiseHandover.objects.filter(uid=handover, promise__uid=id, to=request.auth.person)
    handover = asked.select_related("by", "to", "promise").first()
    if handover is None:
        raise NotFound
    return handover


def colleague(promise: Promise, uid: UUID) -> Person:
    """Somebody who could serve the promise: active, and of its line. Raises Malformed."""
    person = Person.objects.filter(uid=uid, is_active=True).first()
    if person is None or not scope_of(person).sees_line(promise.line_id):
        raise Malformed(field="to", field_name=COLLEAGUE, why=NOT_THEIRS)
    return person


def contact_of(request: HttpRequest, uid: UUID | None) -> Contact | None:
    if uid is None:
        return None
    contact = Contact.objects.visible_to(request.auth.scope).filter(uid=uid).first()
    if contact is None:
        raise NotFound
    return contact
