"""Presence, offers, the queue and the floor."""

from functools import partial
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Router, Status

from yingda.contacts.api import found, one, shown
from yingda.contacts.schemas import ContactOut
from yingda.lib.paging import page
from yingda.lib.text import Words
from yingda.lib.times import now
from yingda.people.models import Capability, Person, Role
from yingda.routing import schemas as shapes
from yingda.routing.assigning import assign
from yingda.routing.lease import renew_lease
from yingda.routing.models import Offer, Waiting
from yingda.routing.offers import accept, decline
from yingda.routing.presence import go
from yingda.routing.present import agents_out, offer_out, presence_out, queue_out

router = Router(tags=["routing"])
WORKERS = (Role.AGENT, Role.SUPERVISOR)


@router.get("/presence", response=shapes.PresenceOut)
def get_presence(request: HttpRequest):
    return presence_out(request.auth.person)


@router.put("/presence", response=shapes.PresenceOut)
def set_presence(request: HttpRequest, body: shapes.PresenceIn):
    request.auth.must_be(*WORKERS)
    go(request.auth.person, body.state, reason=body.reason, at=now())
    return presence_out(request.auth.person)


@router.put("/presence/lease", response=shapes.LeaseOut)
def renew(request: HttpRequest, body: shapes.LeaseIn):
    """Called by the browser every 10 s while the desk is open."""
    request.auth.must_be(*WORKERS)
    return {"until": renew_lease(request.auth.person, browser=body.browser, at=now())}


@router.get("/offers", response=shapes.OfferList)
def list_offers(request: HttpRequest):
    """What rings at my desk."""
    return {"items": offer_out(mine(request).open())}


@router.post("/offers/{id}/acceptance", response=ContactOut)
def create_acceptance(request: HttpRequest, id: UUID):
    return shown(accept(one(mine(request), uid=id), by=request.auth.person, at=now()))


@router.post("/offers/{id}/refusal", response={204: None})
def create_refusal(request: HttpRequest, id: UUID, body: shapes.OfferRefusalIn):
    decline(one(mine(request), uid=id), by=request.auth.person, reason=body.reason, at=now())
    return Status(204, None)


@router.get("/queue", response=shapes.QueuePage)
def list_queue(request: HttpRequest, line: Words | None = None, after: str | None = None, limit: int = 50):
    """Who waits, in the order in which they are served."""
    rows = Waiting.objects.visible_to(request.auth.scope)
    rows = rows.filter(line__code=line) if line else rows
    return page(rows, order=("rank", "since", "id"), after=after, limit=limit).out(partial(queue_out, at=now()))


@router.get("/agents", response=shapes.AgentPage)
def list_agents(request: HttpRequest, after: str | None = None, limit: int = 100):
    """The people who serve the lines that the supervisor sees."""
    request.auth.must_be(Role.SUPERVISOR)
    return page(agents_of(request), order=("id",), after=after, limit=limit).out(agents_out)


@router.post("/contacts/{id}/assignments", response=ContactOut)
def create_assignment(request: HttpRequest, id: UUID, body: shapes.AssignmentIn):
    contact = found(request, id)
    request.auth.must_be(Role.SUPERVISOR)
    to = one(agents_of(request), uid=body.agent)
    given = {"reason": body.reason, "consent": body.consent, "uid": body.id}
    return shown(assign(contact, to, by=request.auth.person, at=now(), **given))


def mine(request: HttpRequest) -> QuerySet:
    return Offer.objects.filter(person=request.auth.person)


def agents_of(request: HttpRequest) -> QuerySet:
    scope = request.auth.scope
    serving = Q(pk__in=Capability.objects.filter(kind=Capability.Kind.CHANNEL).values("person"))
    people = Person.objects.filter(serving, is_active=True)
    return people if scope.lines is None else people.filter(team__lines__in=scope.lines).distinct()
