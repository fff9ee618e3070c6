"""The six steps of a contact (1.1): where it is, when it got there, and what the present step still lacks."""

from collections.abc import Callable, Iterable
from datetime import datetime

from yingda.contacts import facts
from yingda.contacts.models import Contact
from yingda.journal import record
from yingda.lib.say import Sentence, say
from yingda.people.models import Person

ANSWER = say("等待坐席接起", "An agent's answer")
CUSTOMER = say("等待客户接听", "The customer's answer")
TYPE = say("问题类型", "Request type")
NEED = say("核心诉求", "The core need")
RESULT = say("答复客户，或约定答复时间", "An answer to the customer, or a time promised")
TAKEN = say("等待对方接手", "Somebody to take over")
RECORD = say("归档服务记录", "The record archived")
RATING = say("客户评价", "The customer's rating")

REACHED = {
    "connect": "arrived",
    "accept": "answered",
    "handle": "handled",
    "transfer": "transferred",
    "archive": "ended",
    "feedback": "archived",
}
MORE: dict[str, list[Callable]] = {}


def extend(step: str, lacks: Callable[[list[Contact]], dict[int, list[Sentence]]]) -> None:
    """Let a higher room say what a step lacks: `lacks(contacts)` gives sentences by contact id.

    When one speaks for a step, its words replace this room's own general ones.
    """
    MORE.setdefault(step, []).append(lacks)


def reach(contact: Contact, step: str, *, at: datetime, by: Person | None = None, **fields: object) -> None:
    """Enter a step, inside a verb that holds the contact's lock. `fields` change with it, in the same write."""
    enters = contact.step != step
    if enters:
        fields["step"] = step
        if step == Contact.Step.TRANSFER or getattr(contact, REACHED[step]) is None:
            fields[REACHED[step]] = at
    if fields:
        contact.change(**fields)
    if enters:
        record(facts.STEP, at=at, by=by, line=contact.line_id, contact=contact, step=step)


def lacks(contact: Contact) -> list[Sentence]:
    """What the present step still lacks, in words."""
    return lacking([contact])[contact.pk]


def lacking(contacts: Iterable[Contact]) -> dict[int, list[Sentence]]:
    """`lacks` for many at once, by contact id: one call to each room for all of them."""
    contacts = list(contacts)
    found = {contact.pk: own(contact) for contact in contacts}
    for step, rooms in MORE.items():
        there = [contact for contact in contacts if contact.step == step]
        for room in rooms if there else ():
            found |= room(there)
    return found


def steps_out(contact: Contact, lacks: list[Sentence]) -> list[dict]:
    """The steps as API and feed show them: `[{step, reached, lacks, lacks_en}]`, transfer only where there was one.

    In both languages, since the feed builds it once for all its readers.
    """
    return [
        {
            "step": step,
            "reached": getattr(contact, column),
            "lacks": [one("zh") for one in lacks] if step == contact.step else [],
            "lacks_en": [one("en") for one in lacks] if step == contact.step else [],
        }
        for step, column in REACHED.items()
        if step != Contact.Step.TRANSFER or contact.transferred
    ]


def own(contact: Contact) -> list[Sentence]:
    if contact.step == Contact.Step.ACCEPT:
        return [word for word, there in ((TYPE, contact.request_type), (NEED, contact.need.strip())) if not there]
    return {
        Contact.Step.CONNECT: [CUSTOMER if contact.direction == Contact.Direction.OUTBOUND else ANSWER],
        Contact.Step.HANDLE: [RESULT],
        Contact.Step.TRANSFER: [TAKEN],
        Contact.Step.ARCHIVE: [RECORD],
        Contact.Step.FEEDBACK: [RATING],
    }[contact.step]
