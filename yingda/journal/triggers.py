"""Facts, their places and seals are only ever added: triggers in the database refuse everything else.

SQLite loses triggers whenever Django remakes a table, so they are put back after every migrate. Dropping a trigger or
the table itself stays possible for whoever owns the database: that is what `verify` finds.
"""

from dataclasses import dataclass

from django.db import connections

from yingda.journal.models import Fact, Placed, Seal
from yingda.lib.say import say

REFUSED = "the journal is append-only"
LACKING = say(
    "日志表 {table} 缺少防改触发器 {trigger}：请运行 yingda migrate。",
    "The journal's table {table} lacks its trigger {trigger}: run yingda migrate.",
)
FUNCTION = "journal_refuse"
STATEMENT_BEFORE_UPDATE_DELETE_TRUNCATE = 0b111010  # pg_trigger.tgtype
BODY = f" BEGIN RAISE EXCEPTION '{REFUSED}: % on %', TG_OP, TG_TABLE_NAME; END "


@dataclass(frozen=True)
class Trigger:
    """A trigger `name` on `table`, made by the statement `sql`."""

    table: str
    name: str
    sql: str


def put_back(using: str = "default") -> None:
    """Make every trigger that is missing or differs. May run any time; does nothing before the tables are there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if not function_is_ours(connection.vendor, cursor):
            cursor.execute(f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$%s$$" % BODY)
        for trigger in lacking(using):
            if trigger.table in tables:
                make(connection.vendor, cursor, trigger)


def missing(using: str = "default") -> list[Trigger]:
    """The triggers that are not there, are switched off, or were changed: empty when all is well."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if not function_is_ours(connection.vendor, cursor):
            return wanted(connection.vendor)
    return lacking(using)


def lacking(using: str) -> list[Trigger]:
    connection = connections[using]
    with connection.cursor() as cursor:
        there = present_on_postgresql(cursor) if connection.vendor == "postgresql" else present_on_sqlite(cursor)
    return [trigger for trigger in wanted(connection.vendor) if trigger not in there]


def wanted(vendor: str) -> list[Trigger]:
    """All triggers that this kind of database needs."""
    tables = [model._meta.db_table for model in (Fact, Placed, Seal)]
    if vendor == "postgresql":
        return [for_postgresql(table) for table in tables]
    return [
        *(on_sqlite(table, verb) for table in tables for verb in ("update", "delete")),
        over_existing(Fact, "id"),
        over_existing(Placed, "position", "fact"),
        over_existing(Seal, "id", "last"),
    ]


def for_postgresql(table: str) -> Trigger:
    """A statement's trigger: it refuses even what would touch no row."""
    name = f"{table}_append_only"
    return Trigger(
        table,
        name,
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()",
    )


def on_sqlite(table: str, verb: str) -> Trigger:
    name = f"{table}_no_{verb}"
    return Trigger(
        table,
        name,
        f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    )


def over_existing(model, *unique: str) -> Trigger:
    """INSERT OR REPLACE deletes the row in its way without firing delete triggers: refuse what meets a row."""
    table = model._meta.db_table
    meets = " OR ".join(f"{column} = NEW.{column}" for column in unique)
    name = f"{table}_no_replace"
    return Trigger(
        table,
        name,
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {meets}) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    )


def make(vendor: str, cursor, trigger: Trigger) -> None:
    if vendor == "postgresql":
        cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}")
        cursor.execute(trigger.sql)
        # ALWAYS: also for a session that says it is a replica
        cursor.execute(f"ALTER TABLE {trigger.table} ENABLE ALWAYS TRIGGER {trigger.name}")
    else:
        cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}")
        cursor.execute(trigger.sql)


def present_on_sqlite(cursor) -> set[Trigger]:
    cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {Trigger(*row) for row in cursor.fetchall()}


def present_on_postgresql(cursor) -> set[Trigger]:
    """Those in force (A: always) for the events and the function that we want."""
    cursor.execute(
        "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "JOIN pg_proc ON pg_proc.oid = tgfoid "
        "WHERE tgenabled = 'A' AND tgtype = %s AND tgqual IS NULL AND proname = %s AND pg_table_is_visible(tgrelid)",
        [STATEMENT_BEFORE_UPDATE_DELETE_TRUNCATE, FUNCTION],
    )
    there = set(cursor.fetchall())
    return {trigger for trigger in wanted("postgresql") if (trigger.table, trigger.name) in there}


def function_is_ours(vendor: str, cursor) -> bool:
    """Whether PostgreSQL's triggers call what really refuses. SQLite's need no function."""
    if vendor != "postgresql":
        return True
    cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s AND pg_function_is_visible(oid)", [FUNCTION])
    return cursor.fetchone() == (BODY,)
