import pytest

from yingda.contacts.tests.cast import AT, SECOND, comes
from yingda.routing.models import Waiting
from yingda.routing.standing import position, positions
from yingda.routing.tests.stage import queued, ready

pytestmark = pytest.mark.django_db


def past(line, seconds: int, count: int) -> None:
    for _ in range(count):
        begun = AT - 1800 * SECOND
        comes(line, at=begun).change(state="ended", answered=begun, ended=begun + seconds * SECOND)


def test_the_place_counts_the_same_line_and_channel_only(cast):
    queued(cast.shop)
    first, second = queued(cast.hotline), queued(cast.hotline, at=AT + SECOND)
    assert position(first, AT) == (1, None)
    assert position(second, AT) == (2, None)


def test_who_does_not_wait_has_no_place(cast):
    assert position(comes(cast.hotline), AT) is None


def test_the_wait_follows_from_recent_conversations_and_the_agents_at_work(cast):
    past(cast.hotline, seconds=240, count=4)
    queued(cast.hotline)
    second = queued(cast.hotline, at=AT + SECOND)
    assert position(second, AT) == (2, None), "nobody is at work"
    ready(cast.wang)
    assert position(second, AT) == (2, 240), "two ahead of the door, two conversations at once of 240 s"
    ready(cast.chen)
    assert position(second, AT) == (2, 120)


def test_of_too_few_conversations_no_wait_is_made_up(cast):
    past(cast.hotline, seconds=240, count=2)
    ready(cast.wang)
    assert position(queued(cast.hotline), AT) == (1, None)


def test_the_whole_queue_says_the_same_as_each_asked_alone(cast):
    past(cast.hotline, seconds=60, count=3)
    ready(cast.wang)
    contacts = [queued(cast.hotline, at=AT + n * SECOND) for n in range(4)] + [queued(cast.shop)]
    rows = list(Waiting.objects.in_order())
    assert positions(rows, AT) == {contact.pk: position(contact, AT) for contact in contacts}
