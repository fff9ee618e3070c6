"""Calls as the API and the feed show them, inside their contacts: the same dicts, built for many at once."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from yingda.contacts import present as contacts
from yingda.contacts.models import Contact, Hold
from yingda.contacts.present import person_brief
from yingda.customers.phones import mask_phone
from yingda.lib.crypto import unseal
from yingda.telephony.models import Attempt, Call, CallBack, Leg, Recording


def register() -> None:
    contacts.extend("call", calls_out)


def calls_out(rows: Sequence[Contact]) -> dict[int, dict]:
    """CallOut by contact id: six queries however many there are, none when nobody phones."""
    phoned = [row.pk for row in rows if row.channel == Contact.Channel.PHONE]
    if not phoned:
        return {}
    calls = list(Call.objects.select_related("number").filter(contact__in=phoned))
    legs, running, holds = legs_of(calls), running_of(calls), holds_of(phoned)
    asked, tries = asked_in(phoned), tries_of(phoned)
    return {
        call.contact_id: call_out(call, legs[call.pk], running.get(call.pk), holds.get(call.contact_id))
        | {"call_back": asked.get(call.contact_id), "dial_result": None}
        | tries.get(call.contact_id, {})
        for call in calls
    }


def call_out(call: Call, legs: list[Leg], recording: Recording | None, hold: Hold | None) -> dict:
    return {
        "stage": call.stage,
        "web": call.web,
        "number": call.number and {"digits": call.number.digits, "label": call.number.label},
        "caller": masked(call.key, call.sealed, call.uid),
        "began": call.began,
        "grace": call.grace,
        "hold": hold and {"since": hold.since, "expected_minutes": hold.expected_minutes, "news": hold.news},
        "records": call.records,
        "recording": recording and {"id": recording.uid, "paused": call.paused is not None},
        "hung_up_by": call.hung_up_by,
        "legs": [leg_out(leg) for leg in legs],
    }


def leg_out(leg: Leg) -> dict:
    quality = getattr(leg, "quality", None)
    return {
        "id": leg.uid,
        "party": leg.party,
        "person": person_brief(leg.person),
        "label": (masked(leg.key, leg.sealed, leg.uid) or "") if leg.party == Leg.Party.OUTSIDE else "",
        "place": leg.place,
        "state": leg.state,
        "muted": leg.muted,
        "joined": leg.joined,
        "answered": leg.answered,
        "quality": quality
        and {"loss": quality.loss, "jitter": quality.jitter, "round_trip": quality.round_trip},
    }


def masked(key: str, sealed: bytes, uid) -> str | None:
    """A sealed number as it may be shown; None where none is known. Short service numbers are nobody's own."""
    if not sealed:
        return None
    number = unseal(key, sealed, aad=uid.bytes)
    return mask_phone(number) if number.startswith("+") else number


def legs_of(calls: Sequence[Call]) -> dict[int, list[Leg]]:
    found = defaultdict(list)
    live = Leg.objects.filter(call__in=[call.pk for call in calls if call.ended is None], state__in=Leg.LIVE)
    for leg in live.select_related("person", "quality").order_by("pk"):
        found[leg.call_id].append(leg)
    return found


def running_of(calls: Sequence[Call]) -> dict[int, Recording]:
    running = Recording.objects.filter(call__in=[call.pk for call in calls], state=Recording.State.RUNNING)
    return {recording.call_id: recording for recording in running}


def holds_of(contacts: Sequence[int]) -> dict[int, Hold]:
    return {hold.contact_id: hold for hold in Hold.objects.filter(contact__in=contacts, ended=None)}


def asked_in(contacts: Sequence[int]) -> dict[int, UUID]:
    """The call-back that came of a contact."""
    return dict(CallBack.objects.filter(contact__in=contacts).order_by("pk").values_list("contact", "uid"))


def tries_of(contacts: Sequence[int]) -> dict[int, dict]:
    """Of calls that we make: the call-back that it is, if it is one, and what came of it, if that is known."""
    rows = Attempt.objects.filter(contact__in=contacts).values_list("contact", "call_back__uid", "result")
    return {
        contact: ({"call_back": task} if task else {}) | {"dial_result": result or None}
        for contact, task, result in rows
    }
