"""Whom we owe a call 回电: opened by missed calls, once per line and caller, until somebody reached them.

State: open → done | given_up | cancelled. An agent's word that the customer was not reached after all opens a done one
again (`not_reached`). Short abandons open none, and count in one that is open. Hidden numbers cannot be called.
"""

from datetime import datetime, timedelta

from yingda.cases.models import Case
from yingda.contacts.end import end
from yingda.contacts.models import Contact
from yingda.journal import record, verb
from yingda.lib.db import lock_rows
from yingda.lib.ids import uuid7
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Person
from yingda.standard import versions
from yingda.telephony import callers, facts
from yingda.telephony.callback_errors import Closed, ReasonNeeded
from yingda.telephony.hotlines import hotline_of, next_decent
from yingda.telephony.models import Attempt, Call, CallBack

OPEN = Prepared(
    lambda: lock_rows(
        CallBack.objects.filter(line=Given(CallBack, "line"), lookup=Given(CallBack, "lookup"), state=State.OPEN)
    )
)
State, Reason, Result = CallBack.State, CallBack.Reason, Attempt.Result


@verb
def missed(call: Call, reason: str, at: datetime, *, case: Case | None = None) -> CallBack | None:
    """A caller whom we owe a call: opens it, or counts in the one that is open. Twice for a call is once.

    None for a hidden number, and for one who hung up within the line's limit of short abandons. For verbs that hold
    the contact's lock.
    """
    if not call.sealed:
        return None
    contact = call.contact
    lasting = open_one(contact.line_id, bytes(call.lookup))
    if lasting is None:
        if reason == Reason.ABANDONED and is_short(call, at) and not call.plan.get("fallback"):
            return None
        return open_new(call, reason, at, case=case)
    if lasting.contact_id != contact.pk:
        lasting.missed += 1
        lasting.due = min(lasting.due, decent(contact, at))
    lasting.contact, lasting.reason, lasting.case = contact, reason, case or lasting.case
    lasting.customer = contact.customer or lasting.customer
    lasting.save(update_fields=["contact", "reason", "case", "customer", "missed", "due"])
    tell_opened(lasting, at, again=True)
    return lasting


def open_new(call: Call, reason: str, at: datetime, *, case: Case | None) -> CallBack:
    contact, uid = call.contact, uuid7()
    made = CallBack.objects.create(
        uid=uid,
        line_id=contact.line_id,
        customer=contact.customer,
        contact=contact,
        case=case,
        reason=reason,
        made=at,
        due=decent(contact, at),
        **callers.sealed(callers.number_of(call), uid),
    )
    tell_opened(made, at, again=False)
    return made


def is_short(call: Call, at: datetime) -> bool:
    limit = timedelta(seconds=hotline_of(call.contact.line).short_abandon)
    return at - call.began <= limit


def decent(contact: Contact, at: datetime) -> datetime:
    """From when on the caller may be called: at once, or when the line's decent hours begin again."""
    return next_decent(hotline_of(contact.line), versions.in_force(contact.line, at).calendar.tz, at)


def open_one(line: int, lookup: bytes) -> CallBack | None:
    """The open call-back of this line and caller, locked."""
    return OPEN.first(line=line, lookup=lookup)


def locked(call_back: CallBack) -> CallBack:
    """The row, fresh and locked; its contact's or call's lock comes before."""
    return lock_rows(CallBack.objects.filter(pk=call_back.pk)).get()


@verb
def cancel(call_back: CallBack, *, by: Person, reason: str, at: datetime) -> CallBack:
    """Nobody needs to call any more. Cancelling twice is cancelling once. Raises ReasonNeeded, Closed."""
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    end_waiting(call_back, at=at)  # first, to keep the order of locks
    row = locked(call_back)
    if row.state == State.CANCELLED:
        return row
    if row.state != State.OPEN:
        raise Closed
    return close(row, State.CANCELLED, by=by, at=at, note=reason.strip())


def end_waiting(row: CallBack, *, at: datetime) -> None:
    """The contact that keeps the caller's place in the queue is needed no longer."""
    kept = Contact.objects.filter(
        line=row.line_id, direction=Contact.Direction.OUTBOUND, state__in=Contact.QUEUED, call__lookup=row.lookup
    )
    for contact in kept:
        end(contact, by="system", at=at)


def caller_served(line: int, lookup: bytes, *, by: int | None, at: datetime) -> CallBack | None:
    """Somebody speaks with this caller now: nobody needs to call them back."""
    row = open_one(line, lookup)
    if row is None:
        return None
    close(row, State.DONE, by=by, at=at)
    end_waiting(row, at=at)
    return row


def close(row: CallBack, state: str, *, by: Person | int | None, at: datetime, note: str = "") -> CallBack:
    """End an open one, inside a verb that holds it."""
    row.state, row.done, row.done_by_id, row.note = state, at, getattr(by, "pk", by), note
    row.save(update_fields=["state", "done", "done_by", "note"])
    record(
        facts.CALL_BACK_DONE, at=at, by=by, line=row.line_id, contact=row.contact_id, case=row.case_id,
        person=row.owner_id, call_back=row.uid, state=state,
    )  # fmt: skip
    return row


def tell_opened(row: CallBack, at: datetime, *, again: bool) -> None:
    record(
        facts.CALL_BACK, at=at, line=row.line_id, contact=row.contact_id, case=row.case_id, person=row.owner_id,
        call_back=row.uid, reason=row.reason, again=again,
    )  # fmt: skip


def tried(
    row: CallBack, result: str, *, by: Person | int | None, at: datetime, counted: bool = False
) -> CallBack:
    """A try came to this, inside a verb that holds the row. Not reached: again later, as often as the line retries.

    FAILED is our fault and counts as no try; `counted`: this try has counted already, its result is corrected.
    """
    told(row, result, by=by, at=at)
    if row.state != State.OPEN or result == Result.FAILED:
        return row
    if not counted:
        row.tries += 1
        row.save(update_fields=["tries"])
    if result == Result.REACHED:
        return close(row, State.DONE, by=by, at=at)
    if result == Result.WRONG_NUMBER or row.tries > hotline_of(row.line).retries:
        return close(row, State.GIVEN_UP, by=by, at=at)
    if not counted:
        later(row, at)
    return row


def later(row: CallBack, at: datetime) -> None:
    hotline, zone = hotline_of(row.line), versions.in_force(row.line, at).calendar.tz
    row.due = next_decent(hotline, zone, at + timedelta(minutes=hotline.retry_minutes))
    row.save(update_fields=["due"])


def reopen(row: CallBack, result: str, *, by: Person, at: datetime) -> CallBack:
    """It was not the customer who picked up: as if this try had not reached anybody. For verbs that hold the row.

    When the caller has been missed anew meanwhile, that call-back goes on instead.
    """
    told(row, result, by=by, at=at)
    if result == Result.FAILED or row.state != State.DONE or open_one(row.line_id, bytes(row.lookup)):
        return row
    row.state, row.done, row.done_by = State.OPEN, None, None
    row.save(update_fields=["state", "done", "done_by"])
    if result == Result.WRONG_NUMBER or row.tries > hotline_of(row.line).retries:
        return close(row, State.GIVEN_UP, by=by, at=at)
    later(row, at)
    return row


def told(row: CallBack, result: str, *, by: Person | int | None, at: datetime) -> None:
    record(
        facts.TRIED, at=at, by=by, line=row.line_id, contact=row.contact_id, case=row.case_id, person=row.owner_id,
        call_back=row.uid, result=result,
    )  # fmt: skip
