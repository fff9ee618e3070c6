"""How a business line behaves on the phone."""

from datetime import datetime, time
from uuid import UUID

from yingda.journal import record, verb
from yingda.people.models import Line, Person
from yingda.telephony import facts
from yingda.telephony.models import Hotline, Menu, Number
from yingda.telephony.setup.errors import NO_LANGUAGE, ORDER, UNKNOWN_CHOICE, malformed


@verb
def save(
    line: Line,
    *,
    by: Person,
    at: datetime,
    menu: UUID | None,
    caller_number: UUID | None,
    languages: list[str],
    decent_from: time,
    decent_until: time,
    **fields: bool | int,
) -> Hotline:
    """Set the line up. `menu` and `caller_number` by uid, of this line. Raises Malformed."""
    if not languages:
        raise malformed("languages", NO_LANGUAGE)
    if decent_from >= decent_until:
        raise malformed("decent_until", ORDER)
    chosen = {
        "menu": one_of(Menu.objects.filter(line=line, dropped=None), menu, "menu"),
        "caller_number": one_of(Number.objects.filter(line=line, active=True), caller_number, "caller_number"),
        "languages": list(dict.fromkeys(languages)),
        "decent_from": decent_from,
        "decent_until": decent_until,
    }
    hotline, _ = Hotline.objects.update_or_create(line=line, defaults=fields | chosen)
    record(facts.SET_UP, at=at, by=by, line=line, what="hotline")
    return hotline


def one_of(rows, uid: UUID | None, field: str):
    """The row of this uid, None for none. Raises Malformed."""
    found = rows.filter(uid=uid).first() if uid else None
    if uid and found is None:
        raise malformed(field, UNKNOWN_CHOICE)
    return found
