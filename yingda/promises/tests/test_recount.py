"""When the hours of a line change, what is still to be kept is counted anew."""

import pytest

from yingda.cases import facts as cases
from yingda.promises import recount
from yingda.promises.explain import explain
from yingda.promises.tests.cast import AT, DAY, HOUR, MINUTE, facts_named, happens, promise
from yingda.promises.verbs import cancel
from yingda.standard import versions
from yingda.standard.models import CalendarDay

TUESDAY = (AT + DAY).date()


@pytest.fixture(autouse=True)
def _as_a_new_process(monkeypatch):
    monkeypatch.setattr(recount, "counted", {})


@pytest.fixture
def overnight(cast, case):
    """4.11, an hour of service time, opened half an hour before closing on Monday."""
    happens(cases.WAITING, AT + 9 * HOUR + 30 * MINUTE, case=case)
    return promise("4.11")


def closed_on_tuesday():
    CalendarDay.objects.create(day=TUESDAY, kind="closed", name="设备检修")
    versions.forget()


def test_nothing_moves_as_long_as_no_calendar_changes(overnight):
    assert recount.recount(AT + 10 * HOUR) == 0
    assert facts_named() == ["opened"]


def test_a_day_that_is_closed_after_all_moves_the_limit(overnight):
    recount.recount(AT + 10 * HOUR)
    closed_on_tuesday()
    assert recount.recount(AT + 10 * HOUR) == 1
    moved = promise("4.11")
    assert moved.limit == overnight.limit + DAY == explain(moved).limit
    assert facts_named() == ["opened", "recounted"]
    assert recount.recount(AT + 10 * HOUR) == 0


def test_what_is_settled_stays_as_it_was(cast, overnight):
    cancel(overnight, by=cast.wang, reason="客户撤回", at=AT + 10 * HOUR)
    closed_on_tuesday()
    assert recount.recount(AT + 10 * HOUR) == 0
