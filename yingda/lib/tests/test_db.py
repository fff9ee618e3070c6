"""Who is frozen in the midst of a transaction."""

import threading
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from yingda.lib import db
from yingda.lib.db import FROZEN_SECONDS, fetched, on_postgresql, try_lock
from yingda.testing.databases import database_is_locked
from yingda.testing.patience import until

pytestmark = [pytest.mark.commits, pytest.mark.timeout(60)]
KEY = 0x7E57


@contextmanager
def holder(said: list):
    """Somebody in a thread who takes the lock, and then does nothing until the block ends."""
    holds, wake = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                assert try_lock(KEY)
                holds.set()
                wake.wait(30)
                said.append(fetched("SELECT 1"))
        except DatabaseError as error:
            said.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert holds.wait(10)
        yield
    finally:
        wake.set()
        thread.join()


def got() -> bool:
    """Whether we get the lock now."""
    if not on_postgresql():
        return not database_is_locked()
    with transaction.atomic():
        return try_lock(KEY)


def test_who_is_frozen_in_a_transaction_holds_up_the_others_no_longer_than_that(fresh_db, monkeypatch):
    monkeypatch.setattr(db, "FROZEN_SECONDS", 1)
    said = []
    with holder(said):
        assert not got()
        if on_postgresql():
            until(got, "it still holds the lock")
    until(got, "it still holds the lock")
    assert isinstance(said[0], DatabaseError if on_postgresql() else list), "that it has lost its transaction is told"


def test_the_limit_is_that_of_every_connection(fresh_db):
    if on_postgresql():
        assert fetched("SHOW idle_in_transaction_session_timeout") == [(f"{FROZEN_SECONDS}s",)]
    else:
        assert fetched("PRAGMA busy_timeout") == [(10_000,)]
