"""What is wanted of the exchange for one call, read from its rows. The driver makes the exchange follow it.

A leg's script is a list of steps, run once in order while the leg is up and in its place; `script_no` says which one
it is, and the driver reports its end (`reports.scripted`). Steps:

    {"say": ["zh/position_a", "zh/n_3"]}                       sounds, one after the other
    {"ask": [sounds], "digits": 1, "seconds": 6, "valid": "12"} the same, ends at a valid digit: outcome {"digits": "1"}
    {"record": "<recording uid>", "most": 180, "silence": 8}     voice mail; ends with #, silence or hanging up
    {"hang_up": "normal"}
A step `say` in place queue or hold is spoken into the music, which then goes on. Any digit pressed in place queue or
lobby ends an `ask`; digits without one are reported by `reports.pressed`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from yingda.customers.phones import dialled
from yingda.lib.crypto import unseal
from yingda.lib.db import fetched
from yingda.telephony.models import Call

BROWSER_FORMATS = "alaw,ulaw"  # joins of opus legs were seen to fall silent


@dataclass(frozen=True)
class WantedLeg:
    """One live leg. `dial` is what to ring, e.g. `PJSIP/a6021`; empty for a leg that came to us.

    `shown_number`: what the rung party sees: ours to customers and outside, the customer's never leaves masked.
    """

    uid: str
    party: str
    place: str
    state: str
    channel: str
    dial: str
    shown_number: str
    seconds: int
    muted: bool
    script: tuple[dict, ...]
    script_no: int
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class WantedCall:
    """The live legs of a call and its running recording (uid, paused). An ended call has no legs."""

    call: int
    contact: str
    contact_id: int
    language: str
    line: str
    legs: tuple[WantedLeg, ...]
    recording: str = ""
    paused: bool = False


def wanted(call: int) -> WantedCall:
    """One query. Raises Call.DoesNotExist."""
    found = wanted_of([call])
    if call not in found:
        raise Call.DoesNotExist(call)
    return found[call]


def wanted_of(calls: Iterable[int]) -> dict[int, WantedCall]:
    """The same for several calls, by id, in one query. It is asked after every report: see docs/decisions."""
    chosen = list(calls)
    if not chosen:
        return {}
    rows = [Row(*row) for row in fetched(QUERY.format(calls=", ".join(["%s"] * len(chosen))), chosen)]
    return {call: wanted_call(list(legs)) for call, legs in groupby(rows, key=lambda row: row.call)}


def nothing(call: Call) -> WantedCall:
    """What is wanted of a call that has ended."""
    contact = call.contact
    return WantedCall(call.pk, str(contact.uid), contact.pk, contact.language, contact.line.code, legs=())


class Row(NamedTuple):
    """A call with one of its live legs, or with none: then `leg` and what follows is None."""

    call: int
    contact_id: int
    contact: UUID | str
    language: str
    line: str
    paused: object
    trunk: str | None
    shown: str | None
    recording: UUID | str | None
    leg: UUID | str | None
    party: str
    place: str
    state: str
    channel: str
    phone: str | None
    key: str
    sealed: bytes
    muted: bool
    auto: bool
    seconds: int
    script: str
    script_no: int
    script_done: int


QUERY = """
SELECT call.id, contact.id, contact.uid, contact.language, line.code, call.paused,
    coalesce(by_trunk.name, trunk.name, own.name), coalesce(shown.digits, number.digits), recording.uid,
    leg.uid, leg.party, leg.place, leg.state, leg.channel, phone.username, leg.key, leg.sealed, leg.muted, leg.auto,
    leg.seconds, leg.script, leg.script_no, leg.script_done
FROM telephony_call call
JOIN contacts_contact contact ON contact.id = call.contact_id
JOIN people_line line ON line.id = contact.line_id
LEFT JOIN telephony_hotline hotline ON hotline.line_id = line.id
LEFT JOIN telephony_number shown ON shown.id = hotline.caller_number_id
LEFT JOIN telephony_number number ON number.id = call.number_id
LEFT JOIN telephony_trunk trunk ON trunk.id = call.trunk_id
LEFT JOIN telephony_trunk own ON own.id = number.trunk_id
LEFT JOIN telephony_recording recording
    ON recording.call_id = call.id AND recording.state = 'running' AND recording.kind = 'talk'
LEFT JOIN telephony_leg leg ON leg.call_id = call.id AND leg.state <> 'ended'
LEFT JOIN telephony_phone phone ON phone.id = leg.phone_id
LEFT JOIN telephony_trunk by_trunk ON by_trunk.id = leg.trunk_id
WHERE call.id IN ({calls})
ORDER BY call.id, leg.id
"""  # a message of voice mail is recorded by a step of a script


def wanted_call(rows: list[Row]) -> WantedCall:
    row = rows[0]
    return WantedCall(
        call=row.call,
        contact=text(row.contact),
        contact_id=row.contact_id,
        language=row.language,
        line=row.line,
        legs=tuple(wanted_leg(row) for row in rows if row.leg),
        recording=text(row.recording) if row.recording else "",
        paused=row.paused is not None,
    )


def wanted_leg(row: Row) -> WantedLeg:
    return WantedLeg(
        uid=text(row.leg),
        party=row.party,
        place=row.place,
        state=row.state,
        channel=row.channel,
        dial=endpoint(row),
        shown_number=row.shown or "" if row.phone is None else "",
        seconds=row.seconds,
        muted=bool(row.muted),
        script=tuple(json.loads(row.script)) if row.script_no > row.script_done else (),
        script_no=row.script_no,
        headers=headers(row) if row.phone else (),
    )


def text(uid: UUID | str) -> str:
    """SQLite keeps 32 figures."""
    return str(UUID(str(uid)))


def headers(row: Row) -> tuple[tuple[str, str], ...]:
    """What a phone of ours is told with its ring: whose call it is, and whether to pick up by itself."""
    named = (("X-Yingda-Contact", text(row.contact)), ("X-Yingda-Leg", text(row.leg)))
    return (*named, ("X-Yingda-Auto", "1")) if row.auto else named


def endpoint(row: Row) -> str:
    """What the exchange is to ring for this leg; empty when it came to us by itself."""
    if row.phone:
        return f"PJSIP/{row.phone}"
    if not row.sealed or not row.trunk:
        return ""
    number = unseal(row.key, row.sealed, aad=UUID(str(row.leg)).bytes)
    return f"PJSIP/{dialled(number)}@{row.trunk}"
