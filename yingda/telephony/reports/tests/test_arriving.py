"""Somebody calls: which line, who it is, in hours or not, and that nothing is done twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import AT
from yingda.customers.making_known import create
from yingda.journal.models import Fact
from yingda.routing.models import Waiting
from yingda.telephony import callers
from yingda.telephony.lobby.tests.stage import CALLER, NIGHT, calls, hears, plain
from yingda.telephony.models import Call, CallBack, Number
from yingda.telephony.reports.arriving import arrived
from yingda.telephony.tests.stage import AGENT, CUSTOMER, hang_up, leg_of, live

pytestmark = pytest.mark.django_db


def test_a_caller_of_a_plain_line_waits_at_once_and_their_number_is_sealed(floor):
    plain(floor)
    call = calls(floor.number)
    contact, leg = call.contact, leg_of(call, CUSTOMER)
    assert (contact.line, contact.channel, contact.state) == (floor.cast.hotline, "phone", "waiting")
    assert Waiting.objects.get().contact == contact
    assert (call.stage, call.trunk.name, leg.place, leg.state) == ("queue", "carrier", "queue", "up")
    assert callers.number_of(call) == "+8613800138000" and CALLER.encode() not in bytes(call.sealed)
    assert callers.masked(call) == "138****8000"


def test_the_same_channel_twice_is_one_call(floor):
    plain(floor)
    first = calls(floor.number, channel="PJSIP/carrier-7")
    again = calls(floor.number, channel="PJSIP/carrier-7")
    assert first.pk == again.pk and Contact.objects.count() == 1


@pytest.mark.parametrize("change", [{"active": False}, {"digits": "4000099999"}])
def test_a_number_that_is_not_in_use_is_unallocated(floor, change):
    number = Number(digits=floor.number.digits)
    Number.objects.filter(pk=floor.number.pk).update(**change)
    assert calls(number) is None and not Contact.objects.exists()


def test_a_line_that_is_closed_down_takes_no_calls(floor):
    type(floor.cast.hotline).objects.filter(pk=floor.cast.hotline.pk).update(active=False)
    assert calls(floor.number) is None


def test_a_caller_known_by_one_customers_number_is_recognised(floor):
    plain(floor)
    li = create(name="李明", phones=[CALLER], by=None, line=floor.cast.hotline, at=AT)
    assert calls(floor.number).contact.customer == li
    create(name="李雪", phones=[CALLER], by=None, line=floor.cast.hotline, at=AT)
    assert calls(floor.number).contact.customer is None  # shared: nobody is taken for another


@pytest.mark.parametrize("caller", ["anonymous", "", "unknown", "1001", "+", "9" * 40, "138-0013", "'; --"])
def test_hidden_and_malformed_callers_are_served_like_others(floor, caller):
    plain(floor)
    call = calls(floor.number, caller=caller)
    assert call.stage == "queue" and not call.sealed and callers.number_of(call) == ""
    assert callers.masked(call) is None


@pytest.mark.parametrize("caller", [CALLER, "+8613800138000", "008613800138000", "013800138000"])
def test_one_caller_is_known_however_carriers_write_the_number(floor, caller):
    plain(floor)
    assert callers.number_of(calls(floor.number, caller=caller)) == "+8613800138000"


def test_outside_service_hours_a_caller_hears_when_service_resumes(floor):
    plain(floor, languages=["zh"])
    call = calls(floor.number, at=NIGHT)
    assert (call.stage, call.contact.state) == ("lobby", "waiting")
    assert hears(call)[0] == "zh/closed_a" and "zh/tomorrow" in hears(call)
    assert Fact.objects.filter(name="contact.closed_hours").exists() and not Waiting.objects.exists()


def test_who_hangs_up_outside_service_hours_owes_nobody_anything(floor):
    plain(floor)
    call = calls(floor.number, at=NIGHT)
    hang_up(leg_of(call, CUSTOMER), at=NIGHT + timedelta(seconds=30))
    call.refresh_from_db()
    assert (call.stage, Contact.objects.get().state) == ("ended", "archived")
    assert not CallBack.objects.exists() and not live(call)


def test_the_trunk_is_the_one_by_which_the_call_came(floor):
    plain(floor)
    Number.objects.update(trunk=None)
    assert calls(floor.number).trunk.name == "carrier"


def test_a_web_call_without_a_valid_ticket_is_unallocated(floor):
    found = arrived("here", "PJSIP/webcall-1", origin="web", endpoint="webcall", dialled="0" * 40, caller="", at=AT)
    assert found == "unallocated"


def test_a_colleagues_phone_dials_out_and_its_leg_is_up(floor):
    call = arrived(
        "here", "PJSIP/a6021-1", origin="agent", endpoint="a6021", dialled=CALLER, caller="a6021", at=AT
    )
    call = Call.objects.get(pk=call)
    agent, customer = leg_of(call, AGENT), leg_of(call, CUSTOMER)
    assert (agent.person, agent.state, agent.channel) == (floor.cast.wang, "up", "PJSIP/a6021-1")
    assert (customer.state, call.stage, call.contact.direction) == ("wanted", "dial", "outbound")


@pytest.mark.parametrize("dialled", ["110x", "12", CALLER + "0000"])
def test_what_a_phone_dials_wrongly_is_unallocated_and_leaves_nothing(floor, dialled):
    found = arrived("here", "PJSIP/a6021-1", origin="agent", endpoint="a6021", dialled=dialled, caller="", at=AT)
    assert found == "unallocated" and not Contact.objects.exists()


def test_a_phone_that_nobody_owns_dials_nothing(floor):
    assert arrived("here", "c", origin="agent", endpoint="x", dialled=CALLER, caller="", at=AT) == "unallocated"


def test_a_call_arrives_in_few_statements(floor):
    plain(floor)
    calls(floor.number)  # the standard is read once in a process
    with CaptureQueriesContext(connection) as asked:
        calls(floor.number, caller="13900139000")
    assert len(asked) <= 25, "\n".join(one["sql"][:150] for one in asked.captured_queries)
