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

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from yingda.customers.phones import dialled
from yingda.lib.crypto import unseal
from yingda.telephony.models import Call, Leg, Recording

BROWSER_FORMATS = "alaw,ulaw"  # joins of opus legs were seen to fall silent


@dataclass(frozen=True)
class WantedLeg:
    """One live leg. `dial` is what to ring, e.g. `PJSIP/a6021`; empty for a leg that came to us. `number`: shown."""

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
    """Three queries. Raises Call.DoesNotExist."""
    found = wanted_of([call])
    if call not in found:
        raise Call.DoesNotExist(call)
    return found[call]


def wanted_of(calls: Iterable[int]) -> dict[int, WantedCall]:
    """The same for several calls, by id, in as many queries."""
    legs = Leg.objects.exclude(state=Leg.State.ENDED).select_related("phone").order_by("pk")
    running = Recording.objects.filter(state="running", kind="talk")  # voice mail is a step of a script
    rows = Call.objects.filter(pk__in=list(calls))
    rows = rows.select_related("contact__line__hotline__caller_number", "trunk", "number__trunk")
    rows = rows.prefetch_related(
        Prefetch("legs", legs, to_attr="wanted"), Prefetch("recordings", running, to_attr="running")
    )
    return {row.pk: wanted_call(row) for row in rows}


def wanted_call(row: Call) -> WantedCall:
    return WantedCall(
        call=row.pk,
        contact=str(row.contact.uid),
        contact_id=row.contact_id,
        language=row.contact.language,
        line=row.contact.line.code,
        legs=tuple(wanted_leg(row, leg) for leg in row.wanted),
        recording=str(row.running[0].uid) if row.running else "",
        paused=row.paused is not None,
    )


def wanted_leg(call: Call, leg: Leg) -> WantedLeg:
    return WantedLeg(
        uid=str(leg.uid),
        party=leg.party,
        place=leg.place,
        state=leg.state,
        channel=leg.channel,
        dial=endpoint(call, leg),
        shown_number=shown_number(call, leg),
        seconds=leg.seconds,
        muted=leg.muted,
        script=tuple(leg.script) if leg.script_no > leg.script_done else (),
        script_no=leg.script_no,
        headers=headers(call, leg) if leg.phone else (),
    )


def headers(call: Call, leg: Leg) -> tuple[tuple[str, str], ...]:
    """What a phone of ours is told with its ring: whose call it is, and whether to pick up by itself."""
    named = (("X-Yingda-Contact", str(call.contact.uid)), ("X-Yingda-Leg", str(leg.uid)))
    return (*named, ("X-Yingda-Auto", "1")) if leg.auto else named


def endpoint(call: Call, leg: Leg) -> str:
    """What the exchange is to ring for this leg; empty when it came to us by itself."""
    if leg.phone:
        return f"PJSIP/{leg.phone.username}"
    if not leg.sealed:
        return ""
    trunk = call.trunk or (call.number.trunk if call.number else None)
    number = unseal(leg.key, leg.sealed, aad=leg.uid.bytes)
    return f"PJSIP/{dialled(number)}@{trunk.name}" if trunk else ""


def shown_number(call: Call, leg: Leg) -> str:
    """The number that the rung party sees: ours to customers and outside, the customer's never leaves masked."""
    if leg.phone:
        return ""
    hotline = getattr(call.contact.line, "hotline", None)
    shown = (hotline.caller_number if hotline else None) or call.number
    return shown.digits if shown else ""
