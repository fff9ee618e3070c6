"""Call-backs: one open per line and caller, never a state without a way out."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from yingda.contacts.tests.cast import AT, SECOND
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7
from yingda.telephony import callbacks
from yingda.telephony.callback_errors import Closed, ReasonNeeded
from yingda.telephony.callers import sealed
from yingda.telephony.fallback import missed_by_fallback
from yingda.telephony.lobby.tests.stage import CALLER, calls, own_leg, plain
from yingda.telephony.models import Attempt, Call, CallBack
from yingda.telephony.outbound import call_out
from yingda.telephony.outbound_course import result
from yingda.telephony.tests.stage import AGENT, CUSTOMER, a_floor, fresh, hang_up, leg_of, offered, pick_up

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def abandons(floor, *, caller=CALLER, at=AT, after=20):
    call = calls(floor.number, caller=caller, at=at)
    hang_up(own_leg(call), at=at + after * SECOND)
    return fresh(call)


def test_a_caller_who_gave_up_is_to_be_called_back_once_however_often_they_tried(floor):
    plain(floor)
    abandons(floor)
    last = abandons(floor, at=AT + MINUTE)
    row = CallBack.objects.get()
    assert (row.reason, row.missed, row.contact, row.due) == ("abandoned", 2, last.contact, AT + 20 * SECOND)
    assert [fact.data["again"] for fact in Fact.objects.filter(name="call_back.opened")] == [False, True]
    assert last.contact.state == "archived"  # nobody is left to file it


def test_other_callers_and_other_lines_have_their_own(floor):
    plain(floor)
    abandons(floor)
    abandons(floor, caller="13900139000")
    floor.number.line = floor.cast.shop
    floor.number.save()
    abandons(floor)
    assert CallBack.objects.count() == 3


def test_a_hidden_number_cannot_be_called_back(floor):
    plain(floor)
    assert abandons(floor, caller="anonymous").contact.state == "archived"
    assert not CallBack.objects.exists()


def test_short_abandons_open_none_but_count_in_one_that_is_open(floor):
    plain(floor, short_abandon=5)
    abandons(floor, after=5)
    assert not CallBack.objects.exists()
    abandons(floor, after=6)
    abandons(floor, after=2)
    assert CallBack.objects.get().missed == 2


def test_who_hangs_up_while_the_agents_phone_rings_is_called_back(floor):
    plain(floor)
    call, leg = offered(floor)
    Call.objects.filter(pk=call.pk).update(**numbered(call))
    hang_up(leg_of(call, CUSTOMER), at=AT + 9 * SECOND)
    assert CallBack.objects.get().reason == "abandoned"
    leg.refresh_from_db()
    assert leg.state == "ended"


def numbered(call, number="+8613800138000"):
    return sealed(number, call.uid)


def test_being_answered_closes_it_by_itself(floor):
    plain(floor)
    abandons(floor)
    call, leg = offered(floor, at=AT + MINUTE)
    Call.objects.filter(pk=call.pk).update(**numbered(call))
    pick_up(leg, at=AT + MINUTE)
    row = CallBack.objects.get()
    assert (row.state, row.done, row.done_by) == ("done", AT + MINUTE, floor.cast.wang)
    hang_up(leg_of(call, CUSTOMER), at=AT + 2 * MINUTE)
    assert CallBack.objects.count() == 1  # it was answered


def test_a_call_lost_by_a_fault_is_called_back_even_when_it_was_answered(floor):
    call, leg = offered(floor)
    Call.objects.filter(pk=call.pk).update(**numbered(call))
    pick_up(leg, at=AT)
    for _ in range(2):
        callbacks.missed(fresh(call), "lost", AT + MINUTE)
    row = CallBack.objects.get()
    assert (row.reason, row.missed) == ("lost", 1)


def test_cancelling_needs_a_reason_and_is_done_once(floor):
    plain(floor)
    abandons(floor)
    row = CallBack.objects.get()
    with pytest.raises(ReasonNeeded):
        callbacks.cancel(row, by=floor.cast.wang, reason=" ", at=AT)
    for _ in range(2):
        callbacks.cancel(row, by=floor.cast.wang, reason="客户已到窗口办理", at=AT + MINUTE)
    row.refresh_from_db()
    assert (row.state, row.note, row.done_by) == ("cancelled", "客户已到窗口办理", floor.cast.wang)
    assert Fact.objects.filter(name="call_back.closed").count() == 1
    CallBack.objects.update(state="done")
    with pytest.raises(Closed):
        callbacks.cancel(row, by=floor.cast.wang, reason="x", at=AT)


def test_a_caller_missed_after_the_end_of_one_opens_another(floor):
    plain(floor)
    abandons(floor)
    callbacks.cancel(CallBack.objects.get(), by=floor.cast.wang, reason="x", at=AT + MINUTE)
    abandons(floor, at=AT + 2 * MINUTE)
    assert CallBack.objects.filter(state="open").count() == 1 and CallBack.objects.count() == 2


@pytest.mark.parametrize(("answered", "owed"), [(False, 1), (True, 0)])
def test_callers_whom_the_exchange_served_alone_are_entered_afterwards(floor, answered, owed):
    for _ in range(2):
        missed_by_fallback(floor.number.digits, CALLER, AT, answered=answered)
    call = Call.objects.get()
    assert (call.contact.arrived, call.contact.state, call.stage) == (AT, "archived", "ended")
    assert CallBack.objects.count() == owed
    missed_by_fallback("999", CALLER, AT, answered=False)
    assert Call.objects.count() == 1


class CallBacks(RuleBasedStateMachine):
    """Callers of two numbers give up, are answered, called back with any result, corrected, or given up on."""

    tries = Bundle("tries")

    @initialize()
    def begin(self):
        self.floor, self.at = a_floor(), AT
        plain(self.floor, retries=1, retry_minutes=1, short_abandon=0)

    def pass_time(self, minutes=2):
        self.at += minutes * MINUTE

    @rule(caller=st.sampled_from(["13800138000", "13900139000"]))
    def gives_up(self, caller):
        self.pass_time()
        abandons(self.floor, caller=caller, at=self.at)

    @precondition(lambda self: CallBack.objects.filter(state="open").exists())
    @rule(
        target=tries,
        cause=st.sampled_from(["busy", "no_answer", "unallocated", "failed", "declined", "normal", "answers"]),
    )
    def calls_back(self, cause):
        self.pass_time()
        row = CallBack.objects.filter(state="open").earliest("due")
        self.at = max(self.at, row.due)
        wang = self.floor.cast.wang
        call = call_out(wang, row.line, uid=uuid7(), at=self.at, call_back=row)
        pick_up(leg_of(call, AGENT), at=self.at)
        if cause == "answers":
            pick_up(leg_of(call, CUSTOMER), at=self.at)
            cause = "normal"
        hang_up(leg_of(call, CUSTOMER), cause, at=self.at + SECOND)
        return call

    @rule(call=tries, word=st.sampled_from(Attempt.Result.values))
    def agent_says(self, call, word):
        result(fresh(call), word, by=self.floor.cast.wang, at=self.at)
        assert Attempt.objects.get(contact=call.contact).result == word

    @precondition(lambda self: CallBack.objects.filter(state="open").exists())
    @rule()
    def somebody_cancels(self):
        row = CallBack.objects.filter(state="open").first()
        callbacks.cancel(row, by=self.floor.cast.wang, reason="不再需要", at=self.at)

    @invariant()
    def one_open_for_each_caller(self):
        open_ones = [bytes(row.lookup) for row in CallBack.objects.filter(state="open")]
        assert len(open_ones) == len(set(open_ones))

    @invariant()
    def the_closed_say_when_and_the_open_do_not(self):
        for row in CallBack.objects.all():
            assert (row.state == "open") == (row.done is None)
            assert row.tries <= 2 or row.state != "open"

    @invariant()
    def every_unanswered_contact_is_filed_and_nobody_is_left_on_the_line(self):
        for call in Call.objects.filter(contact__answered=None).select_related("contact"):
            assert (call.contact.state, call.stage) == ("archived", "ended")


class InATransaction(CallBacks):
    """Each run is rolled back."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)


def test_call_backs_stay_sound_whatever_happens():
    run_state_machine_as_test(
        InATransaction,
        settings=settings(
            max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


