import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connections

from yingda.contacts.arrive import arrive
from yingda.contacts.end import end
from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import SECOND, a_cast, a_person, again
from yingda.journal.models import Fact
from yingda.lib.errors import Refusal
from yingda.lib.ids import uuid7
from yingda.lib.times import now
from yingda.people.models import Role
from yingda.routing import clockwork, matching
from yingda.routing.enqueue import enqueue
from yingda.routing.errors import OfferGone
from yingda.routing.matching import match_once
from yingda.routing.models import Offer, Slot, Waiting
from yingda.routing.offers import accept, ring_out
from yingda.routing.tests.stage import offered, queued, ready, state_of

pytestmark = pytest.mark.commits
PATIENCE = 14  # seconds: less than three rings, after which offers would go on to others


@pytest.fixture
def cast(fresh_db):
    return a_cast()


def at_once(*works) -> list:
    """Run all at the same moment, each in a thread of its own. What each returned, or the refusal that it met."""
    results, start = [None] * len(works), threading.Barrier(len(works))

    def run(number, work):
        start.wait()
        try:
            results[number] = work()
        except Refusal as refusal:
            results[number] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def eventually(test) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if test():
            return True
        time.sleep(0.02)
    return False


def test_many_matchers_offer_nothing_twice_and_leave_nobody_free_waiting(cast):
    at = now()
    people = [a_person(f"p{n}", f"7{n:03}", "同事", Role.AGENT, cast.team) for n in range(8)]
    ready(*people, at=at)
    contacts = [queued(cast.hotline, at=at) for _ in range(12)]
    made = at_once(*[lambda: match_once(at)] * 4)
    assert sum(made) == 8
    assert Offer.objects.count() == 8
    assert Fact.objects.filter(name="offer.made").count() == 8
    offered_first = set(Offer.objects.values_list("contact", flat=True))
    assert offered_first == {contact.pk for contact in contacts[:8]}, "the first in the queue"


def test_a_customer_who_comes_while_others_match_is_offered_too(cast):
    at = now()
    ready(cast.wang, cast.chen, cast.he, at=at)

    def comes_and_matches():
        queued(cast.hotline, at=at)
        match_once(at)

    at_once(*[comes_and_matches] * 3)
    assert Offer.objects.open().count() == 3


@pytest.mark.parametrize("turn", range(5))
def test_accepting_in_the_moment_of_ringing_out_has_one_outcome(cast, turn):
    at = now()
    ready(cast.wang, at=at)
    contact = queued(cast.hotline, at=at)
    offer = offered(contact, at)
    accepted, rung_out = at_once(
        lambda: accept(offer, by=cast.wang, at=offer.rings_out), lambda: ring_out(offer, at=offer.rings_out)
    )
    offer.refresh_from_db()
    if rung_out:
        assert isinstance(accepted, OfferGone)
        assert (offer.outcome, again(contact).state, Waiting.objects.count()) == ("rung_out", "waiting", 1)
        assert not Slot.objects.exists()
    else:
        assert (offer.outcome, again(contact).state, Waiting.objects.count()) == ("accepted", "talking", 0)
        assert Slot.objects.get().contact == contact


@pytest.mark.parametrize("turn", range(5))
def test_a_customer_who_leaves_in_the_moment_of_the_answer_keeps_nobody_busy(cast, turn):
    at = now()
    ready(cast.wang, at=at)
    contact = queued(cast.hotline, at=at)
    offer = offered(contact, at)
    at += SECOND
    accepted, _ = at_once(
        lambda: accept(offer, by=cast.wang, at=at), lambda: end(contact, by="customer", at=at)
    )
    offer.refresh_from_db()
    assert again(contact).state == ("archived" if isinstance(accepted, Refusal) else "ended")  # missed, or served
    assert not Slot.objects.exists() and not Waiting.objects.exists()
    if isinstance(accepted, Refusal):
        assert (offer.outcome, state_of(cast.wang)) == ("withdrawn", "ready")
    else:
        assert (offer.outcome, state_of(cast.wang)) == ("accepted", "wrap_up")


def test_the_same_customer_arriving_twice_at_once_is_one_contact(cast):
    uid, at = uuid7(), now()

    def comes():
        contact = arrive(line=cast.hotline, channel="chat", uid=uid, at=at)
        enqueue(contact, at=at)
        return contact

    first, second = at_once(comes, comes)
    assert first == second
    assert (Contact.objects.count(), Waiting.objects.count()) == (1, 1)
    assert Fact.objects.filter(name="contact.queued").count() == 1


def test_when_a_matching_process_is_killed_midway_nobody_waits_for_ever(cast, fresh_db):
    at = now()
    ready(cast.wang, at=at)
    contact = queued(cast.hotline, at=at)
    with stalled_matcher(fresh_db) as process:
        process.kill()
        process.wait()
    assert not Offer.objects.exists(), "what was not committed never was"
    assert eventually(lambda: match_once(now()) == 1)
    assert again(contact).state == "offered"


@contextmanager
def stalled_matcher(fresh_db):
    process = subprocess.Popen(
        [sys.executable, "-m", "yingda.routing.tests.stalling"],
        env=fresh_db.environ | {"DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]},
        stdout=subprocess.PIPE, text=True,
    )
    try:
        assert process.stdout.readline() == "midway\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_two_clocks_of_which_one_is_killed_offer_everybody_once(cast, run_process):
    people = [a_person(f"p{n}", f"7{n:03}", "同事", Role.AGENT, cast.team, chats=1) for n in range(6)]
    first, _ = run_process("clock"), run_process("clock")
    ready(*people[:3], at=now())
    contacts = [queued(cast.hotline, at=now()) for _ in range(6)]
    assert eventually(lambda: Offer.objects.count() == 3)
    first.kill()
    ready(*people[3:], at=now())
    assert eventually(lambda: Offer.objects.count() == 6)
    assert set(Offer.objects.values_list("contact", flat=True)) == {contact.pk for contact in contacts}
    assert Offer.objects.values("person").distinct().count() == 6
    assert Fact.objects.filter(name="offer.made").count() == 6


@pytest.fixture
def matcher():
    clockwork.start()
    yield
    clockwork.stop()


def test_the_matcher_offers_right_after_the_commit_without_being_asked(cast, matcher):
    ready(cast.wang, at=now())
    contact = queued(cast.hotline, at=now())
    assert eventually(lambda: again(contact).state == "offered")


def test_a_matcher_that_fails_fails_no_caller_and_is_told(cast, matcher, monkeypatch):
    def broken(at):
        raise ZeroDivisionError

    monkeypatch.setattr(matching, "offer_batch", broken)
    ready(cast.wang, at=now())
    contact = queued(cast.hotline, at=now())
    assert eventually(Fact.objects.filter(name="routing.failed").exists)
    assert again(contact).state == "waiting"
    monkeypatch.undo()
    assert eventually(lambda: match_once(now()) == 1 or again(contact).state == "offered")
