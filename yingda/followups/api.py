"""Follow-ups over HTTP, and the rating that a customer gives by a link."""

from datetime import timedelta
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Router, Status

from yingda.access.limits import allow
from yingda.cases.models import Case
from yingda.contacts.api import one, worked
from yingda.contacts.models import Contact
from yingda.contacts.present import line_brief
from yingda.followups import schemas as shapes
from yingda.followups.following_up import finish, tried
from yingda.followups.models import FollowUp, Rating
from yingda.followups.present import follow_ups_out
from yingda.followups.rating import answer, invite, look_up, low, rate, standard_of
from yingda.lib.paging import page
from yingda.lib.text import Words
from yingda.lib.times import now
from yingda.people.models import Organisation, Role

router = Router(tags=["follow-ups"])
WORKERS = (Role.AGENT, Role.SUPERVISOR)
DAY = timedelta(days=1)
WINDOW = timedelta(minutes=10)
FROM_ADDRESS, OF_TOKEN = 60, 20  # tries in a window


@router.get("/follow-ups", response=shapes.FollowUpPage, summary="Open ones, the most urgent first")
def list_follow_ups(
    request: HttpRequest,
    due: Literal["all", "day", "overdue"] = "all",
    owner: Literal["all", "me"] = "all",
    after: Words | None = None,
    limit: int = 50,
):
    rows = FollowUp.objects.visible_to(request.auth.scope).open()
    if due != "all":
        rows = rows.filter(due__lt=now() + (DAY if due == "day" else timedelta()))
    if owner == "me":
        rows = rows.filter(owner=request.auth.person)
    return page(rows, order=("due", "id"), after=after, limit=limit).out(follow_ups_out)


@router.get("/follow-ups/{id}", response=shapes.FollowUpOut)
def get_follow_up(request: HttpRequest, id: UUID):
    return shown(found(request, id))


@router.post("/follow-ups/{id}/tries", response={201: shapes.FollowUpOut}, summary="The customer was not reached")
def create_try(request: HttpRequest, id: UUID):
    return Status(201, shown(tried(found(request, id, *WORKERS), by=request.auth.person, at=now())))


@router.post("/follow-ups/{id}/outcome", response={201: shapes.FollowUpOut})
def create_outcome(request: HttpRequest, id: UUID, body: shapes.OutcomeIn):
    row = found(request, id, *WORKERS)
    return Status(201, shown(finish(row, by=request.auth.person, at=now(), **body.dict())))


@router.post("/follow-ups/{id}/invitation", response={201: shapes.InvitationOut}, summary="A rating link, shown once")
def create_case_invitation(request: HttpRequest, id: UUID):
    case = found(request, id, *WORKERS).case
    return Status(201, invited(request, case))


@router.post("/contacts/{id}/rating-invitation", response={201: shapes.InvitationOut}, summary="A link, shown once")
def create_contact_invitation(request: HttpRequest, id: UUID):
    return Status(201, invited(request, worked(request, id)))


@router.get("/public/ratings/{token}", auth=None, response=shapes.RatingForm, tags=["public"])
def get_rating(request: HttpRequest, token: Words):
    at = now()
    allow_some(request, token, at)
    rating = look_up(token, at=at)
    standard = standard_of(rating.contact, rating.case)
    line = (rating.case or rating.contact).line
    return {
        "organisation": organisation(),
        "line": line_brief(line),
        "number": rating.case.number if rating.case else None,
        "satisfaction": [{"code": one.code, "label": str(one.label)} for one in standard.rating.satisfaction],
        "aspects": [{"code": one.code, "label": str(one.label)} for one in standard.rating.aspects],
        "most": standard.rating.most,
        "asks_if_solved": standard.rating.asks_if_solved,
        "expires": rating.expires,
    }


@router.post("/public/ratings/{token}", auth=None, response={201: shapes.RatingGiven}, tags=["public"])
def give_rating(request: HttpRequest, token: Words, body: shapes.RatingIn):
    at = now()
    allow_some(request, token, at)
    rating = rate(token, at=at, **body.dict())
    return Status(201, {"text": answer(rating, get_language() or "zh"), "low": low(rating)})


def allow_some(request: HttpRequest, token: str, at) -> None:
    """Tokens cannot be tried out: neither many from one address nor one over and over."""
    allow("rating.address", request.META.get("REMOTE_ADDR") or "local", most=FROM_ADDRESS, window=WINDOW, at=at)
    allow("rating.token", token, most=OF_TOKEN, window=WINDOW, at=at)


def found(request: HttpRequest, id: UUID, *roles: str) -> FollowUp:
    """The follow-up, if the viewer may see its case and holds one of these roles. Raises NotFound, Forbidden."""
    row = one(FollowUp.objects.visible_to(request.auth.scope).select_related("case"), uid=id)
    if roles:
        request.auth.must_be(*roles)
    return row


def shown(row: FollowUp) -> dict:
    return follow_ups_out([FollowUp.objects.get(pk=row.pk)])[0]


def invited(request: HttpRequest, subject: Contact | Case) -> dict:
    """The link and the sentence to send it with."""
    invitation = invite(subject, by=request.auth.person, at=now())
    link = request.build_absolute_uri(f"/rate/{invitation.token}")
    return {"link": link, "text": sentence(invitation.rating, link), "expires": invitation.rating.expires}


def sentence(rating: Rating, link: str) -> str:
    """In the customer's language, from the standard."""
    contact, case = rating.contact, rating.case
    language = contact.language if contact else "zh"
    standard = standard_of(contact, case)
    if case:
        return standard.text(
            "follow_up_invitation", language, organisation=organisation(), number=case.number, link=link
        )
    agent = contact.agent
    text = standard.text(
        "rating_invitation", language, organisation=organisation(), line=contact.line.name,
        agent=agent.name if agent else "", work_number=agent.work_number if agent else "",
    )
    return f"{text} {link}"


def organisation() -> str:
    row = Organisation.objects.filter(pk=1).first()
    if row is None:
        return ""
    return (row.name_en if (get_language() or "").startswith("en") else "") or row.name
