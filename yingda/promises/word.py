"""An agent gives a customer a time by which there will be an answer (4.8)."""

from datetime import datetime, timedelta
from uuid import UUID

from yingda.cases.models import Case
from yingda.contacts.models import Contact
from yingda.journal import record, verb
from yingda.journal.recording import flush
from yingda.lib.db import lock_rows
from yingda.lib.errors import Malformed
from yingda.lib.say import say
from yingda.people.models import Person
from yingda.promises import facts
from yingda.promises.errors import NoWord, UidTaken
from yingda.promises.models import Promise

FARTHEST = timedelta(days=365)
DUE = say("承诺时间", "promised time")


@verb
def give_word(
    case: Case, *, by: Person, due: datetime, words: str, uid: UUID, at: datetime, contact: Contact | None = None
) -> Promise:
    """Promise the customer an answer by `due`; `words` (at most 200) is what was said. The giver owns it.

    The same uid again returns the first promise. Raises Malformed, UidTaken, NoWord.
    """
    case = lock_rows(Case.objects).get(pk=case.pk)
    if found := Promise.objects.filter(uid=uid).first():
        if (found.case, found.due) != (case.pk, due):
            raise UidTaken
        return found
    must_lie_ahead(due, at)
    record(facts.WORD_GIVEN, at=at, by=by, line=case.line_id, case=case, contact=contact, due=due, promise=uid)
    flush()  # the engine opens the promise here
    promise = Promise.objects.filter(uid=uid).first()
    if promise is None:
        raise NoWord
    promise.words = words.strip()[:200]
    promise.save(update_fields=["words"])
    return promise


def must_lie_ahead(due: datetime, at: datetime) -> None:
    if due <= at:
        raise Malformed(field="due", field_name=DUE, why=say("要晚于现在", "must lie ahead"))
    if due > at + FARTHEST:
        raise Malformed(field="due", field_name=DUE, why=say("不能超过一年", "must lie within a year"))
