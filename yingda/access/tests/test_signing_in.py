from datetime import UTC, datetime, timedelta

import pytest

from yingda.access.errors import BadSignIn, Locked
from yingda.access.signing_in import LOCK_TIME, MOST_FAILURES, sign_in, unlock
from yingda.journal.models import Fact
from yingda.people.models import Person

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def wang():
    return Person.objects.create_person("wangfang", "right horse 42", name="王芳", work_number="6021")


def fail(times: int, at=AT):
    for n in range(times):
        with pytest.raises((BadSignIn, Locked)):
            sign_in("wangfang", "wrong", address="127.0.0.1", at=at + n * SECOND)


def test_the_right_password_opens_whatever_the_case_of_the_name(wang):
    assert sign_in(" WangFang ", "right horse 42", address="127.0.0.1", at=AT) == wang
    assert Fact.objects.get(name="access.signed_in").by == wang.pk


def test_the_sentence_counts_the_tries_that_are_left(wang):
    with pytest.raises(BadSignIn) as refused:
        sign_in("wangfang", "wrong", address="127.0.0.1", at=AT)
    assert "4" in refused.value.say("zh")


def test_five_failures_lock_even_the_right_password_for_thirty_minutes(wang):
    fail(MOST_FAILURES)
    with pytest.raises(Locked):
        sign_in("wangfang", "right horse 42", address="127.0.0.1", at=AT + LOCK_TIME)
    later = AT + LOCK_TIME + MOST_FAILURES * SECOND
    assert sign_in("wangfang", "right horse 42", address="127.0.0.1", at=later) == wang


def test_the_lock_is_a_fact_and_an_administrator_can_lift_it(wang):
    fail(MOST_FAILURES)
    assert Fact.objects.filter(name="access.locked", person=wang.pk).count() == 1
    unlock("wangfang", by=wang, at=AT)
    assert sign_in("wangfang", "right horse 42", address="127.0.0.1", at=AT + 10 * SECOND) == wang


def test_success_forgets_the_failures_before_it(wang):
    fail(MOST_FAILURES - 1)
    sign_in("wangfang", "right horse 42", address="127.0.0.1", at=AT + 10 * SECOND)
    fail(MOST_FAILURES - 1, at=AT + 20 * SECOND)
    assert sign_in("wangfang", "right horse 42", address="127.0.0.1", at=AT + 30 * SECOND) == wang


def test_an_unknown_name_is_refused_like_a_known_one_and_locks_too(db):
    with pytest.raises(BadSignIn):
        sign_in("nobody", "wrong", address="127.0.0.1", at=AT)
    for n in range(1, MOST_FAILURES):
        with pytest.raises((BadSignIn, Locked)):
            sign_in("nobody", "wrong", address="127.0.0.1", at=AT + n * SECOND)
    with pytest.raises(Locked):
        sign_in("nobody", "wrong", address="127.0.0.1", at=AT + 9 * SECOND)


def test_who_left_cannot_come_in(wang):
    Person.objects.filter(pk=wang.pk).update(is_active=False)
    with pytest.raises(BadSignIn):
        sign_in("wangfang", "right horse 42", address="127.0.0.1", at=AT)
