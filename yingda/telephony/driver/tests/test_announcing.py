"""Callers hear announcements as their line has them."""

import pytest

from yingda.lib.times import now
from yingda.telephony.models import Hotline
from yingda.telephony.prompts.replacing import replace
from yingda.telephony.prompts.tests.test_replacing import converted

pytestmark = [pytest.mark.commits, pytest.mark.timeout(240)]
OWN = 1400  # Hz, of what the house has recorded in place of the notice


def test_a_caller_hears_the_recording_of_the_house_in_place_of_the_shipped_notice(centre):
    cast = centre.floor.cast
    Hotline.objects.filter(line=cast.hotline).update(notice=True)
    replace("notice", "zh", None, converted(3.0, pitch=OWN), by=cast.wang, at=now())
    caller = centre.calls().answered()
    assert caller.hears(OWN)
    caller.hang_up()
