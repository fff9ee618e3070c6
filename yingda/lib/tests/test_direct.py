"""A statement that has come often gives what it gave before, whatever has happened on its connection meanwhile."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError

from yingda.lib import rows
from yingda.lib.db import fetched, on_postgresql, shared_cursor
from yingda.lib.ids import uuid7
from yingda.lib.prepared import Among, Given, Prepared
from yingda.people.models import Line
from yingda.promises.models import Beat

OFTEN = 8  # times, of which the last go by the kept plan
NAMES = Prepared(lambda: Line.objects.filter(Among("id", Given(Line, "id", many=True))).values_list("name"))
BEATS = Prepared(lambda: Beat.objects.filter(process=Given(Beat, "process")).values_list("started", "process"))
MADE = "SELECT count(*) FROM people_line WHERE code LIKE 'l%%' AND name <> %s"


@pytest.fixture
def line(db) -> Line:
    return Line.objects.create(code="l1", name="热线", uid=uuid7())


def often(statement: str, *given: object) -> list[tuple]:
    """What it gives, the same each time."""
    answers = [fetched(statement, given) for _ in range(OFTEN)]
    assert answers == answers[:1] * OFTEN
    return answers[-1]


def plans_kept(named: str = "yd%") -> int:
    return fetched("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE %s", [named])[0][0]


def test_rows_are_the_same_by_the_kept_plan(line):
    assert often(MADE, "x") == [(1,)]
    assert often("SELECT name, name_en, id FROM people_line WHERE id = %s", line.pk) == [("热线", "", line.pk)]
    assert often("SELECT id FROM people_line WHERE id = %s", -1) == []
    if on_postgresql():
        assert plans_kept() >= 3


def test_a_statement_may_be_given_values_of_other_types(line):
    found = "SELECT count(*) FROM people_line WHERE id < %s"
    assert often(found, line.pk + 1) == [(1,)]
    assert often(found, 2**40) == [(1,)]
    assert often(found, None) == [(0,)]
    assert often(found, 2) == fetched(found, [2])


def test_ids_are_given_in_any_number(line):
    others = [Line.objects.create(code=f"m{number}", name=f"{number}", uid=uuid7()) for number in range(3)]
    for chosen in [[], [line], [line, *others], others] * 3:
        found = {name for (name,) in NAMES.values(id=[one.pk for one in chosen])}
        assert found == {one.name for one in chosen}


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 11, 22, 1, 2, 3, 456789, tzinfo=UTC),
        datetime(2026, 11, 22, 1, 2, 3, 400000, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    ],
)
def test_instants_come_back_as_they_went(db, instant):
    rows.insert([Beat(process="x", started=instant, at=instant)])
    for _ in range(OFTEN):
        ((started, process),) = BEATS.values(process="x")
        assert started == instant and started.tzinfo is UTC and process == "x"


def test_what_is_written_is_counted(line):
    for number in range(OFTEN):
        line.name = f"{number}"
        rows.update(line, "name")
        assert shared_cursor(connection).rowcount == 1
    assert Line.objects.get().name == f"{OFTEN - 1}"
    Line.objects.all().delete()
    with pytest.raises(DatabaseError, match="gone"):
        rows.update(line, "name")


def test_errors_are_djangos(line):
    for number in range(OFTEN):
        rows.insert([Line(code=f"m{number}", uid=uuid7())])
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert([Line(code="m0", uid=uuid7())])
    rows.insert([Line(code="n", uid=uuid7())])  # the savepoint's end is the error's end


def test_a_transaction_that_is_to_be_rolled_back_takes_no_more(line):
    often(MADE, "x")
    with pytest.raises(TransactionManagementError), transaction.atomic():
        transaction.set_rollback(True)
        fetched(MADE, ["x"])


@pytest.mark.commits
def test_plans_outlive_a_rollback_and_each_transaction_is_begun(fresh_db):
    line = Line.objects.create(code="l1", name="热线", uid=uuid7())
    often(MADE, "x")
    for _ in range(OFTEN):
        Line.objects.filter(code="l1").exists()  # psycopg keeps a plan of its own, with which it would drop ours
    for number in range(OFTEN):
        with pytest.raises(LookupError), transaction.atomic():
            line.name = f"{number}"
            rows.update(line, "name")
            assert often(MADE, "热线") == [(1,)]
            raise LookupError
        assert often(MADE, "热线") == [(0,)]
    if on_postgresql():
        assert plans_kept() and plans_kept("_pg3%")


@pytest.mark.commits
def test_a_lost_connection_is_told_and_the_next_one_begins_anew(fresh_db):
    often(MADE, "x")
    if on_postgresql():
        connection.connection.pgconn.finish()
        with pytest.raises(OperationalError):
            fetched(MADE, ["x"])
        connection.close_if_unusable_or_obsolete()
    else:
        connection.close()
    assert often(MADE, "x") == [(0,)]


def test_who_looks_on_sees_each_statement(line, django_assert_num_queries):
    often(MADE, "x")
    with django_assert_num_queries(1) as seen:
        fetched(MADE, ["x"])
    assert "people_line" in seen[0]["sql"]
    heard = []
    with connection.execute_wrapper(lambda run, sql, *rest: (heard.append(sql), run(sql, *rest))[1]):
        fetched(MADE, ["x"])
    assert heard == [MADE]
