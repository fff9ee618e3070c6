"""Where in a recording something happened: steps, holds, people coming and going, from the contact's facts."""

from datetime import timedelta

from yingda.contacts.timeline import facts_of, timeline_out
from yingda.people.scope import Scope
from yingda.telephony.models import Recording

SHOWN = (
    "contact.answered", "contact.step", "contact.typed", "contact.identity_checked", "contact.held",
    "contact.hold_news", "contact.resumed", "contact.transfer", "contact.taken_over", "contact.ended", "case.opened",
    "call.consulted", "call.conference", "call.handed_over", "call.grace", "recording.paused", "recording.resumed",
)  # fmt: skip
MOST = 200
LEEWAY = timedelta(seconds=2)  # an answer comes a moment before its recording


def marks_of(recording: Recording, scope: Scope) -> list[dict]:
    """`[{at (seconds), name, label}]` in the active language, of facts that this person may see."""
    rows = facts_of(recording.call.contact, scope).filter(name__in=SHOWN, at__gte=recording.began - LEEWAY)
    if recording.ended:
        rows = rows.filter(at__lte=recording.ended + LEEWAY)
    facts = list(rows.order_by("at", "id")[:MOST])
    return [
        {"at": seconds(recording, entry), "name": entry["name"], "label": label(entry)} for entry in timeline_out(facts)
    ]


def seconds(recording: Recording, entry: dict) -> float:
    into = (entry["at"] - recording.began).total_seconds()
    return round(min(max(into, 0.0), recording.seconds), 2)


def label(entry: dict) -> str:
    return " · ".join(part for part in (entry["title"], entry["detail"]) if part)
