"""Trunks of the real exchange: full ones."""

import pytest

from yingda.journal.models import Fact
from yingda.telephony.driver.tests.stage import is_over, only_call
from yingda.telephony.models import Call, Trunk

pytestmark = [pytest.mark.commits, pytest.mark.timeout(120)]


def test_who_calls_beyond_the_trunks_lines_hears_busy(centre):
    Trunk.objects.update(most_calls=1)
    customer = centre.calls().answered()
    call = only_call()
    assert centre.calls(caller="13900139000").ended() == "busy"
    assert Fact.objects.filter(name="trunk.full", line=call.contact.line_id).count() == 1
    assert Call.objects.count() == 1
    customer.hang_up()
    is_over(call)
    centre.calls(caller="13900139000").answered()
