"""Who the customer says to be was checked, with reason and consent (2.4)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from yingda.contacts import facts
from yingda.contacts.errors import EmptyReason, NotTalking, UidTaken
from yingda.contacts.models import Contact, IdentityCheck
from yingda.journal import record, verb
from yingda.people.models import Person


@verb
def check_identity(
    contact: Contact,
    *,
    by: Person,
    consent: bool,
    reason: str,
    compared: Sequence[str],
    result: str,
    uid: UUID,
    at: datetime,
) -> IdentityCheck:
    """Record a check and how it ended. `compared`: codes of what was compared (name, phone, document).

    A customer who gives no consent has refused. The same uid again returns the first check. Raises NotTalking,
    EmptyReason, UidTaken.
    """
    if found := IdentityCheck.objects.filter(uid=uid).first():
        if (found.contact_id, found.by_id) != (contact.pk, by.pk):
            raise UidTaken
        return found
    if not reason.strip():
        raise EmptyReason(field="reason")
    contact = Contact.objects.lock(contact.pk)
    if contact.state != Contact.State.TALKING:
        raise NotTalking
    if not consent:
        result = IdentityCheck.Result.REFUSED
    check = contact.identity_checks.create(
        by=by, consent=consent, reason=reason, compared=list(compared), result=result, uid=uid, at=at
    )
    record(facts.IDENTITY, at=at, by=by, line=contact.line_id, contact=contact, result=result)
    return check
