"""Seals follow the feed, are the same on every database, and stand also in a file outside it."""

import json
import threading
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest
import time_machine
from django.db import connections

from yingda.journal import record, recording, seals, verb
from yingda.journal.canonical import rows
from yingda.journal.models import Seal
from yingda.journal.placer import place_once
from yingda.journal.tests.cast import MORNING, SAW, speak
from yingda.lib import crypto


def spoken(*numbers):
    speak(*numbers)
    place_once()


@pytest.fixture
def one_key(monkeypatch):
    """A signature that the test can foretell."""
    monkeypatch.setattr(crypto, "mac", lambda data: ("k1", sha256(b"key" + data).hexdigest()))


@verb
def see():
    with recording.through("session.1"):
        record(
            SAW,
            at=MORNING,
            line=1,
            contact=2,
            person=3,
            by=4,
            thing=UUID(int=5),
            due=datetime(2026, 3, 2, 10, 0, 0, 7, tzinfo=UTC),
            after=timedelta(microseconds=1),
            again=True,
            count=-3,
            colour="red",
        )


LINE = (
    b'{"at":1772443800123456,"by":4,"case":null,"contact":2,"data":{"after":1,"again":true,"colour":"red","count":-3,'
    b'"due":1772445600000007,"thing":"00000000-0000-0000-0000-000000000005"},"id":1,"line":1,"name":"stage.saw",'
    b'"person":3,"position":1,"recorded":1772443800128456,"via":"session.1"}'
)
DIGEST = "cc3c920b67f41a4bbc9ea6543f165cb3324a5383bbc172755139f26e66719d1a"


def test_the_bytes_that_are_sealed_are_the_same_on_every_database(fresh_db, one_key):
    with time_machine.travel(MORNING + timedelta(milliseconds=5), tick=False):
        see()
    place_once()
    assert [row.line for row in rows(1, 1)] == [LINE]
    seal = seals.seal_once(MORNING)
    assert (seal.first, seal.last, seal.digest) == (1, 1, DIGEST) == (1, 1, sha256(LINE + b"\n").hexdigest())
    assert bytes(seal.marks) == sha256(LINE).digest()[:8]
    assert seals.header(seal, None) == (
        b'{"at":1772443800123456,"digest":"%s","first":1,"last":1,"marks":"%s","previous":""}'
        % (DIGEST.encode(), sha256(bytes(seal.marks)).hexdigest().encode())
    )


def test_seals_follow_the_feed_without_gap(fresh_db, monkeypatch):
    monkeypatch.setattr(seals, "MOST_POSITIONS", 4)
    spoken(*range(10))
    assert seals.seal_due(MORNING) == 3
    spoken(10)
    assert seals.seal_due(MORNING) == 1
    assert seals.seal_due(MORNING) == 0
    blocks = list(Seal.objects.order_by("last").values_list("first", "last"))
    assert blocks == [(1, 4), (5, 8), (9, 10), (11, 11)]


def test_each_head_depends_on_the_head_before(fresh_db, one_key):
    spoken(1)
    first = seals.seal_once(MORNING)
    spoken(2)
    second = seals.seal_once(MORNING)
    assert second.head == crypto.mac(seals.header(second, first))[1]
    assert second.head != crypto.mac(seals.header(second, None))[1]


def test_many_who_seal_at_once_make_one_chain(fresh_db):
    spoken(*range(20))
    start = threading.Barrier(4)

    def seal():
        start.wait()
        for _ in range(5):
            seals.seal_due(MORNING)
        connections.close_all()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Seal.objects.values_list("first", "last")) == [(1, 20)]
    assert len(list(seals.read_log())) == 1


def test_each_seal_is_a_line_in_the_file(fresh_db):
    for number in range(3):
        spoken(number)
        seals.seal_due(MORNING)
    assert list(seals.read_log()) == [seals.logged(seal) for seal in Seal.objects.order_by("last")]
    assert seals.log_path().parent == fresh_db.data


def test_a_seal_that_a_crash_kept_out_of_the_file_is_written_later(fresh_db):
    spoken(1)
    seals.seal_once(MORNING)
    spoken(2)
    seals.seal_due(MORNING)
    assert [line["last"] for line in seals.read_log()] == [1, 2]


def test_a_line_torn_by_a_crash_is_written_anew(fresh_db):
    for number in range(3):
        spoken(number)
        seals.seal_due(MORNING)
    whole = seals.log_path().read_bytes()
    seals.log_path().write_bytes(whole[:-20])
    seals.seal_due(MORNING)
    assert seals.log_path().read_bytes() == whole
    assert all(json.loads(line) for line in whole.splitlines())
