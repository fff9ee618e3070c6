"""Facts, places and seals can be added, and nothing else, by any way of SQL."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from yingda.journal import triggers
from yingda.journal.models import Fact, Placed, Seal
from yingda.journal.placer import place_once
from yingda.journal.tests.cast import MORNING, speak
from yingda.lib.db import on_postgresql

ANYWHERE = [
    "UPDATE journal_fact SET name = 'other'",
    "UPDATE journal_fact SET id = id + 100",
    "UPDATE journal_fact SET name = 'other' WHERE id < 0 OR id > 0",
    "DELETE FROM journal_fact",
    "INSERT INTO journal_fact SELECT * FROM journal_fact WHERE true ON CONFLICT (id) DO UPDATE SET name = 'other'",
    "UPDATE journal_placed SET position = position + 100",
    "DELETE FROM journal_placed WHERE position = 1",
    "UPDATE journal_seal SET head = ''",
    "DELETE FROM journal_seal",
]
ON_SQLITE = [
    "INSERT OR REPLACE INTO journal_fact SELECT * FROM journal_fact",
    "REPLACE INTO journal_fact SELECT * FROM journal_fact",
    "INSERT OR REPLACE INTO journal_fact (rowid, at, recorded, name, via, data) "
    "SELECT id, at, at, 'x', '', '{}' FROM journal_fact",
    "UPDATE OR REPLACE journal_fact SET id = 1",
    "REPLACE INTO journal_placed (position, fact) VALUES (1, 99)",
    "REPLACE INTO journal_placed (position, fact) SELECT 99, fact FROM journal_placed",
    "REPLACE INTO journal_seal SELECT * FROM journal_seal",
    "REPLACE INTO journal_seal (first, last, digest, marks, head, key, at) "
    "SELECT 9, last, '', '', '', '', at FROM journal_seal",
]
ON_POSTGRESQL = [
    "TRUNCATE journal_fact",
    "TRUNCATE journal_fact, journal_placed, journal_seal CASCADE",
    "TRUNCATE journal_seal RESTART IDENTITY",
    "WITH gone AS (DELETE FROM journal_fact RETURNING *) SELECT count(*) FROM gone",
    "SET session_replication_role = replica; DELETE FROM journal_fact",
    "MERGE INTO journal_fact f USING journal_placed p ON p.fact = f.id WHEN MATCHED THEN DELETE",
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def a_fact_a_place_and_a_seal(db):
    speak()
    place_once()
    Seal.objects.create(first=1, last=1, digest="d" * 64, marks=b"m", head="h" * 64, key="k1", at=MORNING)


def statements():
    here = ON_POSTGRESQL if on_postgresql() else ON_SQLITE
    return [*ANYWHERE, *here]


def state():
    return list(Fact.objects.values()), list(Placed.objects.values()), list(Seal.objects.values())


def test_every_way_of_sql_to_alter_delete_truncate_or_replace_is_refused(a_fact_a_place_and_a_seal):
    before = state()
    for statement in statements():
        assert_refused(statement)
    assert state() == before


def assert_refused(statement):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        assert triggers.REFUSED in str(error), f"{statement}: {error}"
    else:
        pytest.fail(f"went through: {statement}")


@pytest.mark.parametrize(
    "change",
    [
        lambda: Fact.objects.update(at=MORNING + timedelta(days=1)),
        lambda: Fact.objects.all().delete(),
        lambda: Fact.objects.get().save(),
        lambda: Seal.objects.bulk_update(Seal.objects.all(), ["head"]),
    ],
)
def test_django_cannot_change_them_either(a_fact_a_place_and_a_seal, change):
    with pytest.raises(DatabaseError, match=triggers.REFUSED), transaction.atomic():
        change()


def test_all_triggers_stand_after_all_migrations():
    assert triggers.missing() == []


def test_putting_them_back_may_be_done_twice():
    triggers.put_back()
    triggers.put_back()
    assert triggers.missing() == []


def test_a_dropped_trigger_is_missing_and_migrate_puts_it_back(fresh_db):
    drop(triggers.wanted(connection.vendor)[0])
    assert [trigger.table for trigger in triggers.missing()] == ["journal_fact"]
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []


def test_a_remade_table_has_them_again_after_migrate(fresh_db):
    remake(Fact)
    assert on_postgresql() or {trigger.table for trigger in triggers.missing()} == {"journal_fact"}
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []
    speak()
    for statement in statements():
        if "seal" not in statement and "journal_placed " not in statement:
            assert_refused(statement)


def test_a_trigger_that_was_weakened_counts_as_missing(db):
    trigger = triggers.wanted(connection.vendor)[0]
    with connection.cursor() as cursor:
        if on_postgresql():
            cursor.execute(f"ALTER TABLE {trigger.table} DISABLE TRIGGER {trigger.name}")
        else:
            cursor.execute(f"DROP TRIGGER {trigger.name}")
            cursor.execute(trigger.sql.replace("BEGIN", "WHEN NEW.id < 0 BEGIN"))
    assert triggers.missing() == [trigger]
    triggers.put_back()
    assert triggers.missing() == []


def test_a_refusing_function_that_no_longer_refuses_counts_as_all_missing(db):
    if not on_postgresql():
        assert triggers.function_is_ours("sqlite", None)
        return
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE OR REPLACE FUNCTION {triggers.FUNCTION}() RETURNS trigger LANGUAGE plpgsql "
                       "AS $$ BEGIN RETURN NEW; END $$")  # fmt: skip
    assert triggers.missing() == triggers.wanted("postgresql")
    triggers.put_back()
    assert triggers.missing() == []


def drop(trigger):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger.name}" + (f" ON {trigger.table}" if on_postgresql() else ""))


def remake(model):
    """What a later migration does to a column: on SQLite Django builds the table anew."""
    old = model._meta.get_field("via")
    new = models.CharField(max_length=80, default="")
    new.set_attributes_from_name("via")
    new.model = model
    with connection.schema_editor() as editor:
        editor.alter_field(model, old, new)
