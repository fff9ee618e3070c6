"""What time alone does to calls: phones that never ring, agents who do not come back. Called by the clock."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from yingda.journal import verb
from yingda.promises.tasks import clock_task
from yingda.routing.lease import GRACE
from yingda.telephony import grace, offering, phones, talking
from yingda.telephony.models import Call, Exchange, Leg
from yingda.telephony.moving import end_leg, locked_leg

log = logging.getLogger(__name__)
EVERY = timedelta(seconds=1)
RINGS_WITHIN = timedelta(seconds=6)  # a live phone rings at once
LATE = timedelta(seconds=15)  # behind the exchange's own limit of ringing
MOST = 200


def register() -> None:
    clock_task("telephony.calls", EVERY, sweep)
    clock_task("telephony.phones", EVERY, phones.check_all)


def sweep(at: datetime) -> int:
    """End what has run out. Returns how much; what fails is told and comes again with the next sweep."""
    done = 0
    for leg in silent(at):
        done += attempt("silent", lambda leg=leg: dead(leg, at=at))
    for leg in forgotten(at):
        done += attempt("forgotten", lambda leg=leg: rung_out(leg, at=at))
    over = Call.objects.filter(grace__lte=at - GRACE).order_by("grace").values_list("pk", flat=True)[:MOST]
    for call in list(over):
        done += attempt("grace", lambda call=call: grace.over(call, at=at))
    return done


def silent(at: datetime) -> list[int]:
    """Legs of offers that should ring by now and do not."""
    legs = Leg.objects.filter(state=Leg.State.WANTED, offer__isnull=False, made__lte=at - RINGS_WITHIN)
    return list(legs.order_by("made").values_list("pk", flat=True)[:MOST])


def forgotten(at: datetime) -> list[int]:
    """Legs that have rung longer than they were to: the exchange's word of it was lost."""
    legs = Leg.objects.filter(state__in=[Leg.State.WANTED, Leg.State.RINGING], made__lte=at - LATE)
    rows = legs.order_by("made").values_list("pk", "made", "seconds")[:MOST]
    return [pk for pk, made, seconds in rows if made + timedelta(seconds=seconds) + LATE <= at]


@verb
def dead(leg: int, *, at: datetime) -> bool:
    """The phone does not ring: somebody else is asked. While the exchange lives the phone is mistrusted."""
    row = fresh(leg)
    if row is None or row.state != Leg.State.WANTED:
        return False
    alive = Exchange.objects.filter(pk=row.call.exchange_id, up=True, driver_until__gt=at).exists()
    end_leg(row, cause="unavailable", at=at)
    if alive:
        phones.mistrust(row.person_id, at=at)
    if offering.open_offer(row):
        offering.given_up(row, "not_rung", at=at)
    else:
        talking.went(row, "not_rung", up=False, at=at)
    return True


@verb
def rung_out(leg: int, *, at: datetime) -> bool:
    row = fresh(leg)
    if row is None or row.state == Leg.State.UP:
        return False
    end_leg(row, cause="no_answer", at=at)
    talking.went(row, "no_answer", up=False, at=at)
    return True


def fresh(leg: int) -> Leg | None:
    """The leg with its call locked; None when it is over."""
    return locked_leg(str(Leg.objects.values_list("uid", flat=True).get(pk=leg)))


def attempt(step: str, work: Callable[[], object]) -> int:
    """Whether the work was done; what went wrong with one call keeps no other from being looked after."""
    try:
        return int(bool(work()))
    except Exception:
        log.exception("telephony: %s failed and will be tried again", step)
        return 0
