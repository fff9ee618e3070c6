import pytest

from yingda.contacts.tests.cast import AT, SECOND, comes
from yingda.journal.models import Fact
from yingda.routing import sweeping
from yingda.routing.lease import LEASE
from yingda.routing.models import Waiting
from yingda.routing.sweeping import AT_THE_DOOR, match_safely, sweep
from yingda.routing.tests.stage import queued, ready, state_of

pytestmark = pytest.mark.django_db


def test_a_customer_whom_a_dead_process_left_at_the_door_enters_the_queue(cast):
    contact = comes(cast.hotline)
    assert sweep(AT + AT_THE_DOOR - SECOND) == 0
    assert sweep(AT + AT_THE_DOOR) == 1
    assert Waiting.objects.get().contact == contact
    assert sweep(AT + AT_THE_DOOR) == 0


def test_who_came_out_of_hours_is_not_put_into_the_queue(cast):
    comes(cast.hotline, closed=True)
    assert sweep(AT + AT_THE_DOOR) == 0


def test_one_that_fails_stops_nobody_else_and_is_told(cast, monkeypatch):
    ready(cast.wang, cast.chen)
    real = sweeping.lose

    def failing(person, *, at):
        if person == cast.wang.pk:
            raise RuntimeError("a defect")
        return real(person, at=at)

    monkeypatch.setattr(sweeping, "lose", failing)
    assert sweep(AT + LEASE) == 1
    assert state_of(cast.chen) == "offline"
    assert Fact.objects.get(name="routing.failed").data == {"step": "lose", "error": "RuntimeError"}


def test_matching_that_fails_is_told_and_raises_nothing(cast, monkeypatch):
    def broken(at):
        raise KeyError("a defect")

    queued(cast.hotline)
    monkeypatch.setattr(sweeping, "match_once", broken)
    assert match_safely(AT) == 0
    assert Fact.objects.get(name="routing.failed").data == {"step": "match", "error": "KeyError"}
