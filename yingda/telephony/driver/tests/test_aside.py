"""One process matches and places for those that nudge it; when it dies they do it for themselves."""

import os
import signal
import time

import pytest
from django.db import connections

from yingda.contacts.tests.cast import a_cast
from yingda.journal import placer
from yingda.journal.models import Fact, Placed
from yingda.lib.db import on_postgresql
from yingda.lib.times import now
from yingda.routing import matcher
from yingda.routing.models import Offer
from yingda.routing.tests.stage import queued, ready
from yingda.telephony.driver.aside import Aside
from yingda.telephony.driver.tests.test_hands import is_alive
from yingda.testing.patience import until

pytestmark = [pytest.mark.commits, pytest.mark.timeout(60)]


@pytest.fixture
def cast(fresh_db):
    """Committed: the process is another reader of the database."""
    return a_cast()


@pytest.fixture
def aside(cast):
    aside = Aside()
    yield aside
    aside.end()


def somebody_waits(cast) -> None:
    ready(cast.wang, at=now())
    queued(cast.hotline, at=now())


def offered() -> bool:
    return Offer.objects.exists()


def placed() -> bool:
    return Placed.objects.count() == Fact.objects.count() > 0


def test_what_is_committed_is_offered_and_placed_by_the_other_process(cast, aside):
    with aside.used():
        somebody_waits(cast)
        until(offered, "nobody was offered the contact")
        until(placed, "facts were not placed")
    assert not matcher.RUNNING and not placer.NUDGED and not matcher.NUDGED


def test_without_it_nothing_would_have_happened(cast):
    """So that the test before says something: in this process nobody matches."""
    somebody_waits(cast)
    time.sleep(0.5)
    assert not offered()
    assert placed() or on_postgresql()


def test_when_it_has_died_its_user_goes_on_alone(cast, aside):
    with aside.used():
        os.kill(aside.pid, signal.SIGKILL)
        until(lambda: not is_alive(aside.pid), "it was not killed")
        somebody_waits(cast)
        until(offered, "nobody was offered the contact")
        until(placed, "facts were not placed")
        assert aside.died and len(matcher.RUNNING) == 1
    assert not matcher.RUNNING and not placer.NUDGED
    connections.close_all()


def test_more_nudges_than_it_can_hear_stop_nobody(cast, aside):
    os.kill(aside.pid, signal.SIGSTOP)
    with aside.used():
        for _ in range(100_000):
            aside.match()
        os.kill(aside.pid, signal.SIGCONT)
        somebody_waits(cast)
        until(offered, "nobody was offered the contact")


def test_it_goes_even_if_somebody_still_holds_on_to_it(cast, monkeypatch):
    monkeypatch.setattr("yingda.telephony.driver.aside.LONGEST_END_SECONDS", 0.2)
    aside = Aside()
    held = os.dup(aside.nudging)
    aside.end()
    assert not is_alive(aside.pid)
    os.close(held)
