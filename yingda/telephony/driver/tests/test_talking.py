"""Calls through a real exchange: rung, answered, heard on both sides, held, and ended by whomever."""

import pytest

from yingda.telephony.driver.tests.stage import leg_of, only_call, wait_for
from yingda.testing.pbx import until

pytestmark = [pytest.mark.commits, pytest.mark.timeout(120)]


def test_a_customer_waits_with_music_is_answered_and_talks(centre):
    desk = centre.desk(centre.floor.cast.wang)
    customer = centre.calls().answered()
    agent = desk.rings()
    assert customer.hears_sound()
    call = only_call()
    wait_for(lambda: leg_of(call, "agent").state == "ringing", "it does not ring")
    agent.answer()
    customer.say(600), agent.say(1000)
    assert agent.hears(600) and customer.hears(1000)
    customer.hang_up()
    assert agent.ended() == "normal"
    until(lambda: only_call().ended, "the call does not end")
    assert (only_call().hung_up_by, only_call().cause) == ("customer", "normal")
