"""A contact is handed on with its record, after telling the customer who takes over (5.8)."""

from datetime import datetime
from uuid import UUID

from yingda.contacts import facts, news
from yingda.contacts.errors import EmptyReason, NoConsent, NotTalking, NotYours, OneTarget, OutOfReach, UidTaken
from yingda.contacts.hold import release
from yingda.contacts.models import Contact, Transfer
from yingda.contacts.post import say_as_system
from yingda.contacts.steps import reach
from yingda.journal import record, verb
from yingda.people.models import Line, Person, Role, Team


@verb
def transfer(
    contact: Contact,
    *,
    by: Person,
    reason: str,
    consent: bool,
    uid: UUID,
    at: datetime,
    to_person: Person | None = None,
    to_team: Team | None = None,
    to_line: Line | None = None,
) -> Transfer:
    """Hand the contact to one person, team or line; it waits there and keeps its record, case and conversation.

    `by` serves the contact, takes part in it, or is a supervisor. The same uid again returns the first transfer.
    Raises OneTarget, NoConsent, EmptyReason, OutOfReach, NotTalking, NotYours, UidTaken.
    """
    if found := Transfer.objects.filter(uid=uid).first():
        if (found.contact_id, found.by_id) != (contact.pk, by.pk):
            raise UidTaken
        return found
    check_form(by, (to_person, to_team, to_line), reason, consent)
    contact = Contact.objects.lock(contact.pk)
    must_be_mine(contact, by)
    must_serve(to_person.team if to_person else to_team, contact.line, "to_person" if to_person else "to_team")
    release(contact, at=at, by=by)
    before = contact.agent_id
    made = contact.transfers.create(
        by=by, to_person=to_person, to_team=to_team, to_line=to_line, reason=reason, consent=consent, uid=uid, at=at
    )
    contact.participations.filter(person=before, ended=None).update(ended=at)
    contact.change(state=Contact.State.WAITING, agent=None, line=to_line or contact.line)
    kind = "person" if to_person else "team" if to_team else "line"
    record(facts.TRANSFER, at=at, by=by, line=contact.line_id, contact=contact, person=before, transfer=uid, to=kind)
    reach(contact, Contact.Step.TRANSFER, by=by, at=at)
    say_as_system(contact, news.TRANSFERRING, whom=whom(contact, made), at=at)
    return made


def check_form(by: Person, targets: tuple, reason: str, consent: bool) -> None:
    if sum(target is not None for target in targets) != 1 or targets[0] == by:
        raise OneTarget(field="to_person")
    if not reason.strip():
        raise EmptyReason(field="reason")
    if not consent:
        raise NoConsent(field="consent")


def must_be_mine(contact: Contact, by: Person) -> None:
    if contact.state != Contact.State.TALKING:
        raise NotTalking
    mine = contact.agent_id == by.pk or contact.participations.filter(person=by, ended=None).exists()
    if not mine and not by.grants.filter(role=Role.SUPERVISOR).exists():
        raise NotYours


def must_serve(team: Team | None, line: Line, field: str) -> None:
    """Whoever takes over must be able to see the contact."""
    if team is not None and not team.lines.filter(pk=line.pk).exists():
        raise OutOfReach(field=field, line=line.name)


def whom(contact: Contact, made: Transfer) -> str:
    if made.to_person:
        return news.colleague(contact, made.to_person)
    return news.place(contact, made.to_team or made.to_line)
