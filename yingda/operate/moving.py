"""`yingda move-to DATABASE_URL`: everything from the SQLite of a data folder into PostgreSQL.

Ids, positions and seals stay what they are. Nobody may write meanwhile: `serve` must be stopped, and the source is
locked. It arrives complete and verified, or not at all.
"""

import argparse
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

from yingda.environment import env
from yingda.lib.db import on_postgresql
from yingda.lib.say import say
from yingda.operate import loading
from yingda.operate.database import missing
from yingda.operate.errors import (
    CountsDiffer,
    JournalBroken,
    NotFromSqlite,
    NotMigrated,
    NotSearchable,
    NotToPostgres,
    TablesDiffer,
    TargetNotEmpty,
)
from yingda.operate.postgres import statement_for
from yingda.serve import folder
from yingda.serve.supervisor import PROGRAM

ROWS_AT_ONCE = 5_000
ROWS = say("  {table}：{number} 行", "  {table}: {number} rows")
DONE = say(
    "已搬到 PostgreSQL，日志核对通过。请设置 DATABASE_URL 为新地址再启动；SQLite 数据仍在原处。",
    "Everything is in PostgreSQL and the journal verifies. Set DATABASE_URL to the new address and start again; "
    "the SQLite data are still where they were.",
)
TEXT_OF: dict[str, Callable[[object], object]] = {
    "boolean": bool,
    "timestamp with time zone": lambda value: f"{value}+00",  # Django keeps UTC in SQLite, without saying so
    "interval": lambda value: f"{value} microseconds",
}


def move_to(arguments: argparse.Namespace) -> None:
    """Raises AlreadyServing, JournalBroken and the refusals of a move in `operate.errors`."""
    url = arguments.database_url
    if on_postgresql():
        raise NotFromSqlite
    if not url.startswith(("postgresql://", "postgres://")):
        raise NotToPostgres
    with folder.take(env.data):
        if missing():
            raise NotMigrated
        make_ready(url, force=arguments.force)
        with locked_source() as source, psycopg.connect(url, autocommit=True) as target:
            copy_all(source, target)
        if yingda(url, "search", "rebuild"):
            raise NotSearchable
        if yingda(url, "journal", "verify"):
            raise JournalBroken
    print(DONE())


def make_ready(url: str, *, force: bool) -> None:
    """Give the target its tables. Raises TargetNotEmpty."""
    with psycopg.connect(url, autocommit=True) as target:
        if force:
            loading.wipe(target)
        elif loading.in_use(target):
            raise TargetNotEmpty(target=target.info.dbname)
    if yingda(url, "migrate"):
        raise NotToPostgres


def yingda(url: str, *words: str) -> int:
    """Run a command on the target, in a process that knows no other database; its exit code."""
    return subprocess.run([*PROGRAM, *words], env=os.environ | {"DATABASE_URL": url}).returncode


@contextmanager
def locked_source() -> Iterator[sqlite3.Connection]:
    """The SQLite database, in which nobody writes as long as this lasts."""
    connection.close()
    source = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    try:
        source.execute("BEGIN IMMEDIATE")
        yield source
    finally:
        source.close()


def copy_all(source: sqlite3.Connection, target: psycopg.Connection) -> None:
    """Every table, in one transaction of the target. Raises TablesDiffer, CountsDiffer."""
    own = tables_of(source)
    with loading.filled(target) as tables:
        if lost := own - set(tables) - {loading.KEPT_BY_MIGRATE}:
            raise TablesDiffer(tables=", ".join(sorted(lost)))
        for table in tables:
            if table in own:
                number = copy_table(source, target, table)
                must_agree(source, target, table)
                if number:
                    print(ROWS(table=table, number=f"{number:,}"), flush=True)
        loading.advance(target, last_ids(source, target))


def tables_of(source: sqlite3.Connection) -> set[str]:
    """The ordinary tables; not those of the search indexes, which are made anew where they are used."""
    rows = source.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    statements = dict(rows.fetchall())
    virtual = [name for name, statement in statements.items() if statement.upper().startswith("CREATE VIRTUAL")]
    beside = [index.removesuffix("_fts") for index in virtual]
    return {name for name in statements if not any(name == index or name.startswith(f"{index}_") for index in beside)}


def copy_table(source: sqlite3.Connection, target: psycopg.Connection, table: str) -> int:
    """Copy the rows in chunks, each value in the form that its column takes; how many rows."""
    types = loading.columns(target, table)
    forms = [TEXT_OF.get(kind, as_it_is) for kind in types.values()]
    names = ", ".join(f'"{name}"' for name in types)
    rows = source.execute(f'SELECT {names} FROM "{table}"')
    copied = 0
    with target.cursor() as cursor, cursor.copy(statement_for("COPY {} ({}) FROM STDIN", table, list(types))) as out:
        while chunk := rows.fetchmany(ROWS_AT_ONCE):
            for row in chunk:
                out.write_row([None if value is None else form(value) for form, value in zip(forms, row, strict=True)])
            copied += len(chunk)
    return copied


def as_it_is(value: object) -> object:
    return value


def must_agree(source: sqlite3.Connection, target: psycopg.Connection, table: str) -> None:
    count = f'SELECT COUNT(*) FROM "{table}"'
    wanted, found = source.execute(count).fetchone()[0], target.execute(count).fetchone()[0]
    if wanted != found:
        raise CountsDiffer(table=table, wanted=wanted, found=found)


def last_ids(source: sqlite3.Connection, target: psycopg.Connection) -> dict[str, int]:
    """The last id that SQLite gave in each table, by the sequence that goes on from there."""
    given = dict(source.execute("SELECT name, seq FROM sqlite_sequence"))
    return {sequence: given[table] for table, _, sequence in loading.sequences(target) if table in given}
