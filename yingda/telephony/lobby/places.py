"""A caller keeps the place in the queue without waiting on the line: in their turn they are called back (4.8).

In place of the caller a contact of our own waits since the same moment. Whoever takes it is connected with the
customer, whom we then dial (`outbound`).
"""

from datetime import datetime, timedelta

from yingda.contacts.arrive import arrive
from yingda.contacts.end import end
from yingda.contacts.models import Contact
from yingda.journal import record, verb
from yingda.lib.ids import uuid7
from yingda.routing.enqueue import enqueue
from yingda.routing.models import Waiting
from yingda.standard import versions
from yingda.telephony import callbacks, callers, facts
from yingda.telephony.hotlines import hotline_of, is_decent
from yingda.telephony.lobby import words
from yingda.telephony.lobby.joining import wishes
from yingda.telephony.models import Call, CallBack, Leg
from yingda.telephony.moving import call_of, made, moved, speak

GOODBYE = timedelta(minutes=1)  # so long no agent is asked, while the caller hears that the place is kept
KEY = "1"
MOST = 100


def may_keep(call: Call) -> bool:
    """Whether this line calls back in turn, and we know whom."""
    return hotline_of(call.contact.line).holds_place and bool(call.sealed)


def pressed(call: Call, leg: Leg, digit: str, *, at: datetime) -> None:
    """In the queue: who presses the key after it was offered keeps the place. Not while an agent's phone rings."""
    if digit != KEY or not call.plan.get("place_offered") or call.plan.get("keeping"):
        return
    if call.contact.state != Contact.State.WAITING or leg.place != Leg.Place.QUEUE:
        return
    Waiting.objects.filter(contact=call.contact).update(not_before=at + GOODBYE)
    call.change(plan=call.plan | {"keeping": True})
    speak(leg, [words.say(call.contact.language, "place_kept")])
    moved(call, at=at)


def keep(call: Call, *, at: datetime) -> None:
    """The caller has hung up, or heard the goodbye: from now on our contact waits in the same place."""
    row = callbacks.missed(call, CallBack.Reason.KEPT_PLACE, at)
    before = call.contact
    contact = arrive(
        line=before.line,
        channel=before.channel,
        at=at,
        language=before.language,
        customer=before.customer,
        direction=Contact.Direction.OUTBOUND,
    )
    contact.change(queued=before.queued)
    make_call(call, contact, row, at)
    enqueue(contact, at=at, **wishes(call))
    record(facts.PLACE_KEPT, at=at, line=before.line_id, contact=before, call_back=row.uid)


def make_call(call: Call, contact: Contact, row: CallBack, at: datetime) -> Call:
    """The kept place's own call, so far without anybody on the line."""
    uid = uuid7()
    kept = Call(
        uid=uid,
        contact=contact,
        exchange_id=call.exchange_id,
        stage=Call.Stage.QUEUE,
        number_id=call.number_id,
        trunk_id=call.trunk_id,
        records=call.records,
        began=at,
        plan=call.plan | {"call_back": str(row.uid), "steps": [], "keeping": False},
        **callers.sealed(callers.number_of(call), uid),
    )
    return made(kept)


def release_places(at: datetime) -> int:
    """Nobody is called at night: places that are still kept then become ordinary call-backs. Returns how many."""
    waiting = Contact.objects.filter(
        channel=Contact.Channel.PHONE, direction=Contact.Direction.OUTBOUND, state=Contact.State.WAITING
    ).select_related("line__hotline")[:MOST]
    return sum(release(contact, at) for contact in waiting if not may_be_called(contact, at))


@verb
def release(contact: Contact, at: datetime) -> bool:
    """Take our contact out of the queue; its call-back stays open and falls due when people may be called again."""
    contact = Contact.objects.lock(contact.pk)
    if contact.state != Contact.State.WAITING:
        return False
    call = call_of(contact)
    end(contact, by="system", at=at)
    CallBack.objects.filter(uid=call.plan["call_back"], state=CallBack.State.OPEN).update(
        due=callbacks.decent(contact, at)
    )
    return True


def may_be_called(contact: Contact, at: datetime) -> bool:
    calendar = versions.in_force(contact.line, at).calendar
    return calendar.is_open(at) and is_decent(hotline_of(contact.line), calendar.tz, at)
