"""The customer rates: by a link after the case is solved, or in the chat as it ends (8.4)."""

import secrets
from datetime import datetime
from typing import NamedTuple

from yingda.cases.models import Case, Record
from yingda.contacts.models import Contact
from yingda.followups import facts
from yingda.followups.errors import AlreadyRated, Expired
from yingda.followups.following_up import conclude_by_rating
from yingda.followups.models import Rating, Satisfaction
from yingda.journal import record, verb
from yingda.lib.crypto import token_hash
from yingda.lib.db import lock_rows
from yingda.lib.errors import NotFound
from yingda.lib.say import say
from yingda.people.models import Organisation, Person
from yingda.standard import versions
from yingda.standard.shape import Standard

TOKEN_BYTES = 24
LOW_ASPECT = 2
SORRY = say(
    "很抱歉没有让您满意，您的意见已转给负责人改进。", "We are sorry. What you wrote goes to those who can improve it."
)


class Invitation(NamedTuple):
    """A rating to be given, and the token of its link: known here once, kept only as a hash."""

    rating: Rating
    token: str


@verb
def invite(subject: Contact | Case, *, by: Person | None, at: datetime) -> Invitation:
    """Make a link to rate a contact or a solved case. Links made before and not used stop working."""
    contact, case = both(subject)
    unused = Rating.objects.filter(given=None, contact=contact, case=case)
    unused.filter(expires__gt=at).update(expires=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    rating = Rating.objects.create(
        token=token_hash(token), contact=contact, case=case, made=at,
        expires=at + standard_of(contact, case).rating.lasts,
    )
    told(facts.INVITED, rating, by=by, at=at)
    return Invitation(rating, token)


def look_up(token: str, *, at: datetime) -> Rating:
    """The rating of this link. Raises NotFound, Expired, AlreadyRated."""
    rating = Rating.objects.filter(token=token_hash(token)).select_related("contact__line", "case__line").first()
    if rating is None:
        raise NotFound
    if rating.given:
        raise AlreadyRated
    if rating.expires <= at:
        raise Expired
    return rating


@verb
def rate(
    token: str,
    *,
    at: datetime,
    satisfaction: str = Satisfaction.NOT_RATED,
    solved: bool | None = None,
    speed: int | None = None,
    attitude: int | None = None,
    result: int | None = None,
    remarks: str = "",
) -> Rating:
    """Keep what the customer says. If a solved case is meant, it closes, or reopens to its owner (5.9).

    Aspects are graded 1 to 5. Raises NotFound, Expired, AlreadyRated.
    """
    rating = look_up(token, at=at)
    said = {"satisfaction": satisfaction, "solved": solved, "remarks": remarks.strip()}
    return keep(rating, said | {"speed": speed, "attitude": attitude, "result": result}, at=at)


@verb
def rate_contact(contact: Contact, *, at: datetime, **said) -> Rating:
    """A rating given in the conversation itself, without a link; `said` as in `rate`. A second one is refused.

    Raises AlreadyRated.
    """
    contact, case = both(contact)
    if case:
        Case.objects.lock(case.pk)
    contact = Contact.objects.lock(contact.pk)
    if Rating.objects.filter(contact=contact, given__isnull=False).exists():
        raise AlreadyRated
    rating = Rating.objects.create(
        token=token_hash(secrets.token_urlsafe(TOKEN_BYTES)), contact=contact, case=case, made=at, expires=at
    )
    given = {"satisfaction": Satisfaction.NOT_RATED, "solved": None, "remarks": ""} | said
    return keep(rating, given, at=at)


def keep(rating: Rating, said: dict, *, at: datetime) -> Rating:
    """Write the answer, once, and let it act on the case."""
    case = Case.objects.lock(rating.case_id) if rating.case_id else None
    rating = lock_rows(Rating.objects).get(pk=rating.pk)
    if rating.given:
        raise AlreadyRated
    for name, value in {"given": at, **said}.items():
        setattr(rating, name, value)
    rating.save(update_fields=["given", *said])
    told(facts.RATED, rating, by=None, at=at, satisfaction=rating.satisfaction, solved=rating.solved)
    if case and (rating.solved is not None or rating.satisfaction == Satisfaction.DISSATISFIED):
        conclude_by_rating(case, solved=rating.solved, feedback=rating.satisfaction, remarks=rating.remarks, at=at)
    return rating


def both(subject: Contact | Case) -> tuple[Contact | None, Case | None]:
    """The contact and the case that a rating speaks of."""
    if isinstance(subject, Case):
        return Contact.objects.filter(record__case=subject).order_by("-pk").first(), subject
    record_of = Record.objects.filter(contact=subject).select_related("case").first()
    return subject, record_of and record_of.case


def low(rating: Rating) -> bool:
    """Whether an apology is due."""
    grades = [grade for grade in (rating.speed, rating.attitude, rating.result) if grade]
    unhappy = rating.solved is False or rating.satisfaction == Satisfaction.DISSATISFIED
    return unhappy or any(grade <= LOW_ASPECT for grade in grades)


def answer(rating: Rating, language: str) -> str:
    """What the customer reads after rating: thanks, or an apology and what happens now."""
    standard = standard_of(rating.contact, rating.case)
    organisation = Organisation.objects.filter(pk=1).first()
    name = (organisation and ((language.startswith("en") and organisation.name_en) or organisation.name)) or ""
    if not low(rating):
        return standard.text("rating_thanks", language, organisation=name)
    reopened = rating.case and Case.objects.filter(pk=rating.case_id, status=Case.Status.IN_PROGRESS).exists()
    if reopened:
        return standard.text("rating_sorry", language, organisation=name, number=rating.case.number)
    return SORRY(language)


def standard_of(contact: Contact | None, case: Case | None) -> Standard:
    if contact and contact.standard_id:
        return versions.of(contact.standard_id, contact.line_id)
    return versions.in_force(case.line_id, case.opened)


def told(fact, rating: Rating, *, by: Person | None, at: datetime, **data) -> None:
    line = rating.case.line_id if rating.case_id else rating.contact.line_id
    record(fact, at=at, by=by, line=line, contact=rating.contact, case=rating.case, rating=rating.uid, **data)
