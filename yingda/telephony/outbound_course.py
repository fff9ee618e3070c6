"""The course of a call that we make: the agent is there, the customer is rung, reached or not, and what follows."""

from collections.abc import Sequence
from datetime import datetime

from yingda.contacts.calling import OUTGOING, reached
from yingda.contacts.models import Contact
from yingda.followups.following_up import tried as follow_up_tried
from yingda.journal import record, verb
from yingda.journal.models import Fact
from yingda.lib.crypto import seal
from yingda.lib.ids import uuid7
from yingda.people.models import Person
from yingda.routing.moving import hold_place
from yingda.telephony import callbacks, callers, facts
from yingda.telephony.ending import hang_up
from yingda.telephony.errors import NoTrunk, TrunkFull
from yingda.telephony.lines import trunk_of
from yingda.telephony.models import Attempt, Call, CallBack, Leg
from yingda.telephony.moving import add_leg, call_of, customer, moved
from yingda.telephony.outbound import try_of
from yingda.telephony.outbound_errors import NotDialled

Party, Result = Leg.Party, Attempt.Result
RING_SECONDS = 45
RESULTS = {
    "busy": Result.BUSY,
    "declined": Result.BUSY,
    "unallocated": Result.WRONG_NUMBER,
    "unavailable": Result.NO_ANSWER,
    "no_answer": Result.NO_ANSWER,
    "normal": Result.NO_ANSWER,
    "call_ended": Result.NO_ANSWER,  # the agent had enough of ringing
}


def picked_up(heard: Sequence[Fact]) -> None:
    """leg.answered: the agent is there, so the customer is rung; the customer is there, so they talk."""
    for fact in heard:
        call = outgoing(fact)
        if call is None or call.ended or call.contact.answered:
            continue
        if fact.data["party"] == Party.CUSTOMER:
            result(call, Result.REACHED, by=call.contact.agent, at=fact.at)
            reached(call.contact, at=fact.at)
        elif fact.data["party"] == Party.AGENT and call.contact.agent_id == fact.person:
            ring_customer(call, at=fact.at)


def outgoing(fact: Fact) -> Call | None:
    """The call of this fact, if we make it."""
    contact = Contact.objects.lock(fact.contact)
    return call_of(contact) if contact.direction in OUTGOING else None


def ring_customer(call: Call, *, at: datetime) -> None:
    """Dial. A kept place has found its agent: its try begins now."""
    if call.contact.state != Contact.State.TALKING:
        return
    if there := customer(call):  # picked up while we looked for another agent
        if there.state == Leg.State.UP:
            reached(call.contact, at=at)
        return
    if not Attempt.objects.filter(contact=call.contact).exists():
        call_back = CallBack.objects.filter(uid=call.plan["call_back"]).select_related("case").first()
        try_of(call, by=call.contact.agent, call_back=call_back, case=call_back and call_back.case, at=at)
        hold_place(call.contact)
    try:
        call.change(trunk=trunk_of(call))
    except (NoTrunk, TrunkFull):
        hang_up(call, by="system", cause="failed", at=at)
        return
    uid = uuid7()
    key, sealed = seal(callers.number_of(call), aad=uid.bytes)
    add_leg(call, Party.CUSTOMER, at=at, uid=uid, trunk=call.trunk, key=key, sealed=sealed, seconds=RING_SECONDS)
    moved(call, at=at, stage=Call.Stage.DIAL)


def not_reached(heard: Sequence[Fact]) -> None:
    """contact.ended: a call of ours that came to nobody gets its result from how the customer's leg ended."""
    for fact in heard:
        if fact.data["channel"] != Contact.Channel.PHONE or fact.data["answered"]:
            continue
        call = outgoing(fact)
        if call and Attempt.objects.filter(contact=call.contact_id, result="").exists():
            result(call, result_of(call), by=fact.by, at=fact.at)


def result_of(call: Call) -> str:
    """FAILED when the customer was never dialled, or our side broke: no try that counts."""
    leg = call.legs.filter(party=Party.CUSTOMER).order_by("-pk").first()
    if leg is None:
        return Result.FAILED
    return RESULTS.get(leg.cause or "normal", Result.FAILED)


@verb
def result(call: Call, result: str, *, at: datetime, by: Person | int | None = None) -> Attempt:
    """What came of the try; said again, an agent's word corrects what the exchange took for the result.

    Call-back and follow-up follow from it. Raises NotDialled.
    """
    tried = Attempt.objects.filter(contact=call.contact_id).select_related("call_back", "follow_up", "by").first()
    if tried is None:
        raise NotDialled
    before = tried.result
    if before == result:
        return tried
    tried.result = result
    tried.save(update_fields=["result"])
    contact = call.contact
    record(
        facts.DIAL_RESULT, at=at, by=by, line=contact.line_id, contact=contact, case=tried.case_id,
        person=contact.agent_id, result=result,
    )  # fmt: skip
    follow(tried, before, by=by, at=at)
    return tried


def follow(tried: Attempt, before: str, *, by: Person | int | None, at: datetime) -> None:
    """The tasks behind the try. It counts once, however often its result is corrected."""
    counted = before not in ("", Result.FAILED)
    if tried.call_back_id:
        row = callbacks.locked(tried.call_back)
        if before == Result.REACHED:
            callbacks.reopen(row, tried.result, by=by, at=at)
        else:
            callbacks.tried(row, tried.result, by=by, at=at, counted=counted)
    missed_now = tried.result not in (Result.REACHED, Result.FAILED)
    missed_before = counted and before != Result.REACHED
    if tried.follow_up and missed_now and not missed_before and tried.follow_up.done is None:
        follow_up_tried(tried.follow_up, by=tried.by, at=at)
