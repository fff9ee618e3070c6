"""The feed is read from any position, and who waits is woken."""

import json
import threading
import time

import pytest
from django.db import connection

from yingda.journal import feed, listening, placer, signals, triggers
from yingda.journal.models import Placed
from yingda.journal.placer import place_once
from yingda.journal.presenting import Batch
from yingda.journal.recording import through
from yingda.journal.tests.cast import MORNING, speak
from yingda.journal.tests.test_placer import wait_until
from yingda.lib.db import on_postgresql


@pytest.fixture
def three_facts(db):
    speak(1, 2, 3)
    place_once()


def test_an_empty_feed_begins_at_zero(db):
    assert feed.head() == 0 and feed.after(0) == []


def test_entries_come_behind_a_position_in_order_and_in_portions(three_facts):
    assert feed.head() == 3
    assert [entry.position for entry in feed.after(0)] == [1, 2, 3]
    assert [entry.fact.data["number"] for entry in feed.after(1, limit=1)] == [2]
    assert feed.after(3) == []


def test_an_entry_carries_the_fact_as_it_was_recorded(three_facts):
    fact = feed.after(0)[0].fact
    assert (fact.name, fact.at, fact.data) == ("stage.spoke", MORNING, {"number": 1})


def test_reading_takes_one_query(three_facts, django_assert_num_queries):
    with django_assert_num_queries(1):
        feed.after(0)


def test_waiting_ends_at_once_when_there_is_more_already(fresh_db):
    speak()
    place_once()
    started = time.monotonic()
    assert feed.wait_for_more(0, timeout=10)
    assert time.monotonic() - started < 5


def test_waiting_ends_when_something_is_committed(fresh_db):
    threading.Timer(0.2, in_its_own_thread).start()
    assert feed.wait_for_more(0, timeout=10)


def in_its_own_thread():
    speak()
    place_once()
    connection.close()


def test_waiting_ends_in_vain_after_its_time(fresh_db):
    assert not feed.wait_for_more(0, timeout=0.1)


def test_many_wait_on_one_connection(fresh_db):
    with listening.listening() as one, listening.listening() as other:
        assert one is other
        if on_postgresql():
            wait_until(lambda: listeners() == 1)
    if on_postgresql():
        wait_until(lambda: listeners() == 0)


def listeners():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'yingda feed' "
                       "AND datname = current_database()")  # fmt: skip
        return cursor.fetchone()[0]


def test_the_listener_outlives_the_loss_of_its_connection(fresh_db, monkeypatch):
    monkeypatch.setattr(listening, "TROUBLE_PAUSE_SECONDS", 0.05)
    with listening.listening() as listener:
        if on_postgresql():
            wait_until(lambda: listeners() == 1)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                               "WHERE application_name = 'yingda feed' AND datname = current_database()")  # fmt: skip
        speak()
        place_once()
        assert listener.wait_beyond(0, timeout=10)


def test_a_follower_hears_from_now_on_every_entry_once(fresh_db):
    speak(1)
    place_once()
    heard = []
    follower = feed.Follower(lambda entries: heard.extend(entry.fact.data["number"] for entry in entries))
    follower.start()
    speak(2)
    place_once()
    speak(3, 4)
    place_once()
    wait_until(lambda: len(heard) == 3)
    follower.stop()
    assert heard == [2, 3, 4]
    assert not follower.is_alive()


def test_a_follower_whose_callback_stumbles_gets_the_same_entries_again(fresh_db, caplog):
    heard = []

    def stumble_once(entries):
        heard.append([entry.position for entry in entries])
        if len(heard) == 1:
            raise ValueError("once")

    follower = feed.Follower(stumble_once)
    follower.start()
    speak(1)
    place_once()
    wait_until(lambda: len(heard) == 2)
    follower.stop()
    assert heard == [[1], [1]]
    assert "stumbled behind position 0" in caplog.text


def test_a_place_whose_fact_is_gone_does_not_stop_the_feed(fresh_db):
    heard = []
    follower = feed.Follower(lambda entries: heard.extend(entry.position for entry in entries), position=0)
    follower.start()
    Placed.objects.create(position=1, fact=12345)
    speak(2)
    place_once()
    wait_until(lambda: heard == [2])
    follower.stop()


def test_a_fact_spoilt_past_the_program_is_left_out_and_stops_nobody(fresh_db, caplog):
    speak(1, 2, 3)
    place_once()
    trigger = triggers.wanted(connection.vendor)[0]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger.name}" + (f" ON {trigger.table}" if on_postgresql() else ""))
        if on_postgresql():
            cursor.execute("UPDATE journal_fact SET at = 'infinity' WHERE id = 2")
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute("UPDATE journal_fact SET data = 'no json' WHERE id = 2")
    events = b"".join(Batch(feed.after(0)).presented("staff"))
    assert b"id: 1" in events and b"id: 3" in events and b"id: 2" not in events
    assert "cannot be read: run yingda journal verify" in caplog.text or "could not get fact 2" in caplog.text


def test_facts_recorded_here_arrive_without_waiting_for_the_safety_poll(fresh_db):
    """The nudge at commit and the notification carry it: with both polls at a minute it still arrives."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placer, "SAFETY_POLL_SECONDS", 60)
        patch.setattr(listening, "SAFETY_POLL_SECONDS", 60)
        placing = placer.Placer()
        placing.start()
        with listening.listening() as listener:
            wait_until(lambda: not on_postgresql() or listeners() == 1)
            time.sleep(0.2)
            speak(1)
            assert listener.wait_beyond(0, timeout=10)
            listener.ending = True
            signals.emit('{"key":"person:1","payload":{}}')  # lets the listener out of its minute
        placing.stop()


def test_signals_reach_those_who_hear_and_are_small(fresh_db, monkeypatch):
    heard = []
    monkeypatch.setattr(signals, "HEARERS", [lambda key, payload: heard.append((key, payload))])
    with listening.listening():
        wait_until(lambda: not on_postgresql() or listeners() == 1)
        time.sleep(0.1)
        signals.send("person:12", {"typing": "contact", "seconds": 3})
        wait_until(lambda: heard)
    assert heard == [("person:12", {"typing": "contact", "seconds": 3})]
    with pytest.raises(ValueError, match="4000 bytes"):
        signals.send("person:12", {"text": "字" * 2000})


def test_the_feed_in_short_leaves_out_what_came_through_whom_it_names(fresh_db):
    for via, contact in (("", 7), ("driver-7", 7), ("driver-7", 8), ("driver-0", 9)):
        with through(via):
            speak(1, contact=contact)
    place_once()
    heard = feed.briefly(1, "driver-", "stage.silent")
    assert [(brief.position, brief.name, brief.contact) for brief in heard] == [
        (2, None, None), (3, "stage.spoke", 8), (4, None, None)
    ]  # fmt: skip
    assert [brief.contact for brief in feed.briefly(0, "driver-", "stage.spoke")] == [7, None, 8, 9]
    assert json.loads(heard[1].data) == {"number": 1}
