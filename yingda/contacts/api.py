"""Contacts: one endpoint a verb, each behind the look-up of what the viewer may see."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Status

from yingda.access.looks import look
from yingda.contacts import schemas as shapes
from yingda.contacts.classify import classify
from yingda.contacts.end import end
from yingda.contacts.errors import NotYours
from yingda.contacts.hints import hints
from yingda.contacts.identity import check_identity
from yingda.contacts.models import Contact, IdentityCheck, Message
from yingda.contacts.participate import join, leave
from yingda.contacts.post import post
from yingda.contacts.present import contact_out, message_out, person_brief
from yingda.contacts.recognise import recognise
from yingda.contacts.see import see
from yingda.contacts.speak import speak
from yingda.contacts.timeline import facts_of, timeline_out
from yingda.contacts.transfer import transfer
from yingda.contacts.typing import typing
from yingda.customers.models import Customer
from yingda.lib.errors import NotFound
from yingda.lib.paging import page
from yingda.lib.times import now
from yingda.people.models import Line, Person, Role, Team
from yingda.standard import versions

router = Router(tags=["contacts"])
WORKERS = (Role.AGENT, Role.SUPERVISOR)


@router.get("/contacts", response=shapes.ContactPage)
def list_contacts(
    request: HttpRequest,
    state: shapes.State | None = None,
    line: shapes.Words | None = None,
    agent: UUID | None = None,
    customer: UUID | None = None,
    after: str | None = None,
    limit: int = 50,
):
    wanted = {"state": state, "line__code": line, "agent__uid": agent, "customer__uid": customer}
    rows = mine(request).filter(**{name: value for name, value in wanted.items() if value})
    return page(rows, order=("-arrived", "-id"), after=after, limit=limit).out(contact_out)


@router.get("/contacts/{id}", response=shapes.ContactOut)
def get_contact(request: HttpRequest, id: UUID):
    return shown(found(request, id))


@router.patch("/contacts/{id}", response=shapes.ContactOut)
def change_contact(request: HttpRequest, id: UUID, body: shapes.ContactPatch):
    contact = served(request, id)
    by, at = request.auth.person, now()
    if body.language:
        speak(contact, body.language, by=by, at=at)
    if body.request_type or body.urgency or body.need is not None:
        contact = classify(
            contact, by=by, at=at, request_type=body.request_type, urgency=body.urgency, need=body.need
        )
    return shown(contact)


@router.get("/contacts/{id}/messages", response=shapes.MessagePage)
def list_messages(request: HttpRequest, id: UUID, after: str | None = None, limit: int = 200):
    """In the order in which they were written."""
    return page(found(request, id).messages.all(), order=("id",), after=after, limit=limit).out(message_out)


@router.post("/contacts/{id}/messages", response={201: shapes.MessageMade})
def create_message(request: HttpRequest, id: UUID, body: shapes.MessageIn):
    contact = worked(request, id)
    kind = Message.Kind.WHISPER if body.whisper else None
    message = post(
        contact, author="agent", by=request.auth.person, text=body.text, file=body.file, kind=kind, uid=body.id,
        at=now(),
    )
    words = versions.of(contact.standard_id, contact.line).words
    return Status(201, message_out([message])[0] | {"hints": [] if body.whisper else hints(body.text, words)})


@router.post("/contacts/{id}/messages/{message}/reveals", response={201: shapes.MessageRevealOut})
def reveal_message(request: HttpRequest, id: UUID, message: UUID, body: shapes.MessageRevealIn):
    """The message with its numbers; the look is recorded with its reason (11.1)."""
    row = message_of(worked(request, id), message)
    look(request.auth.person, kind="message", subject=row.pk, field="text", reason=body.reason, at=now())
    return Status(201, {"text": row.text})


@router.post("/contacts/{id}/seen", response={204: None})
def create_seen(request: HttpRequest, id: UUID, body: shapes.SeenIn):
    contact = served(request, id)
    see(contact, author="agent", upto=message_of(contact, body.upto), by=request.auth.person, at=now())
    return Status(204, None)


@router.post("/contacts/{id}/typing", response={204: None})
def create_typing(request: HttpRequest, id: UUID, body: shapes.TypingIn):
    typing(served(request, id), author="agent", by=request.auth.person, on=body.typing)
    return Status(204, None)


@router.post("/contacts/{id}/transfers", response={201: shapes.TransferOut})
def create_transfer(request: HttpRequest, id: UUID, body: shapes.TransferIn):
    made = transfer(
        worked(request, id),
        by=request.auth.person,
        to_person=one(Person.objects.filter(is_active=True), uid=body.person),
        to_team=one(Team.objects.all(), uid=body.team),
        to_line=one(Line.objects.filter(active=True), code=body.line),
        reason=body.reason,
        consent=body.consent,
        uid=body.id,
        at=now(),
    )
    return Status(201, {"id": made.uid, "contact": shown(Contact.objects.get(pk=made.contact_id))})


@router.get("/contacts/{id}/identity-checks", response=list[shapes.IdentityCheckOut])
def list_identity_checks(request: HttpRequest, id: UUID):
    return [check_out(check) for check in found(request, id).identity_checks.select_related("by").order_by("id")]


@router.post("/contacts/{id}/identity-checks", response={201: shapes.IdentityCheckOut})
def create_identity_check(request: HttpRequest, id: UUID, body: shapes.IdentityCheckIn):
    given = body.dict(exclude={"id"})
    made = check_identity(served(request, id), by=request.auth.person, uid=body.id, at=now(), **given)
    return Status(201, check_out(made))


@router.put("/contacts/{id}/customer", response=shapes.ContactOut)
def set_customer(request: HttpRequest, id: UUID, body: shapes.RecogniseIn):
    customer = one(Customer.objects.visible_to(request.auth.scope).current(), uid=body.customer)
    return shown(recognise(served(request, id), customer, by=request.auth.person, at=now()))


@router.post("/contacts/{id}/participations", response={201: shapes.ContactOut})
def create_participation(request: HttpRequest, id: UUID):
    contact = worked(request, id)
    join(contact, by=request.auth.person, at=now())
    return Status(201, shown(contact))


@router.delete("/contacts/{id}/participations", response={204: None})
def end_participation(request: HttpRequest, id: UUID):
    leave(worked(request, id), by=request.auth.person, at=now())
    return Status(204, None)


@router.post("/contacts/{id}/end", response=shapes.ContactOut)
def end_contact(request: HttpRequest, id: UUID):
    return shown(end(served(request, id), by="agent", person=request.auth.person, at=now()))


@router.get("/contacts/{id}/timeline", response=shapes.TimelinePage)
def get_timeline(request: HttpRequest, id: UUID, after: str | None = None, limit: int = 100):
    return page(
        facts_of(found(request, id), request.auth.scope), order=("id",), after=after, limit=limit
    ).out(timeline_out)


def mine(request: HttpRequest) -> QuerySet:
    return Contact.objects.visible_to(request.auth.scope)


def found(request: HttpRequest, id: UUID) -> Contact:
    return one(mine(request), uid=id)


def worked(request: HttpRequest, id: UUID) -> Contact:
    """A contact that the viewer may see, for those who talk with customers."""
    contact = found(request, id)
    request.auth.must_be(*WORKERS)
    return contact


def served(request: HttpRequest, id: UUID) -> Contact:
    """A contact of the viewer's own: served by them, or they take part. Supervisors may work on any they see."""
    contact, person = worked(request, id), request.auth.person
    if contact.agent_id == person.pk or request.auth.scope.has(Role.SUPERVISOR):
        return contact
    if contact.participations.filter(person=person).exists():
        return contact
    raise NotYours


def one(rows: QuerySet, **wanted: object):
    """The row, None when nothing is asked for. Raises NotFound."""
    if all(value is None for value in wanted.values()):
        return None
    row = rows.filter(**wanted).first()
    if row is None:
        raise NotFound
    return row


def message_of(contact: Contact, uid: UUID) -> Message:
    return one(contact.messages.all(), uid=uid)


def shown(contact: Contact) -> dict:
    return contact_out([contact])[0]


def check_out(check: IdentityCheck) -> dict:
    return {
        "id": check.uid,
        "by": person_brief(check.by),
        "consent": check.consent,
        "reason": check.reason,
        "compared": check.compared,
        "result": check.result,
        "at": check.at,
    }
