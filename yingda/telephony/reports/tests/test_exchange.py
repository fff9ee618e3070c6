"""The exchange is held by one driver, is up or down, and may lose calls."""

import pytest

from yingda.contacts.tests.cast import AT, SECOND
from yingda.journal.models import Fact
from yingda.telephony.models import CallBack, Exchange
from yingda.telephony.reports.exchange import down, live_calls, lost, release, take, up
from yingda.telephony.tests.stage import CUSTOMER, fresh, leg_of, rings_in, talking

pytestmark = pytest.mark.django_db
VERSION = "22.10.1~dfsg+~cs6.17.60671434-1"


def test_an_exchange_is_held_by_one_driver_until_its_lease_lapses_or_is_given_back():
    assert take("main", "one", at=AT)
    assert take("main", "one", at=AT + SECOND)
    assert not take("main", "two", at=AT + 2 * SECOND)
    assert take("main", "two", at=AT + 3 * SECOND)
    assert not take("main", "one", at=AT + 4 * SECOND), "who was frozen finds out that it was replaced"
    release("main", "one")
    assert not take("main", "one", at=AT + 4 * SECOND), "only its holder gives a lease back"
    release("main", "two")
    assert take("main", "one", at=AT + 4 * SECOND)


def test_that_it_came_up_or_went_down_is_told_once():
    down("main", at=AT)
    down("main", at=AT + SECOND)
    up("main", VERSION, at=AT + 2 * SECOND)
    up("main", VERSION, at=AT + 3 * SECOND)
    told = Fact.objects.filter(name="exchange.state").order_by("pk").values_list("data", flat=True)
    assert list(told) == [{"up": False, "version": "unknown"}, {"up": True, "version": "22.10.1"}]
    assert Exchange.objects.get(name="main").since == AT + 2 * SECOND
    up("main", "22.11.0", at=AT + 4 * SECOND)
    row = Exchange.objects.get(name="main")
    assert (row.version, row.since) == ("22.11.0", AT + 2 * SECOND), "a new release is news, and it was up before"


@pytest.mark.parametrize("begin", [rings_in, talking])
def test_a_caller_lost_by_a_fault_is_called_back_once_whatever_was_going_on(floor, begin):
    call = begin(floor)
    seal_number(call)
    assert live_calls("here") == [call.pk]
    lost(call.pk, at=AT + SECOND)
    lost(call.pk, at=AT + 2 * SECOND)
    ended = fresh(call)
    assert (ended.hung_up_by, ended.cause, leg_of(call, CUSTOMER)) == ("system", "lost", None)
    assert ended.contact.state in {"ended", "archived"} and live_calls("here") == []
    assert CallBack.objects.get().reason == "lost"
    assert Fact.objects.filter(name="call.lost").count() == 1


def seal_number(call) -> None:
    from yingda.telephony import callers

    call.change(**callers.sealed("+8613800138000", call.uid))
