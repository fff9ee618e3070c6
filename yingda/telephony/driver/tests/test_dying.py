"""Drivers die, freeze and take turns, and so does the exchange: nobody is dropped by us, and nothing is believed that
is not so."""

import os
import signal
import time

import pytest

from yingda.telephony.driver.tests.stage import (
    HOTLINE,
    STARTS_SECONDS,
    exchange,
    hear_each_other,
    is_over,
    leg_of,
    only_call,
    wait_for,
)
from yingda.telephony.models import Call, CallBack, Recording
from yingda.testing.databases import database_is_locked
from yingda.testing.processes import frozen

pytestmark = [pytest.mark.commits, pytest.mark.timeout(120)]
TAKEN_OVER_SECONDS = 3.5  # a lease of 2 s, a connect, and what a busy machine needs


def test_a_killed_driver_drops_nobody_and_its_successor_finds_out_what_ended(centre):
    cast = centre.floor.cast
    first, second = centre.talk(cast.wang), centre.talk(cast.chen)
    going, over = Call.objects.order_by("pk")
    centre.driver.kill()
    second[0].hang_up()
    hear_each_other(*first)
    time.sleep(0.5)
    assert second[1].gone is None, "nobody is there to free the agent"

    note = f"{int(time.time())}|13900139009|{HOTLINE}|trunk||abandoned|"
    centre.pbx.asterisk.command(f'database put yingda-fallback 1.2 "{note}"')

    centre.drive()
    assert second[1].ended() == "normal"
    assert is_over(over).hung_up_by == "customer"
    hear_each_other(*first, tones=(700, 1100))
    first[0].hang_up()
    assert first[1].ended() == "normal"
    assert is_over(going).hung_up_by == "customer"
    wait_for(lambda: Recording.objects.exclude(source="").count() == 2, "a recording was not delivered")
    served_alone = Call.objects.order_by("pk").last()
    assert (served_alone.cause, CallBack.objects.get().contact) == ("fallback", served_alone.contact)
    assert "13900139009" not in centre.pbx.asterisk.command("database show yingda-fallback")


def test_a_second_driver_stands_by_and_takes_over_with_new_calls_within_seconds(centre):
    customer, agent = centre.talk(centre.floor.cast.wang)
    standby = centre.stands_by()
    waiting = centre.calls(caller="13900139000").answered()
    assert waiting.hears_sound()
    before = exchange().driver
    centre.driver.kill()
    since = time.monotonic()
    late = centre.calls(caller="13900139001").answered()
    assert time.monotonic() - since < TAKEN_OVER_SECONDS, standby.said
    assert exchange().driver not in {"", before}, standby.said
    hear_each_other(customer, agent)
    agent.hang_up()
    assert customer.ended() == "normal"
    assert waiting.hears_sound() and late.hears_sound()
    assert CallBack.objects.count() == 0


def test_a_frozen_driver_is_replaced_and_does_nothing_when_it_wakes(centre):
    customer, agent = centre.talk(centre.floor.cast.wang)
    standby, before = centre.stands_by(), exchange().driver
    with frozen(centre.driver, unless=database_is_locked):
        since = time.monotonic()
        assert centre.calls(caller="13900139000").answered().hears_sound()
        assert time.monotonic() - since < TAKEN_OVER_SECONDS + 1, standby.said
        now_driving = exchange().driver
        assert now_driving not in {"", before}, standby.said
    centre.driver.wait_until_it_says("Another driver has taken exchange", 5)
    hear_each_other(customer, agent)
    customer.hang_up()
    assert agent.ended() == "normal"
    assert exchange().driver == now_driving


def test_a_driver_that_is_asked_to_end_leaves_the_calls_and_gives_way_at_once(centre):
    customer, agent = centre.talk(centre.floor.cast.wang)
    centre.driver.terminate()
    assert centre.driver.wait(5) == 0, centre.driver.said
    assert exchange().driver == ""
    hear_each_other(customer, agent, tones=(700, 1100))
    centre.drive()
    wait_for(lambda: exchange().driver, "the next driver does not begin", STARTS_SECONDS)
    customer.hang_up()
    assert agent.ended() == "normal"


def test_when_the_exchange_dies_it_is_told_within_seconds_and_its_callers_are_called_back(centre):
    customer, agent = centre.talk(centre.floor.cast.wang)
    call = only_call()
    os.kill(centre.pbx.asterisk.pid, signal.SIGKILL)
    wait_for(lambda: not exchange().up, "that the exchange is down is not told", 2)
    centre.pbx.start()
    wait_for(lambda: exchange().up, "that it is up again is not told", 5)
    ended = is_over(call)
    assert (ended.hung_up_by, ended.cause) == ("system", "lost")
    back = CallBack.objects.get()
    assert (back.contact, back.reason) == (call.contact, "lost")
    assert leg_of(call).state == "ended" and customer and agent
    assert centre.calls(caller="13900139000").answered().hears_sound()
