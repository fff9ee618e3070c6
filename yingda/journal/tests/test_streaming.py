"""What browsers hear: everything that is theirs, once and in order, and nothing else."""

import asyncio
import json

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from yingda.journal import audience, broadcasting, declare, presenting, signals, streaming
from yingda.journal.audience import Audience
from yingda.journal.names import DECLARED
from yingda.journal.tests.cast import SPOKE, recorded, speak
from yingda.journal.tests.listeners import Scope, happen, house, until, visit
from yingda.lib.db import on_postgresql
from yingda.lib.say import say

WATER, POWER = 1, 2
RIGHTS = DECLARED.get("person.rights_changed") or declare("person.rights_changed", say("权限变更", "Rights changed"))
AN = {"x-person": "7"}


@pytest.fixture
def rights(fresh_db, monkeypatch):
    """Whom the stage lets in: 7 An to water, 8 Bo to water and power; a visitor to contact 70."""
    rights = {7: {WATER}, 8: {WATER, POWER}}

    def staff(headers, query):
        person = int(headers.get("x-person", 0))
        lines = rights.get(person)
        return lines and Audience("staff", f"person:{person}", Scope(person, frozenset(lines)))

    def visitor(headers, query):
        return (
            Audience("customer", "contact:70", contact=70) if headers.get("authorization") == "Bearer token" else None
        )

    monkeypatch.setattr(audience, "AUTHENTICATORS", {})
    monkeypatch.setattr(presenting, "CUSTOMER_NAMES", set())
    audience.register("staff", staff)
    audience.register("customer", visitor)
    presenting.for_customers([SPOKE])
    return rights


def play(scene):
    """Run an async scene with the streams of one web process."""

    async def run():
        async with house() as streams:
            await scene(streams)

    asyncio.run(run())


def test_a_stream_carries_the_facts_of_its_lines_as_events(rights):
    async def scene(streams):
        browser = await visit(streams, headers=AN)
        await happen(speak, 1, line=WATER, contact=5, by=7)
        await happen(speak, 2, line=POWER)
        await happen(speak, 3, line=WATER)
        await until(lambda: len(browser.events) == 2)
        assert browser.status == 200
        assert browser.events[0] == {
            "position": 1, "name": "stage.spoke", "at": "2026-03-02T09:30:00.123Z", "line": None, "contact": None,
            "case": None, "person": None, "by": None, "data": {"number": 1}, "object": None,
        }  # fmt: skip
        assert browser.numbers == [1, 3]
        assert browser.last_id == "3"
        await browser.leave()

    play(scene)


def test_facts_without_a_line_go_to_the_person_they_are_about_or_by(rights):
    async def scene(streams):
        an, bo = [await visit(streams, headers={"x-person": person}) for person in ("7", "8")]
        await happen(speak, 1, person=7)
        await happen(speak, 2, by=8)
        await happen(speak, 3)
        await happen(speak, 4, line=WATER)
        await until(lambda: 4 in an.numbers and 4 in bo.numbers)
        assert (an.numbers, bo.numbers) == ([1, 4], [2, 4])

    play(scene)


def test_a_visitor_hears_only_what_is_for_customers_of_their_own_contact(rights):
    async def scene(streams):
        visitor = await visit(streams, path="/feed/visitor", headers={"authorization": "Bearer token"})
        await happen(speak, 1, line=WATER, contact=71)
        await happen(speak, 2)
        await happen(recorded, RIGHTS, contact=70)
        await happen(speak, 3, line=WATER, contact=70)
        await until(lambda: visitor.events)
        assert visitor.numbers == [3]

    play(scene)


def test_a_stream_resumes_behind_the_last_position_the_client_knows(rights):
    async def scene(streams):
        await happen(speak, *range(1, 8), line=WATER)
        await until(lambda: streams.broadcaster.delivered == 7)
        from_query = await visit(streams, headers=AN, query="after=5")
        from_header = await visit(streams, headers={**AN, "last-event-id": "6"}, query="after=1")
        from_now = await visit(streams, headers=AN)
        await happen(speak, 8, line=WATER)
        await until(lambda: all(8 in browser.numbers for browser in (from_query, from_header, from_now)))
        assert (from_query.numbers, from_header.numbers, from_now.numbers) == ([6, 7, 8], [7, 8], [8])

    play(scene)


def test_clients_that_come_and_go_while_facts_pour_in_miss_none_and_hear_none_twice(rights):
    async def scene(streams):
        pouring = asyncio.ensure_future(pour(120))
        heard, position = [], "0"
        while len(heard) < 120:
            browser = await visit(streams, headers={**AN, "last-event-id": position})
            await asyncio.sleep(0.03)
            await browser.leave()
            heard += browser.numbers
            position = browser.last_id
        await pouring
        assert heard == list(range(120))

    async def pour(count):
        for number in range(0, count, 3):
            await happen(speak, number, number + 1, number + 2, line=WATER)

    play(scene)


def test_a_client_too_far_behind_is_told_to_fetch_afresh(rights, monkeypatch):
    monkeypatch.setattr(streaming, "TOO_FAR_BEHIND", 3)

    async def scene(streams):
        await happen(speak, *range(5), line=WATER)
        await until(lambda: streams.broadcaster.delivered == 5)
        browser = await visit(streams, headers=AN, query="after=1")
        await happen(speak, 5, line=WATER)
        await until(lambda: browser.numbers == [5])
        assert {"event": "reset", "id": "5", "data": '{"position":5}'} in browser.blocks

    play(scene)


def test_a_client_ahead_of_a_feed_that_was_restored_is_told_the_same(rights):
    async def scene(streams):
        browser = await visit(streams, headers=AN, query="after=99")
        assert {"event": "reset", "id": "0", "data": '{"position":0}'} in browser.blocks

    play(scene)


