"""A trunk carries so many calls and no more: those of ours are told so, those of callers hear that it is busy."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import a_person, signed_in
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7
from yingda.people.models import Role
from yingda.telephony.consulting import consult
from yingda.telephony.errors import TrunkFull
from yingda.telephony.lines import SPARE, taken
from yingda.telephony.lobby.tests.stage import CALLER, calls, plain
from yingda.telephony.models import Attempt, Call, Hotline, Number, Trunk
from yingda.telephony.outbound import call_out
from yingda.telephony.reports.arriving import arrived
from yingda.telephony.tests.stage import AGENT, AT, CUSTOMER, OUTSIDE, hang_up, leg_of, pick_up, talking
from yingda.telephony.wanted import wanted

pytestmark = pytest.mark.django_db
NUMBER = "13900139000"


@pytest.fixture
def trunk(floor):
    """The line's only trunk, with one line. Callers come straight into the queue."""
    plain(floor)
    Trunk.objects.update(most_calls=1)
    return Trunk.objects.get()


@pytest.fixture
def second(floor, trunk):
    """Another trunk of the hotline, and one that belongs to nobody."""
    Trunk.objects.create(name="stranger", host="127.0.0.5")
    other = Trunk.objects.create(name="second", host="127.0.0.4", most_calls=1)
    Number.objects.create(digits="4000054321", line=floor.cast.hotline, trunk=other)
    return other


def dial(floor, *, by=None, number=NUMBER):
    return call_out(by or floor.cast.wang, floor.cast.hotline, uid=uuid7(), at=AT, number=number)


def dialled_by(call, party=CUSTOMER) -> str:
    """The trunk that the exchange is to use."""
    return next(leg.dial.partition("@")[2] for leg in wanted(call.pk).legs if leg.party == party)


def test_a_caller_beyond_the_trunks_lines_hears_busy_and_leaves_a_fact(floor, trunk):
    first = calls(floor.number)
    turned_away = arrived(
        "here", "PJSIP/carrier-x", origin="trunk", endpoint="carrier", dialled=floor.number.digits, caller="", at=AT
    )
    assert turned_away == "busy" and Contact.objects.count() == 1
    fact = Fact.objects.get(name="trunk.full")
    assert (fact.line, fact.data) == (floor.cast.hotline.pk, {"trunk": str(trunk.uid)})
    hang_up(leg_of(first, CUSTOMER))
    assert calls(floor.number)


def test_a_channel_that_is_told_twice_is_not_busy_with_itself(floor, trunk):
    assert calls(floor.number, channel="PJSIP/carrier-7").pk == calls(floor.number, channel="PJSIP/carrier-7").pk


def test_a_call_of_ours_beyond_them_is_refused_with_the_trunks_name_and_limit(floor, trunk):
    calls(floor.number)
    with pytest.raises(TrunkFull) as refused:
        dial(floor)
    assert "中继“carrier”的 1 路" in refused.value.say("zh") and "more lines or another" in refused.value.say("en")
    assert Contact.objects.count() == 1 and not Attempt.objects.exists()


def test_a_call_that_is_about_to_dial_has_its_line_already(floor, trunk):
    call = dial(floor)
    assert taken([trunk.pk]) == {trunk.pk: 1}
    with pytest.raises(TrunkFull):
        dial(floor, by=floor.cast.chen, number="13700137000")
    pick_up(leg_of(call, AGENT))
    assert dialled_by(call) == "carrier" and taken([trunk.pk]) == {trunk.pk: 1}


def test_a_call_whose_agent_never_picks_up_gives_its_line_back(floor, trunk):
    hang_up(leg_of(dial(floor), AGENT), "no_answer")
    assert taken([trunk.pk]) == {}


def test_another_trunk_of_the_line_is_taken_and_never_a_strangers(floor, second):
    calls(floor.number)
    call = dial(floor)
    pick_up(leg_of(call, AGENT))
    assert dialled_by(call) == "second"
    with pytest.raises(TrunkFull):
        dial(floor, by=floor.cast.chen, number="13700137000")


def test_a_line_without_a_trunk_of_its_own_calls_by_any_that_has_room(floor, second):
    calls(floor.number)
    Number.objects.update(trunk=None)
    call = dial(floor)
    pick_up(leg_of(call, AGENT))
    assert dialled_by(call) == "stranger"


def test_a_line_that_fills_up_while_the_agents_phone_rings_is_left_for_another(floor, second):
    call = dial(floor)
    Trunk.objects.filter(name="carrier").update(most_calls=0)
    pick_up(leg_of(call, AGENT))
    assert dialled_by(call) == "second"


