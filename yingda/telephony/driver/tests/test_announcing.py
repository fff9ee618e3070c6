"""Callers hear announcements as their line has them."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from yingda.contacts import hold
from yingda.lib.times import now
from yingda.telephony.driver.tests.stage import hear_each_other, only_call
from yingda.telephony.models import Hotline
from yingda.telephony.prompts.effective import heard
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


def test_music_ends_for_who_is_served_again_before_the_news_could_be_spoken(centre):
    wang = centre.floor.cast.wang
    customer, agent = centre.talk()
    contact = only_call().contact
    replace("hold_news", "zh", None, converted(3.0, pitch=OWN), by=wang, at=now())
    hold.hold(contact, by=wang, consent=True, expected_minutes=2, at=now())
    assert customer.stops_hearing(1000) and customer.hears_sound()
    with slow_disk(centre, "hold_news"):
        hold.tell(contact, by=wang, at=now())
        time.sleep(1)
        hold.resume(contact, by=wang, at=now())
        hear_each_other(customer, agent)


@contextmanager
def slow_disk(centre, prompt: str) -> Iterator[None]:
    """The driver cannot yet write this announcement, which is new, to where the exchange finds it."""
    (sound,) = [one for one in heard(None, now(), {prompt}) if one.source == "recorded"]
    path = Path(centre.pbx.address.sounds, f"{sound.file}.alaw")
    path.parent.mkdir(parents=True, exist_ok=True)
    pipe = path.with_suffix(f".{centre.driver.pid}")
    os.mkfifo(pipe)
    try:
        yield
    finally:
        assert not path.exists(), "nobody has waited for the disk"
        with os.fdopen(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)):
            pipe.unlink(missing_ok=True)
            path.unlink(missing_ok=True)
