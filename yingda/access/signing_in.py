"""Signing in by name and password; five failures lock the name for half an hour."""

from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import check_password, make_password

from yingda.access import facts
from yingda.access.errors import BadSignIn, Locked
from yingda.access.models import Attempt
from yingda.journal import record, verb
from yingda.people.models import Person

MOST_FAILURES = 5
LOCK_TIME = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)


def sign_in(username: str, password: str, *, address: str, at: datetime) -> Person:
    """The person of this name and password. Raises BadSignIn, or Locked whatever the password."""
    username = username.strip().lower()
    must_not_be_locked(username, at)
    person = Person.objects.filter(username=username, is_active=True).first()
    if not check_password(password, person.password if person else nobodys_hash()) or person is None:
        left = failed(username, person, address=address, at=at)
        raise BadSignIn(left=left) if left else Locked(minutes=LOCK_TIME // MINUTE)
    succeeded(person, at=at)
    return person


def must_not_be_locked(username: str, at: datetime) -> None:
    last = Attempt.objects.filter(username=username).order_by("-at").values_list("at", flat=True)[:MOST_FAILURES]
    if len(last) < MOST_FAILURES or last[0] - last[MOST_FAILURES - 1] > LOCK_TIME:
        return
    left = last[0] + LOCK_TIME - at
    if left > timedelta(0):
        raise Locked(minutes=max(1, -(-left // MINUTE)))


@cache
def nobodys_hash() -> str:
    """Checked for unknown names, so that the time of the answer tells nothing."""
    return make_password("nobody has this password")


@verb
def failed(username: str, person: Person | None, *, address: str, at: datetime) -> int:
    """Keep the failure; returns how many tries are left."""
    Attempt.objects.create(username=username, address=address, at=at)
    failures = Attempt.objects.filter(username=username, at__gt=at - LOCK_TIME).count()
    if failures >= MOST_FAILURES:
        record(facts.LOCKED, at=at, person=person, failures=failures)
    return max(0, MOST_FAILURES - failures)


@verb
def succeeded(person: Person, *, at: datetime) -> None:
    Attempt.objects.filter(username=person.username).delete()
    record(facts.SIGNED_IN, at=at, by=person, person=person)


@verb
def signed_out(person: Person, *, why: str, at: datetime) -> None:
    """Record that a session ended: `why` is `asked` or `idle`."""
    record(facts.SIGNED_OUT, at=at, by=person, person=person, why=why)


@verb
def unlock(username: str, *, by: Person, at: datetime) -> None:
    """An administrator lets the name in again before the lock's time is over."""
    person = Person.objects.filter(username=username).first()
    Attempt.objects.filter(username=username).delete()
    record(facts.UNLOCKED, at=at, by=by, person=person)
