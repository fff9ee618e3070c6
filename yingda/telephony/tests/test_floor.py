"""The floor's numbers of the telephone (12.1), today in the organisation's zone."""

from datetime import timedelta

import pytest

from yingda.contacts.end import end
from yingda.contacts.tests.cast import comes, signed_in
from yingda.people.scope import scope_of
from yingda.telephony.floor import floor_out
from yingda.telephony.models import Hotline
from yingda.telephony.tests.stage import AGENT, AT, CUSTOMER, SECOND, hang_up, leg_of, pick_up, rings_in, talking

pytestmark = pytest.mark.django_db


def numbers(floor, at=AT):
    """The hotline's."""
    return floor_out(scope_of(floor.cast.zhou), at)["lines"][0]


def answered_after(floor, seconds, at=AT):
    call = talking(floor, at=at)
    call.contact.change(answered=at + seconds * SECOND)
    hang_up(leg_of(call, CUSTOMER), at=at)  # so that the next call finds the agent free


def gives_up_after(floor, seconds, at=AT):
    hang_up(leg_of(rings_in(floor, at=at), CUSTOMER), at=at + seconds * SECOND)


def test_who_waits_and_who_talks(floor):
    assert (numbers(floor)["waiting"], numbers(floor)["longest_since"]) == (0, None)
    talking(floor)
    rings_in(floor, at=AT + 2 * SECOND)
    rings_in(floor, at=AT + 3 * SECOND)
    now = numbers(floor)
    assert (now["waiting"], now["longest_since"], now["talking"]) == (2, AT + 2 * SECOND, 1)


def test_answered_within_seconds_of_waiting(floor):
    for seconds in (15, 16, 21, 45):
        answered_after(floor, seconds)
    now = numbers(floor)
    assert (now["answered"], now["within"]) == (4, {"15": 1, "20": 2, "30": 3})


def test_who_gives_up_at_once_counts_apart_by_the_lines_own_limit(floor):
    gives_up_after(floor, 4)
    gives_up_after(floor, 9)
    now = numbers(floor)
    assert (now["abandoned"], now["short_abandoned"]) == (1, 1)
    Hotline.objects.create(line=floor.cast.hotline, short_abandon=10)
    now = numbers(floor)
    assert (now["abandoned"], now["short_abandoned"]) == (0, 2)


def test_the_day_begins_at_midnight_in_the_organisations_zone(floor):
    yesterday = AT - timedelta(hours=10, seconds=1)
    gives_up_after(floor, 9, at=yesterday)
    assert numbers(floor)["abandoned"] == 0
    gives_up_after(floor, 9, at=yesterday + 2 * SECOND)
    assert numbers(floor)["abandoned"] == 1


def test_chats_are_no_calls(floor):
    end(comes(floor.cast.hotline), by="customer", at=AT + SECOND)
    assert numbers(floor)["abandoned"] == 0


def test_agents_are_counted_by_what_they_do(floor):
    talking(floor)
    assert floor_out(scope_of(floor.cast.zhou), AT)["agents"] == {"serving": 1}


def test_each_looks_at_the_own_lines(floor, django_assert_max_num_queries):
    pick_up(leg_of(talking(floor), AGENT), at=AT)
    with django_assert_max_num_queries(6):
        lines = floor_out(scope_of(floor.cast.wu), AT)["lines"]
    assert [one["line"]["code"] for one in lines] == ["hotline", "shop"]
    assert [one["talking"] for one in lines] == [1, 0]


def test_the_floor_is_the_supervisors(floor):
    assert signed_in(floor.cast.zhou).get("/api/floor/calls").status_code == 200
    assert signed_in(floor.cast.wang).get("/api/floor/calls").status_code == 403
