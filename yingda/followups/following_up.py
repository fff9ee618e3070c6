"""After a case is solved somebody asks whether it truly is (4.12, 5.9)."""

from collections.abc import Sequence
from datetime import datetime

from yingda.cases.models import Case
from yingda.cases.settling import DISSATISFIED, NOT_SOLVED, close, reopen
from yingda.followups import facts
from yingda.followups.errors import AlreadyDone, TrySomeMore
from yingda.followups.models import FollowUp, Satisfaction
from yingda.journal import record, verb
from yingda.journal.models import Fact
from yingda.people.models import Person
from yingda.standard import versions

TRIES = 3  # ours: before a customer counts as not reached
AFTER_SOLVING, SETTLED = "4.12", "4.7"


def open_follow_ups(heard: Sequence[Fact]) -> None:
    """Subscriber to case.solved: a follow-up is due."""
    for case in Case.objects.filter(pk__in={fact.case for fact in heard}, status=Case.Status.DONE):
        open_follow_up(case, at=case.solved)


@verb
def open_follow_up(case: Case, *, at: datetime) -> FollowUp:
    """A follow-up for the case's owner; the one that is open already, if there is one."""
    if waiting := FollowUp.objects.open().filter(case=case).first():
        return waiting
    made = FollowUp.objects.create(case=case, owner_id=case.owner_id, due=due(case, at))
    record(facts.OPENED, at=at, line=case.line_id, case=case, person=case.owner_id, follow_up=made.uid)
    return made


def due(case: Case, at: datetime) -> datetime:
    """Within 4.12's time of solving, and for a complaint inside 4.7's of registering, but never before solving."""
    standard = versions.in_force(case.line_id, case.opened)
    by = at + standard.promise(AFTER_SOLVING).limit
    if case.registered and case.request_type == "complaint":
        by = min(by, max(at, case.registered + standard.promise(SETTLED).limit))
    return by


@verb
def tried(follow_up: FollowUp, *, by: Person, at: datetime) -> FollowUp:
    """The customer was not reached this time. Raises AlreadyDone."""
    case, follow_up = locked(follow_up)
    follow_up.tries += 1
    follow_up.last_try = at
    follow_up.save(update_fields=["tries", "last_try"])
    record(
        facts.TRIED, at=at, by=by, line=case.line_id, case=case, person=follow_up.owner_id,
        follow_up=follow_up.uid, tries=follow_up.tries,
    )
    return follow_up


@verb
def finish(
    follow_up: FollowUp,
    *,
    by: Person,
    outcome: str,
    at: datetime,
    feedback: str = Satisfaction.NOT_RATED,
    remarks: str = "",
) -> FollowUp:
    """What the customer said: accepted closes the case, dissatisfied reopens it to its owner, unreachable (after
    TRIES) closes it unrated. Raises AlreadyDone, TrySomeMore.
    """
    case, follow_up = locked(follow_up)
    if outcome == FollowUp.Outcome.UNREACHABLE and follow_up.tries < TRIES:
        raise TrySomeMore(needed=TRIES, tries=follow_up.tries)
    solved = {FollowUp.Outcome.ACCEPTED: True, FollowUp.Outcome.DISSATISFIED: False}.get(outcome)
    conclude(follow_up, case, by=by, at=at, outcome=outcome, solved=solved, feedback=feedback, remarks=remarks)
    if outcome == FollowUp.Outcome.DISSATISFIED:
        reopen(case, by=by, why=DISSATISFIED, words=remarks, at=at)
    else:
        close(case, by=by, at=at)
    return follow_up


def conclude_by_rating(case: Case, *, solved: bool | None, feedback: str, remarks: str, at: datetime) -> None:
    """Inside a verb that holds the case: a rating says whether it is solved, or that the customer is dissatisfied."""
    if case.status != Case.Status.DONE:
        return
    if waiting := FollowUp.objects.open().filter(case=case).first():
        conclude(
            waiting, case, by=None, at=at, outcome=FollowUp.Outcome.BY_RATING, solved=solved, feedback=feedback,
            remarks=remarks,
        )
    if solved and feedback != Satisfaction.DISSATISFIED:
        close(case, by=None, at=at)
    else:
        reopen(case, by=None, why=NOT_SOLVED if solved is False else DISSATISFIED, words=remarks, at=at)


def end_with_reopening(heard: Sequence[Fact]) -> None:
    """Subscriber to case.reopened: what is open again need not be asked about."""
    for fact in heard:
        for waiting in FollowUp.objects.open().filter(case=fact.case).select_related("case"):
            conclude(
                waiting, waiting.case, by=fact.by, at=fact.at, outcome=FollowUp.Outcome.REOPENED, solved=False,
                feedback=Satisfaction.NOT_RATED, remarks="",
            )


def follow_owner(heard: Sequence[Fact]) -> None:
    """Subscriber to case.handover_accepted and case.taken: the open follow-up is the new owner's."""
    for case in Case.objects.filter(pk__in={fact.case for fact in heard}):
        FollowUp.objects.open().filter(case=case).update(owner=case.owner_id)


def locked(follow_up: FollowUp) -> tuple[Case, FollowUp]:
    """Both rows, the case first."""
    case = Case.objects.lock(follow_up.case_id)
    follow_up = FollowUp.objects.lock(follow_up.pk)
    if follow_up.done:
        raise AlreadyDone
    return case, follow_up


def conclude(
    follow_up: FollowUp,
    case: Case,
    *,
    by: Person | int | None,
    at: datetime,
    outcome: str,
    solved: bool | None,
    feedback: str,
    remarks: str,
) -> None:
    said = {
        "done": at, "done_by_id": getattr(by, "pk", by), "outcome": outcome, "solved": solved, "feedback": feedback,
        "remarks": remarks.strip(),
    }
    for name, value in said.items():
        setattr(follow_up, name, value)
    follow_up.save(update_fields=["done", "done_by", "outcome", "solved", "feedback", "remarks"])
    record(
        facts.DONE, at=at, by=by, line=case.line_id, case=case, person=follow_up.owner_id,
        follow_up=follow_up.uid, outcome=outcome, feedback=feedback, solved=solved,
    )
