"""Buttons by which customers call a line from a web page."""

from datetime import datetime

from yingda.journal import record, verb
from yingda.lib.origins import ORIGIN
from yingda.people.models import Line, Person
from yingda.telephony import facts
from yingda.telephony.models import WebCall
from yingda.telephony.setup.errors import NO_ORIGIN, malformed


@verb
def save(key: str, *, line: Line, origins: list[str], by: Person, at: datetime, **fields: str | bool) -> WebCall:
    """Make the button of this key, or change it; a dropped one comes back. Raises Malformed."""
    for origin in origins:
        if not ORIGIN.fullmatch(origin):
            raise malformed("origins", NO_ORIGIN, given=origin)
    saved = {"line": line, "origins": origins, "dropped": None} | fields
    button, _ = WebCall.objects.update_or_create(key=key, defaults=saved)
    record(facts.SET_UP, at=at, by=by, line=line, what="web_call")
    return button


@verb
def drop(button: WebCall, *, by: Person, at: datetime) -> None:
    """Nobody can call by it any more."""
    if WebCall.objects.filter(pk=button.pk, dropped=None).update(active=False, dropped=at):
        record(facts.SET_UP, at=at, by=by, line=button.line_id, what="web_call")
