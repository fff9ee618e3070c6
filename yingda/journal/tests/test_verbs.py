"""A verb that the database turns away for the moment runs again as a whole; at last it gives up."""

import threading

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from yingda.journal import record, verb, verbs
from yingda.journal.models import Fact
from yingda.journal.tests.cast import MORNING, SPOKE
from yingda.lib.db import lock_rows, on_postgresql
from yingda.people.models import Line


@pytest.fixture
def two_lines(fresh_db):
    return [Line.objects.create(code=code, name=code).pk for code in ("water", "power")]


def test_a_real_deadlock_ends_with_both_verbs_done_once(two_lines):
    tries, met = [], threading.Barrier(2, timeout=20)

    @verb
    def touch(first, second):
        tries.append(first)
        take(first)
        if tries.count(first) == 1 and on_postgresql():
            met.wait()  # both hold one row and want the other's
        take(second)
        record(SPOKE, at=MORNING, number=first)

    run_together(lambda: touch(*two_lines), lambda: touch(*reversed(two_lines)))
    assert len(tries) == (3 if on_postgresql() else 2)
    assert sorted(fact.data["number"] for fact in Fact.objects.all()) == sorted(two_lines)


def take(line):
    lock_rows(Line.objects.filter(pk=line)).get()


def test_a_busy_database_leads_to_a_second_run(two_lines):
    """On SQLite another writer holds the lock beyond our patience; on PostgreSQL a row is locked beyond it."""
    tries, held, tried = [], threading.Event(), threading.Event()

    @verb
    def write():
        tries.append(1)
        Line.objects.filter(pk=two_lines[0]).update(name="changed")
        record(SPOKE, at=MORNING, number=1)

    def hold():
        with transaction.atomic():
            Line.objects.filter(pk=two_lines[0]).update(name="held")
            held.set()
            tried.wait(20)

    def patient_write():
        held.wait(20)
        be_impatient()
        threading.Timer(0.15, tried.set).start()
        write()

    run_together(hold, patient_write)
    assert Line.objects.get(pk=two_lines[0]).name == "changed"
    assert Fact.objects.count() == 1
    assert len(tries) > 1 or not on_postgresql()  # SQLite turns away at BEGIN, before the verb's first line


def be_impatient():
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '60ms'" if on_postgresql() else "PRAGMA busy_timeout = 60")


def test_it_gives_up_after_three_times_again_and_leaves_nothing(fresh_db, monkeypatch):
    monkeypatch.setattr(verbs, "PAUSE_SECONDS", 0)
    tries = []

    @verb
    def unlucky():
        tries.append(1)
        record(SPOKE, at=MORNING, number=1)
        raise OperationalError("database is locked")

    with pytest.raises(OperationalError):
        unlucky()
    assert len(tries) == 4
    assert not Fact.objects.exists()


def test_what_another_try_cannot_mend_is_raised_at_once(fresh_db):
    tries = []

    @verb
    def broken():
        tries.append(1)
        raise OperationalError("no such table: anywhere")

    with pytest.raises(OperationalError):
        broken()
    assert len(tries) == 1


def test_a_part_that_fails_alone_undoes_only_itself_and_savepoints_come_only_then(fresh_db):
    runs = []

    @verb
    def adds(*codes):
        runs.append(codes)
        Line.objects.create(code="first", name="first")
        refused = []
        for code in codes:
            try:
                with verbs.apart():
                    Line.objects.create(code=code, name=code)
                    if code == "spoilt":
                        raise LookupError(code)
            except LookupError:
                refused.append(code)
        return refused

    with CaptureQueriesContext(connection) as asked:
        assert adds("second") == []
    assert len(runs) == 1 and not [query for query in asked if "SAVEPOINT" in query["sql"]]
    Line.objects.all().delete()

    assert adds("second", "spoilt", "third") == ["spoilt"]
    assert len(runs) == 3
    assert set(Line.objects.values_list("code", flat=True)) == {"first", "second", "third"}


def run_together(*work):
    errors = []

    def run(function):
        try:
            function()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[function]) for function in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not errors, errors
