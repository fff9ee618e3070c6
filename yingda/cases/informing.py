"""The customer is told: progress, an answer, a first feedback, who supports, that money is paid."""

from datetime import datetime
from uuid import UUID

from yingda.cases import facts
from yingda.cases.models import Case, Note
from yingda.cases.telling import begin, put_down, tell
from yingda.contacts.models import Contact
from yingda.journal import FactName, verb
from yingda.people.models import Person

KINDS = ("progress", "answer", "feedback", "support", "refund", "arrival")


@verb
def inform(
    case: Case, *, by: Person, kind: str, words: str, channel: str, at: datetime, uid: UUID | None = None
) -> Note:
    """Record that the customer was told `words` through `channel`. `kind`: one of KINDS. Raises WordsNeeded."""
    return told(case, facts.INFORMED, words, by=by, at=at, uid=uid, kind=kind, channel=channel)


@verb
def item_done(case: Case, *, by: Person, words: str, at: datetime, uid: UUID | None = None) -> Note:
    """The business item is done and the customer was told (4.15)."""
    return told(case, facts.ITEM_DONE, words, by=by, at=at, uid=uid)


@verb
def submit_return(case: Case, *, by: Person, words: str, at: datetime, uid: UUID | None = None) -> Note:
    """The customer has sent the goods back; the refund is due (4.26)."""
    return told(case, facts.RETURN_SUBMITTED, words, by=by, at=at, uid=uid)


@verb
def pay_refund(case: Case, *, by: Person, words: str, at: datetime, uid: UUID | None = None) -> Note:
    """The money is paid and the customer was told (4.26)."""
    return told(case, facts.REFUND_PAID, words, by=by, at=at, uid=uid)


@verb
def spokesperson(case: Case, *, by: Person, words: str, at: datetime, uid: UUID | None = None) -> Note:
    """The spokesperson is in touch with the press (4.16)."""
    return told(case, facts.SPOKESPERSON, words, by=by, at=at, uid=uid)


def told(
    case: Case, fact: FactName, words: str, *, by: Person, at: datetime, uid: UUID | None, **data: str
) -> Note:
    """Words and fact together, once for each uid. Work on the case has begun with it."""
    case = Case.objects.lock(case.pk)
    if uid and Note.objects.filter(uid=uid).exists():
        return put_down(case, words, kind=Note.Kind.INFORMED, by=by, at=at, uid=uid)
    note = put_down(case, words, kind=Note.Kind.INFORMED, by=by, at=at, uid=uid)
    tell(fact, case, by=by, at=at, contact=latest_contact(case), note=note.uid, **data)
    if case.status == Case.Status.PENDING:
        begin(case, by=by, at=at)
    else:
        case.change(at)
    return note


def latest_contact(case: Case) -> Contact | None:
    """The newest contact about this case."""
    return Contact.objects.filter(record__case=case).order_by("-pk").first()
