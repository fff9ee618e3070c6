"""PostgreSQL without Django between, for whole tables at a time."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import IsolationLevel, sql

from yingda.operate import loading

CHUNK = 1 << 20


def snapshot(url: str) -> psycopg.Connection:
    """A connection that sees the database as it is at this instant, whatever others commit meanwhile."""
    connection = psycopg.connect(url)
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection


def dump(connection: psycopg.Connection, folder: Path) -> Iterator[tuple[str, Path]]:
    """Write each table to a file in the folder and yield (name in the archive, file); the file is removed afterwards.

    `tables.json` comes last: the columns of each table, and the last id that each sequence gave.
    """
    listing = {"columns": {}, "sequences": {}}
    for (table,) in connection.execute(loading.TABLES).fetchall():
        listing["columns"][table] = list(loading.columns(connection, table))
        path = folder / "table"
        copy_out(connection, table, listing["columns"][table], path)
        yield f"tables/{table}.copy", path
        path.unlink()
    for _, _, sequence in loading.sequences(connection):
        last, called = connection.execute(f"SELECT last_value, is_called FROM {sequence}").fetchone()
        listing["sequences"][sequence] = last if called else 0
    path = folder / "tables.json"
    path.write_text(json.dumps(listing, indent=1))
    yield "tables.json", path


def copy_out(connection: psycopg.Connection, table: str, columns: list[str], path: Path) -> None:
    statement = statement_for("COPY {} ({}) TO STDOUT", table, columns)
    with connection.cursor() as cursor, cursor.copy(statement) as rows, open(path, "wb") as file:
        for part in rows:
            file.write(part)


def load(connection: psycopg.Connection, folder: Path) -> None:
    """Fill a migrated database with what `dump` wrote."""
    listing = json.loads((folder / "tables.json").read_text())
    with loading.filled(connection) as tables:
        for table in tables:
            if table in listing["columns"]:
                copy_in(connection, table, listing["columns"][table], folder / "tables" / f"{table}.copy")
        loading.advance(connection, listing["sequences"])


def copy_in(connection: psycopg.Connection, table: str, columns: list[str], path: Path) -> None:
    statement = statement_for("COPY {} ({}) FROM STDIN", table, columns)
    with connection.cursor() as cursor, cursor.copy(statement) as rows, open(path, "rb") as file:
        while part := file.read(CHUNK):
            rows.write(part)


def statement_for(words: str, table: str, columns: list[str]) -> sql.Composed:
    return sql.SQL(words).format(sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns)))
