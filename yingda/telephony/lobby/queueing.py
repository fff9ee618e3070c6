"""Callers in the queue hear where they stand and how long it will take, and may keep their place (2.2, 5.8)."""

from datetime import datetime, timedelta

from yingda.contacts.models import Contact
from yingda.journal import record, verb
from yingda.routing.models import Waiting
from yingda.routing.standing import positions
from yingda.telephony import facts
from yingda.telephony.hotlines import hotline_of
from yingda.telephony.lobby import places, steps, words
from yingda.telephony.lobby.going import enter_queue
from yingda.telephony.models import Call, Leg
from yingda.telephony.moving import customer, locked, speak
from yingda.telephony.prompts.speaking import pieces

EVERY = timedelta(seconds=1)
STUCK = timedelta(minutes=10)  # no lobby takes so long: whoever is still there goes to an agent
MOST = 200


def announce(at: datetime) -> int:
    """Speak to everybody whose turn it is to hear news. Returns to how many. The clock calls this."""
    rows = [row for row in waiting() if is_due(row, at)][:MOST]
    if not rows:
        return 0
    standing = positions(rows, at)
    return sum(
        tell(row.contact.call.pk, *standing[row.contact_id], at=at) for row in rows if row.contact_id in standing
    )


def waiting() -> list[Waiting]:
    """Callers on the line who wait and for whom nobody's phone rings: one query."""
    rows = Waiting.objects.filter(
        channel=Contact.Channel.PHONE,
        contact__state=Contact.State.WAITING,
        contact__call__stage=Call.Stage.QUEUE,
        contact__direction=Contact.Direction.INBOUND,
    )
    return list(rows.select_related("contact__call", "line__hotline").order_by("since"))


def is_due(row: Waiting, at: datetime) -> bool:
    hotline, call = hotline_of(row.line), row.contact.call
    if call.plan.get("keeping") or not hotline.position_every:
        return False
    last = max(call.announced or row.since, row.entered)
    return at - last >= timedelta(seconds=hotline.position_every) or to_be_offered(call, row.since, at)


def to_be_offered(call: Call, since: datetime, at: datetime) -> bool:
    """Whether the caller may keep the place, has not heard of it yet, and has waited long enough."""
    hotline = hotline_of(call.contact.line)
    after = timedelta(seconds=hotline.offer_place_after)
    return places.may_keep(call) and not call.plan.get("place_offered") and at - since >= after


@verb
def tell(call: int, place: int, wait: int | None, *, at: datetime) -> bool:
    """Speak place and wait into the music; not to one who hears something already, or is about to be answered."""
    row = locked(call)
    leg = customer(row)
    silent = leg is not None and leg.state == Leg.State.UP and leg.script_no == leg.script_done
    if not silent or leg.place != Leg.Place.QUEUE or row.contact.state != Contact.State.WAITING:
        return False
    line, language = row.contact.line, row.contact.language
    said = [words.standing(language, place, wait)]
    if row.announced is None:
        said.insert(0, words.say(language, "all_busy"))
    plan = row.plan
    if to_be_offered(row, row.contact.queued or row.began, at):
        said.append(steps.asked(pieces("offer_place", language), places.KEY))
        plan = plan | {"place_offered": True}
        record(facts.ANNOUNCED, at=at, line=line, contact=row.contact, prompt="offer_place")
    row.change(announced=at, plan=plan)
    speak(leg, said)
    record(facts.ANNOUNCED, at=at, line=line, contact=row.contact, prompt="position")
    return True


def rescue(at: datetime) -> int:
    """Callers who got stuck in the lobby go to the queue. Returns how many. The clock calls this."""
    stuck = Call.objects.filter(ended=None, stage=Call.Stage.LOBBY, began__lte=at - STUCK)
    return sum(to_queue(pk, at=at) for pk in stuck.values_list("pk", flat=True)[:MOST])


@verb
def to_queue(call: int, *, at: datetime) -> bool:
    row = locked(call)
    leg = customer(row)
    if leg is None or row.stage != Call.Stage.LOBBY or row.plan.get("closed"):
        return False
    row.change(plan=row.plan | {"steps": []})
    enter_queue(row, leg, at=at)
    return True
