"""Filling a migrated PostgreSQL database with rows from elsewhere, ids and all.

While it lasts, foreign keys are dropped and triggers are off, so that tables may come in any order and the journal
lets its own history in. All of it is one transaction: it comes in complete, or not at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
COLUMNS = """
    SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"""
SEQUENCES = """
    SELECT * FROM (
        SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name) AS sequence
        FROM information_schema.columns WHERE table_schema = current_schema()) AS found
    WHERE sequence IS NOT NULL"""
TELLING = ("people_person", "journal_fact")
KEPT_BY_MIGRATE = "django_migrations"


@contextmanager
def filled(connection: psycopg.Connection) -> Iterator[list[str]]:
    """Inside the block every table (its name is in the list) is empty and takes any row. Commits at the end."""
    with connection.transaction():
        tables = [name for (name,) in connection.execute(TABLES) if name != KEPT_BY_MIGRATE]
        keys = connection.execute(FOREIGN_KEYS).fetchall()
        for table, name, _ in keys:
            connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for table in tables:
            connection.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        connection.execute(truncate(tables))
        yield tables
        for table in tables:
            connection.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        for table, name, definition in keys:
            connection.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    connection.execute("ANALYZE")


def truncate(tables: list[str]) -> sql.Composed:
    return sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, tables)))


def columns(connection: psycopg.Connection, table: str) -> dict[str, str]:
    """The columns that take a value, with their types."""
    return dict(connection.execute(COLUMNS, [f'"{table}"']).fetchall())


def sequences(connection: psycopg.Connection) -> list[tuple[str, str, str]]:
    """(table, column, sequence) of all ids that the database numbers."""
    return connection.execute(SEQUENCES).fetchall()


def advance(connection: psycopg.Connection, used: dict[str, int]) -> None:
    """Let each sequence go on after the table's highest id, and after the id in `used` (sequence → last one given)."""
    for table, column, sequence in sequences(connection):
        highest = connection.execute(
            sql.SQL("SELECT COALESCE(MAX({}), 0) FROM {}").format(sql.Identifier(column), sql.Identifier(table))
        ).fetchone()[0]
        last = max(highest, used.get(sequence, 0))
        connection.execute("SELECT setval(%s, %s, %s)", [sequence, max(last, 1), last > 0])


def in_use(connection: psycopg.Connection) -> bool:
    """Whether somebody works in this database or something has happened in it."""
    there = {name for (name,) in connection.execute(TABLES)} & set(TELLING)
    return any(connection.execute(f"SELECT EXISTS (SELECT FROM {table})").fetchone()[0] for table in there)


def wipe(connection: psycopg.Connection) -> None:
    """Remove every table, with all that hangs on it."""
    with connection.transaction():
        for (table,) in connection.execute(TABLES).fetchall():
            connection.execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.Identifier(table)))
