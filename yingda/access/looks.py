"""Looking at masked personal data is recorded with its reason (11.1)."""

from datetime import datetime

from yingda.access import facts
from yingda.access.models import Look
from yingda.journal import record, verb
from yingda.lib.errors import Malformed
from yingda.lib.say import say
from yingda.people.models import Person

SHORTEST_REASON = 2
NEEDED = say("请写明查看原因（至少两个字）。", "say why you look (two letters at least)")
REASON = say("原因", "Reason")


@verb
def look(person: Person, *, kind: str, subject: int, field: str, reason: str, at: datetime) -> Look:
    """Record that `person` sees `field` of the row `kind`/`subject`. Raises Malformed without a reason."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Malformed(field="reason", field_name=REASON(), why=NEEDED())
    looked = Look.objects.create(
        person=person, kind=kind, subject=subject, field=field, reason=reason.strip()[:200], at=at
    )
    record(facts.LOOKED, at=at, by=person, look=looked.uid, kind=kind, field=field, subject=subject)
    return looked