def test_without_another_the_try_does_not_count(floor, trunk):
    call = dial(floor)
    Trunk.objects.update(most_calls=0)
    pick_up(leg_of(call, AGENT))
    assert Call.objects.get(pk=call.pk).ended and Attempt.objects.get().result == "failed"


def test_somebody_outside_is_rung_by_a_trunk_with_room_while_the_customer_stays_on_theirs(floor, second):
    call = talking(floor)
    call.legs.filter(party=CUSTOMER).update(trunk=call.trunk)
    consult(call.contact, by=floor.cast.wang, number=NUMBER, consent=True, at=AT)
    assert dialled_by(call, OUTSIDE) == "second" and taken([second.pk, call.trunk.pk]) == {
        second.pk: 1,
        call.trunk.pk: 1,
    }


def test_who_is_refused_a_third_party_has_the_customer_still(floor, trunk):
    call = talking(floor)
    call.legs.filter(party=CUSTOMER).update(trunk=trunk)
    with pytest.raises(TrunkFull):
        consult(call.contact, by=floor.cast.wang, number=NUMBER, consent=True, at=AT)
    assert leg_of(call, CUSTOMER).place == "talk" and not call.contact.holds.exists()


def test_a_web_call_takes_no_line_of_a_trunk(floor, trunk):
    call = talking(floor)
    call.change(web=True)
    assert taken([trunk.pk]) == {}


def test_a_colleagues_phone_that_dials_beyond_them_hears_busy(floor, trunk):
    calls(floor.number)
    said = arrived("here", "PJSIP/a6021-1", origin="agent", endpoint="a6021", dialled=CALLER, caller="", at=AT)
    assert said == "busy" and Contact.objects.count() == 1


def test_the_page_shows_how_many_are_in_use(floor, trunk):
    calls(floor.number)
    admin = a_person("admin", "6000", "梁静", Role.ADMINISTRATOR, None, chats=0)
    [shown] = signed_in(admin).get("/api/trunks").json()["items"]
    assert (shown["calls"], shown["most_calls"]) == (1, 1)


def test_the_number_that_a_line_shows_names_its_trunk_too(floor, second):
    Hotline.objects.filter(line=floor.cast.hotline).update(caller_number=Number.objects.get(digits="4000054321"))
    floor.cast.hotline.refresh_from_db()
    call = dial(floor)
    assert call.trunk.name == "second"


class Meanwhile(threading.Thread):
    """Does this beside the test, on a connection of its own; `came_of_it` is what it returned."""

    def __init__(self, work):
        super().__init__(daemon=True)
        self.work, self.came_of_it = work, None

    def run(self):
        try:
            self.came_of_it = self.work()
        finally:
            connections.close_all()


@contextmanager
def before_that_is_written(work):
    """What is done inside is written only after `work` has begun beside it, which must wait for it."""
    beside = Meanwhile(work)
    with transaction.atomic():
        yield beside
        beside.start()
        beside.join(0.5)
        assert beside.is_alive(), "nobody waited for the line to be taken"
    beside.join(20)
    assert not beside.is_alive()


def another_comes(floor):
    return arrived(
        "here", "PJSIP/carrier-y", origin="trunk", endpoint="carrier", dialled=floor.number.digits, caller="", at=AT
    )


@pytest.mark.commits
def test_of_two_callers_in_the_same_instant_one_gets_the_last_line(floor, trunk):
    with before_that_is_written(lambda: another_comes(floor)) as other:
        assert calls(floor.number)
    assert other.came_of_it == "busy"
    assert Contact.objects.count() == 1 and Fact.objects.filter(name="trunk.full").count() == 1


@pytest.mark.commits
def test_a_caller_in_the_instant_in_which_we_dial_hears_busy(floor, trunk):
    with before_that_is_written(lambda: another_comes(floor)) as other:
        dial(floor)
    assert other.came_of_it == "busy" and taken([trunk.pk]) == {trunk.pk: 1}


@pytest.mark.commits
def test_a_call_of_ours_in_the_instant_in_which_a_caller_gets_the_last_line_goes_by_another(floor, second):
    with before_that_is_written(lambda: dial(floor).trunk.name) as ours:
        assert calls(floor.number)
    assert ours.came_of_it == "second"


def test_far_from_the_limit_nobody_is_locked_for_a_line(floor, trunk):
    Trunk.objects.update(most_calls=SPARE + 1)
    calls(floor.number)  # the standard is read once in a process
    with CaptureQueriesContext(connection) as far:
        calls(floor.number)
    with CaptureQueriesContext(connection) as near:
        calls(floor.number)
    assert len(near) == len(far) + 3  # its own lines, the lock, and its own lines again
    assert not [one for one in far.captured_queries if "NO KEY" in one["sql"]]
