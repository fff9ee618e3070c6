import pytest

from yingda.journal.models import Fact
from yingda.telephony.models import LegQuality
from yingda.telephony.reports.quality import measured
from yingda.telephony.tests.stage import AGENT, AT, SECOND, hang_up, leg_of, talking

pytestmark = pytest.mark.django_db


def test_means_and_the_worst_of_a_leg_are_kept_and_told_when_it_ends(floor):
    call = talking(floor)
    leg = leg_of(call, AGENT)
    measured(str(leg.uid), 0.0, 4.0, 20.0, at=AT)
    measured(str(leg.uid), 1.0, 8.0, None, at=AT + SECOND)
    measured(str(leg.uid), 0.5, 6.0, 40.0, at=AT + 2 * SECOND)
    kept = LegQuality.objects.get(leg=leg)
    assert (kept.samples, kept.loss, kept.loss_worst) == (3, 0.5, 1.0)
    assert (kept.jitter, kept.jitter_worst, kept.round_trip_worst) == (6.0, 8.0, 40.0)
    assert 20 < kept.round_trip < 40
    hang_up(leg, at=AT + 3 * SECOND)
    fact = Fact.objects.get(name="call.quality")
    assert (fact.data["loss"], fact.data["jitter"], fact.person) == (5, 6, floor.cast.wang.pk)
    measured(str(leg.uid), 90.0, 90.0, 90.0, at=AT + 4 * SECOND)
    assert LegQuality.objects.get(leg=leg).samples == 3


def test_a_leg_that_nobody_measured_tells_nothing(floor):
    call = talking(floor)
    hang_up(leg_of(call, AGENT), at=AT + SECOND)
    assert not Fact.objects.filter(name="call.quality").exists()
