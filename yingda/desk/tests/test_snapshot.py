"""What the desk is told when it opens."""

from uuid import uuid4

import pytest

from yingda.access.api_auth import Viewer
from yingda.contacts.arrive import arrive
from yingda.desk.snapshot import snapshot
from yingda.journal.feed import head
from yingda.lib.times import now
from yingda.operate.example import plant
from yingda.people.models import Line, Person
from yingda.people.scope import scope_of
from yingda.routing.enqueue import enqueue

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    plant(at=now())


def viewer(username: str) -> Viewer:
    person = Person.objects.get(username=username)
    return Viewer(person, scope_of(person))


def waiting(code: str):
    contact = arrive(line=Line.objects.get(code=code), channel="chat", uid=uuid4(), at=now())
    enqueue(contact, at=now())
    return contact


def test_an_empty_desk_says_so_and_where_the_feed_stands(cast):
    shown = snapshot(viewer("wangfang"))
    assert shown["position"] == head()
    assert shown["contacts"] == shown["offers"] == shown["promises"] == shown["notices"] == []
    assert shown["queue"] == {"waiting": 0, "longest_since": None}
    assert shown["presence"]["state"] == "offline"


def test_who_waits_is_counted_for_those_who_serve_the_line_only(cast):
    contact = waiting("hotline")
    assert snapshot(viewer("wangfang"))["queue"] == {
        "waiting": 1,
        "longest_since": contact.queued or contact.waiting.since,
    }
    assert snapshot(viewer("liuyang"))["queue"]["waiting"] == 0
    assert snapshot(viewer("admin"))["queue"]["waiting"] == 0
    assert snapshot(viewer("wuqian"))["queue"]["waiting"] == 1


def test_the_number_of_queries_does_not_grow_with_the_contacts(cast, django_assert_max_num_queries):
    for _ in range(3):
        waiting("hotline")
    with django_assert_max_num_queries(25):
        snapshot(viewer("wangfang"))
