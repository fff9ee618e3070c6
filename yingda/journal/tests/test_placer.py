"""Whoever commits when: every fact gets one place, places are dense, and nobody waits for a slow writer."""

import subprocess
import sys
import threading
import time

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from yingda.journal import feed
from yingda.journal.models import Fact, Placed, Unplaced
from yingda.journal.placer import Placer, place_once
from yingda.journal.tests.cast import speak
from yingda.journal.tests.writer import dawdle, scribble
from yingda.lib.db import on_postgresql

HOLDER = 999_999
PATIENCE_SECONDS = 40


class Subscriber(feed.Follower):
    """Keeps all it hears."""

    def __init__(self):
        super().__init__(self.keep, position=0)
        self.heard = []

    def keep(self, entries):
        self.heard += [(entry.position, entry.fact.data["number"]) for entry in entries]

    @property
    def numbers(self):
        return [number for _, number in self.heard]


@pytest.fixture
def subscribers(fresh_db):
    both = [Subscriber(), Subscriber()]
    for subscriber in both:
        subscriber.start()
    yield both
    for subscriber in both:
        subscriber.stop()


@pytest.fixture
def placer(fresh_db):
    placer = Placer()
    placer.start()
    yield placer
    placer.stop()


def test_writers_in_threads_and_processes_that_commit_out_of_order_lose_nothing(fresh_db, subscribers, placer):
    """One holds its transaction open all the while: its fact comes last, and nobody waits for it."""
    others = {*range(0, 100), *range(1000, 1040), *range(2000, 2040)}
    release = threading.Event()
    # SQLite has one writer: there the others do wait, so it holds for a moment only.
    holder = in_a_thread(lambda: dawdle(HOLDER, lambda: release.wait(PATIENCE_SECONDS if on_postgresql() else 0.5)))
    time.sleep(0.2)
    writers = [in_a_thread(lambda first=first: scribble(first, 20)) for first in range(0, 100, 20)]
    processes = [process(fresh_db, "write", first, 40) for first in (1000, 2000)]
    if on_postgresql():
        wait_until(lambda: all(others <= set(subscriber.numbers) for subscriber in subscribers))
    release.set()
    for writer in (holder, *writers):
        writer.join(PATIENCE_SECONDS)
    assert [running.wait(PATIENCE_SECONDS) for running in processes] == [0, 0]
    wait_until(lambda: all(len(subscriber.heard) == len(others) + 1 for subscriber in subscribers))
    assert_heard_alike(subscribers, others | {HOLDER})
    assert not on_postgresql() or subscribers[0].numbers[-1] == HOLDER


def assert_heard_alike(subscribers, numbers):
    first, second = subscribers
    assert first.heard == second.heard == [(one.position, one.fact.data["number"]) for one in feed.after(0, 10_000)]
    assert [position for position, _ in first.heard] == list(range(1, len(numbers) + 1))
    assert set(first.numbers) == numbers
    assert not Unplaced.objects.exists()


def test_a_placer_killed_in_the_middle_leaves_its_work_to_another(fresh_db):
    speak(1, 2, 3) if on_postgresql() else None
    stalled = process(fresh_db, "stall", 10, 1 if not on_postgresql() else 0)
    assert stalled.stdout.readline() == b"in the middle of it\n"
    if on_postgresql():
        assert place_once() is None, "one at a time"
        assert feed.head() == 0
    stalled.kill()
    stalled.wait()
    wait_until(lambda: place_once() is not None)
    speak(4)
    wait_until(lambda: place_once() == 0)
    placed = list(Placed.objects.order_by("position").values_list("position", "fact"))
    assert placed == list(enumerate(Fact.objects.order_by("id").values_list("id", flat=True), 1))


def test_facts_of_one_verb_keep_their_order(fresh_db):
    speak(*range(30))
    place_once()
    assert [entry.fact.data["number"] for entry in feed.after(0)] == list(range(30))


def test_what_a_process_without_a_placer_wrote_is_found_by_the_safety_poll(fresh_db, placer):
    speaking = process(fresh_db, "scribble", 1, 1)
    assert speaking.wait(PATIENCE_SECONDS) == 0
    wait_until(lambda: feed.head() == 1)


def test_one_notification_a_batch(fresh_db):
    if not on_postgresql():
        speak(1, 2)
        assert place_once() == 0  # the writer has placed its own
        return
    with psycopg.connect(settings.YINGDA.listen_url, autocommit=True) as connection:
        connection.execute("LISTEN yingda_feed")
        speak(1, 2)
        speak(3)
        assert place_once() == 3
        assert place_once() == 0
        assert [notice.payload for notice in connection.notifies(timeout=0.3)] == ["3"]


def test_the_placer_outlives_the_loss_of_its_connection(fresh_db, placer, caplog):
    speak(1)
    wait_until(lambda: feed.head() == 1)
    if on_postgresql():
        cut_all_other_connections()
    speak(2)
    wait_until(lambda: feed.head() == 2)


def cut_all_other_connections():
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchone()[0] >= 1


def process(fresh_db, mode, first, count):
    return subprocess.Popen(
        [sys.executable, "-m", "yingda.journal.tests.writer", mode, str(first), str(count)],
        env=fresh_db.environ,
        stdout=subprocess.PIPE,
    )


def in_a_thread(work):
    def run():
        work()
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def wait_until(true, seconds=PATIENCE_SECONDS):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
