"""A case changes hands, or gets support, only when the other side accepts (1.3, 4.9)."""

from datetime import datetime
from uuid import UUID

from yingda.cases import facts
from yingda.cases.errors import (
    AlreadySolved,
    HandoverAnswered,
    HandoverOpen,
    NotForThem,
    OneTarget,
    ReasonNeeded,
    UidTaken,
)
from yingda.cases.models import Case, Handover
from yingda.cases.telling import begin, take_part, tell
from yingda.journal import verb
from yingda.lib.db import lock_rows
from yingda.lib.errors import NotFound
from yingda.lib.ids import uuid7
from yingda.lib.say import say
from yingda.people.models import Person, Role, Team

CAN_TAKE = (Role.AGENT, Role.SUPERVISOR)
TO = say("移交给", "Hand over to")
REASON = say("原因", "Reason")


def request_support(case: Case, **request) -> Handover:
    """Ask a person or another team to support (4.9). As `request_handover`."""
    return ask(case, kind=Handover.Kind.SUPPORT, **request)


def request_handover(case: Case, **request) -> Handover:
    """Offer the case to a new owner: `by`, `reason`, `at`, one of `to_person` and `to_team`, and `uid` of the request.

    The owner stays in charge until it is accepted. Raises OneTarget, NotForThem, HandoverOpen, AlreadySolved.
    """
    return ask(case, kind=Handover.Kind.OWNER, **request)


@verb
def ask(
    case: Case,
    *,
    kind: str,
    by: Person,
    reason: str,
    at: datetime,
    to_person: Person | None = None,
    to_team: Team | None = None,
    uid: UUID | None = None,
) -> Handover:
    """The one verb behind both requests."""
    case = Case.objects.lock(case.pk)
    if uid and (first := Handover.objects.filter(uid=uid).first()):
        if first.case_id != case.pk:
            raise UidTaken
        return first
    must_be_possible(case, kind, to_person, to_team)
    if not reason.strip():
        raise ReasonNeeded(field="reason", field_name=REASON)
    made = Handover.objects.create(
        uid=uid or uuid7(), case=case, kind=kind, by=by, to_person=to_person, to_team=to_team,
        reason=reason.strip(), at=at,
    )
    case.change(at)
    tell(
        facts.HANDOVER, case, by=by, at=at, person=to_person,
        handover=made.uid, kind=kind, to="person" if to_person else "team",
    )
    return made


@verb
def accept(handover: Handover, *, by: Person, at: datetime) -> Handover:
    """Take over, or support. Raises NotFound for whom it was not asked of, HandoverAnswered."""
    case, handover = locked(handover)
    if handover.accepted and handover.accepted_by_id == by.pk:
        return handover
    must_be_asked(handover, by)
    answer(handover, at=at, accepted=True, accepted_by=by)
    if handover.kind == Handover.Kind.OWNER:
        before = case.owner_id
        case.change(at, owner=by)
        take_part(case, before, at)
    else:
        take_part(case, by, at)
        case.change(at)
    tell(facts.HANDOVER_ACCEPTED, case, by=by, at=at, person=by, handover=handover.uid, kind=handover.kind)
    if handover.kind == Handover.Kind.SUPPORT and from_another_team(case, by):
        tell(facts.SUPPORT_ACCEPTED, case, by=by, at=at, person=by, team=by.team_id)
    begin(case, by=by, at=at)
    return handover


@verb
def decline(handover: Handover, *, by: Person, reason: str, at: datetime) -> Handover:
    """Refuse, with a reason; the case stays with its owner. Raises NotFound, ReasonNeeded, HandoverAnswered."""
    case, handover = locked(handover)
    if not reason.strip():
        raise ReasonNeeded(field="reason", field_name=REASON)
    must_be_asked(handover, by)
    answer(handover, at=at, accepted=False, declined_because=reason.strip())
    case.change(at)
    tell(facts.HANDOVER_DECLINED, case, by=by, at=at, person=handover.by_id, handover=handover.uid, kind=handover.kind)
    return handover


@verb
def withdraw(handover: Handover, *, by: Person, at: datetime) -> Handover:
    """Take a request back that nobody has answered. Taken back already is fine. Raises HandoverAnswered."""
    case, handover = locked(handover)
    if handover.answered and handover.accepted is None:
        return handover
    answer(handover, at=at, accepted=None)
    case.change(at)
    tell(facts.HANDOVER_WITHDRAWN, case, by=by, at=at, handover=handover.uid, kind=handover.kind)
    return handover


def must_be_possible(case: Case, kind: str, to_person: Person | None, to_team: Team | None) -> None:
    if case.status == Case.Status.DONE:
        raise AlreadySolved
    if (to_person is None) == (to_team is None):
        raise OneTarget(field="person", field_name=TO)
    if to_person and (to_person.pk == case.owner_id or not can_take(to_person)):
        raise NotForThem(field="person")
    if case.handovers.filter(answered=None, kind=kind).exists():
        raise HandoverOpen


def can_take(person: Person) -> bool:
    return person.is_active and person.grants.filter(role__in=CAN_TAKE).exists()


def locked(handover: Handover) -> tuple[Case, Handover]:
    """Both rows, the case first."""
    case = Case.objects.lock(handover.case_id)
    return case, lock_rows(Handover.objects).get(pk=handover.pk)


def must_be_asked(handover: Handover, by: Person) -> None:
    """Only the person asked, or a member of the team asked, answers."""
    asked = handover.to_person_id == by.pk if handover.to_person_id else handover.to_team_id == by.team_id
    if not asked or not can_take(by):
        raise NotFound


def answer(handover: Handover, *, at: datetime, **said: object) -> None:
    if handover.answered:
        raise HandoverAnswered
    for name, value in {"answered": at, **said}.items():
        setattr(handover, name, value)
    handover.save(update_fields=["answered", *said])


def from_another_team(case: Case, by: Person) -> bool:
    """4.9 asks for another team's support."""
    return case.owner is None or case.owner.team_id != by.team_id
