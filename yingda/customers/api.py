"""Customers over HTTP. What is masked stays masked, except by a reveal with its reason."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from yingda.access.api_auth import Viewer
from yingda.customers import erasing, making_known, merging, revealing
from yingda.customers.finding import find_by_last4
from yingda.customers.models import Customer
from yingda.customers.phones import normalise
from yingda.customers.present import customers_out
from yingda.customers.schemas import (
    CustomerIn,
    CustomerOut,
    CustomerPage,
    CustomerPatch,
    CustomerRevealIn,
    CustomerRevealOut,
    MergerIn,
)
from yingda.customers.search import search
from yingda.lib.errors import Forbidden, NotFound
from yingda.lib.paging import page
from yingda.lib.text import Words
from yingda.lib.textindex import counted
from yingda.lib.times import now
from yingda.people.models import Line, Role

router = Router(tags=["customers"])
READERS = (Role.AGENT, Role.SUPERVISOR, Role.INSPECTOR, Role.AUDITOR)
WRITERS = (Role.AGENT, Role.SUPERVISOR)


@router.get("/customers", response=CustomerPage, summary="By name, pinyin, number (`q`), `phone` or its last digits")
def list_customers(
    request: HttpRequest,
    q: Words = "",
    phone: Words = "",
    last4: Words = "",
    after: Words | None = None,
    limit: int = 50,
):
    request.auth.must_be(*READERS)
    rows = Customer.objects.visible_to(request.auth.scope).current()
    if last4 or phone:
        few = (
            find_by_last4(last4, by=request.auth.person, at=now(), within=rows)
            if last4
            else list(rows.with_phone(normalise(phone))[:50])
        )
        return {"items": customers_out(few), "next": None}
    found = search(rows, q) if q else rows
    out = page(found, order=("-id",), after=after, limit=limit).out(customers_out)
    return {**out, "count": counted(found) if q and not after else None}


@router.post("/customers", response={201: CustomerOut})
def create_customer(request: HttpRequest, body: CustomerIn):
    request.auth.must_be(*WRITERS)
    made = making_known.create(
        uid=body.uid, line=own_line(request.auth, body.line), by=request.auth.person, at=now(), **changes(body)
    )
    return Status(201, out(made))


@router.get("/customers/{id}", response=CustomerOut)
def get_customer(request: HttpRequest, id: UUID):
    return out(customer_for(request.auth, id))


@router.patch("/customers/{id}", response=CustomerOut)
def change_customer(request: HttpRequest, id: UUID, body: CustomerPatch):
    customer = customer_for(request.auth, id)
    request.auth.must_be(*WRITERS)
    return out(making_known.update(customer, by=request.auth.person, at=now(), **changes(body)))


@router.delete("/customers/{id}/phones/{phone}", response={204: None})
def drop_phone(request: HttpRequest, id: UUID, phone: UUID):
    customer = customer_for(request.auth, id)
    request.auth.must_be(*WRITERS)
    making_known.drop_phone(customer, phone, by=request.auth.person, at=now())
    return Status(204, None)


@router.post("/customers/{id}/reveals", response={201: CustomerRevealOut}, summary="The clear value, on record")
def reveal(request: HttpRequest, id: UUID, body: CustomerRevealIn):
    customer = customer_for(request.auth, id)
    value = revealing.reveal(
        customer, body.field, by=request.auth.person, reason=body.reason, at=now(), item=body.item
    )
    return Status(201, {"field": body.field, "value": value})


@router.post("/customers/{id}/merger", response={201: CustomerOut}, summary="This row turned out to be another's")
def merge(request: HttpRequest, id: UUID, body: MergerIn):
    customer, into = customer_for(request.auth, id), customer_for(request.auth, body.into)
    request.auth.must_be(Role.SUPERVISOR)
    return Status(201, out(merging.merge(customer, into, by=request.auth.person, at=now())))


@router.post("/customers/{id}/erasure", response={201: CustomerOut}, summary="The customer asks to be forgotten")
def erase(request: HttpRequest, id: UUID):
    customer = customer_for(request.auth, id)
    request.auth.must_be(Role.SUPERVISOR)
    erasing.erase(customer, by=request.auth.person, at=now())
    return Status(201, out(customer))


def customer_for(viewer: Viewer, uid: UUID) -> Customer:
    """The customer, if the viewer may see it. Raises NotFound."""
    found = Customer.objects.visible_to(viewer.scope).filter(uid=uid).first() if viewer.scope.has(*READERS) else None
    if found is None:
        raise NotFound
    return found


def own_line(viewer: Viewer, code: str | None) -> Line:
    """The line named, if it is the viewer's; else the first of theirs."""
    lines = Line.objects.filter(active=True).order_by("pk")
    if viewer.scope.lines is not None:
        lines = lines.filter(pk__in=viewer.scope.lines)
    line = lines.filter(code=code).first() if code else lines.first()
    if line is None:
        raise NotFound if code else Forbidden
    return line


def changes(body: CustomerPatch) -> dict:
    """What the body says, in the verbs' terms: absent fields stay as they are."""
    said = body.dict(exclude_unset=True, exclude={"uid", "line", "documents"})
    plain = {name: value for name, value in said.items() if value is not None}
    return {**plain, "documents": {one.kind: one.number for one in body.documents}}


def out(customer: Customer) -> dict:
    return customers_out([Customer.objects.get(pk=customer.pk)])[0]
