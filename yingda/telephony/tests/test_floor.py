"""The floor's numbers of the telephone (12.1), today in the organisation's zone."""

from datetime import timedelta

import pytest

from yingda.contacts.end import end
from yingda.contacts.tests.cast import comes, signed_in
from yingda.contacts.tests.test_feeding import pushed_to, staff
from yingda.people.scope import scope_of
from yingda.telephony.floor import floor_out
from yingda.telephony.lobby.tests.stage import calls, plain
from yingda.telephony.models import Hotline, Trunk
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


@pytest.fixture
def full(floor):
    """The only line of the hotline's trunk is taken by somebody who waits."""
    plain(floor)
    Trunk.objects.update(most_calls=1)
    calls(floor.number)
    return floor


def turned_away(floor, at=AT):
    assert calls(floor.number, at=at) is None


def heard_by(person, name) -> list[dict]:
    """What the feed sends them of facts with this name."""
    return [one for one in pushed_to(staff(person)) if one["name"] == name]


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


def test_who_hears_busy_is_counted_apart_today_on_the_line_that_they_dialled(full):
    turned_away(full, at=AT - timedelta(hours=10, seconds=1))
    turned_away(full)
    turned_away(full, at=AT + SECOND)
    now = numbers(full)
    assert (now["turned_away"], now["abandoned"], now["answered"], now["waiting"]) == (2, 0, 0, 1)
    shop = floor_out(scope_of(full.cast.wu), AT)["lines"][1]
    assert (shop["line"]["code"], shop["turned_away"]) == ("shop", 0)


def test_supervisors_of_the_line_hear_of_it_in_the_feed_and_nobody_of_another(full):
    turned_away(full)
    [told] = heard_by(full.cast.zhou, "trunk.full")
    assert (told["line"], told["contact"], told["at"]) == ("hotline", None, "2026-11-23T02:00:00Z")
    assert heard_by(full.cast.liu, "trunk.full") == []


def test_chats_are_no_calls(floor):
    end(comes(floor.cast.hotline), by="customer", at=AT + SECOND)
    assert numbers(floor)["abandoned"] == 0


def test_agents_are_counted_by_what_they_do(floor):
    talking(floor)
    assert floor_out(scope_of(floor.cast.zhou), AT)["agents"] == {"serving": 1}


def test_each_looks_at_the_own_lines(floor, django_assert_max_num_queries):
    pick_up(leg_of(talking(floor), AGENT), at=AT)
    with django_assert_max_num_queries(7):
        lines = floor_out(scope_of(floor.cast.wu), AT)["lines"]
    assert [one["line"]["code"] for one in lines] == ["hotline", "shop"]
    assert [one["talking"] for one in lines] == [1, 0]


def test_the_floor_is_the_supervisors(floor):
    assert signed_in(floor.cast.zhou).get("/api/floor/calls").status_code == 200
    assert signed_in(floor.cast.wang).get("/api/floor/calls").status_code == 403