@pytest.mark.parametrize(
    ("visitor", "status", "code"),
    [
        ({}, 401, "sign_in"),
        ({"headers": {"x-person": "9"}}, 401, "sign_in"),
        ({"path": "/feed/visitor", "headers": {"authorization": "Bearer wrong"}}, 401, "sign_in"),
        ({"path": "/feed/other", "headers": AN}, 404, "not_found"),
        ({"method": "POST", "headers": AN}, 405, "only_get"),
        ({"headers": AN, "query": "after=-1"}, 422, "malformed"),
        ({"headers": AN, "query": "after=9999999999999999999"}, 422, "malformed"),
        ({"headers": {**AN, "last-event-id": "five"}}, 422, "malformed"),
    ],
)
def test_who_may_not_or_asks_wrongly_is_answered_with_a_code(rights, visitor, status, code):
    async def scene(streams):
        browser = await visit(streams, **visitor)
        assert (browser.status, json.loads(browser.text)["code"]) == (status, code)
        assert not streams.broadcaster.streams

    play(scene)


def test_a_client_that_does_not_read_is_ended_and_resumes_without_loss(rights, monkeypatch):
    monkeypatch.setattr(broadcasting, "MOST_WAITING", 10)
    monkeypatch.setattr(streaming, "LAST_WORD_SECONDS", 0.1)

    async def scene(streams):
        slow, quick = await visit(streams, headers=AN), await visit(streams, headers=AN)
        slow.reads.clear()
        for number in range(30):
            await happen(speak, number, line=WATER)
        await until(lambda: slow.task.done() and len(quick.events) == 30)
        assert len(streams.broadcaster.streams) == 1
        again = await visit(streams, headers={**AN, "last-event-id": slow.last_id})
        await until(lambda: 29 in again.numbers)
        assert slow.numbers + again.numbers == list(range(30))

    play(scene)


def test_narrowed_rights_hold_from_the_next_fact_on(rights):
    async def scene(streams):
        bo = await visit(streams, headers={"x-person": "8"})
        await happen(speak, 1, line=POWER)
        await until(lambda: bo.numbers == [1])
        rights[8] = {WATER}
        await happen(change_rights_and_speak, 8)
        await happen(speak, 3, line=WATER)
        await until(lambda: bo.events and bo.events[-1]["data"].get("number") == 3)
        assert [event["data"].get("number") for event in bo.events if event["name"] == "stage.spoke"] == [1, 3]

    play(scene)


def change_rights_and_speak(person):
    recorded(RIGHTS, person=person)
    speak(2, line=POWER)


def test_lost_rights_end_the_streams_of_that_person_only(rights):
    async def scene(streams):
        an, bo = [await visit(streams, headers={"x-person": person}) for person in ("7", "8")]
        del rights[8]
        await happen(recorded, RIGHTS, person=8)
        await until(bo.task.done)
        assert bo.complete and not an.task.done()

    play(scene)


def test_rights_are_read_again_from_time_to_time_even_when_nothing_says_so(rights, monkeypatch):
    monkeypatch.setattr(streaming, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(streaming, "HEARTBEAT_SECONDS", 0.02)
    monkeypatch.setattr(streaming, "REREAD_SECONDS", 0.05)

    async def scene(streams):
        an = await visit(streams, headers=AN)
        await asyncio.sleep(0.2)
        assert not an.task.done()
        rights.clear()
        await until(an.task.done)

    play(scene)


def test_a_quiet_stream_beats_and_keeps_its_client_up_to_date(rights, monkeypatch):
    monkeypatch.setattr(streaming, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(streaming, "HEARTBEAT_SECONDS", 0.02)

    async def scene(streams):
        an = await visit(streams, headers=AN)
        await happen(speak, 1, line=POWER)
        await until(lambda: an.last_id == "1")
        assert "\n\n: \nid: 1\n\n" in an.text and not an.events

    play(scene)


def test_a_signal_reaches_the_streams_it_names(rights):
    async def scene(streams):
        an, bo = [await visit(streams, headers={"x-person": person}) for person in ("7", "8")]
        if on_postgresql():
            await asyncio.sleep(0.3)  # until the listener listens: a signal may be lost
        await happen(signals.send, "person:8", {"typing": True})
        await until(lambda: "signal" in bo.text)
        assert {"event": "signal", "data": '{"typing":true}'} in bo.blocks
        assert "signal" not in an.text

    play(scene)


def test_closing_ends_all_streams_at_once_and_lets_no_more_in(rights):
    async def scene(streams):
        browsers = [await visit(streams, headers=AN) for _ in range(5)]
        streaming.close_all()
        await asyncio.wait_for(asyncio.gather(*(browser.task for browser in browsers)), 5)
        assert all(browser.complete for browser in browsers)
        late = await visit(streams, headers=AN)
        assert late.status == 503

    play(scene)


def test_signing_in_leaves_no_connection_behind(rights):
    async def scene(streams):
        browsers = [await visit(streams, headers=AN, query="after=0") for _ in range(12)]
        assert await streams.door.ask(lambda: connections["default"].connection) is None
        if on_postgresql():
            # the broadcaster, the placer and the listener, and the one of this test
            await until(lambda: open_connections() <= 4)
        assert len(browsers) == len(streams.broadcaster.streams)

    play(scene)


def open_connections():
    with psycopg.connect(settings.YINGDA.listen_url) as asking:
        counted = asking.execute("SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = current_database()")
        return counted.fetchone()[0]


def test_a_feed_without_any_stream_keeps_up_with_what_happens(rights):
    async def scene(streams):
        await happen(speak, 1, line=WATER)
        await until(lambda: streams.broadcaster.delivered == 1)

    play(scene)
