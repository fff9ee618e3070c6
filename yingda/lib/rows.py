"""Rows written by statements whose SQL is made once, see docs/decisions/013-statements-made-once.md.

Django works out the SQL of a `save` each time anew, which takes longer than the database takes to run it. These write
the very same; what is counted in calls a second goes through them.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Field, Model

from yingda.lib.db import shared_cursor

AS_THEY_ARE = {str, bool, datetime, UUID, type(None)}
TAKES_THEM = {
    models.CharField, models.SlugField, models.TextField, models.BooleanField, models.DateTimeField, models.UUIDField,
}  # fmt: skip
MOST = 20  # rows of one statement; more are rare, and Django's own business


def update(row: Model, *names: str) -> None:
    """Write these fields and no others. Raises DatabaseError when the row is gone."""
    connection = connections[DEFAULT_DB_ALIAS]  # `django.db.connection` looks it up at every touch
    sql, fields = updating(type(row), names)
    values = [prepared(field, getattr(row, field.attname), connection) for field in fields]
    cursor = shared_cursor(connection)
    cursor.execute(sql, values)
    if cursor.rowcount != 1:
        raise DatabaseError(f"{row!r} is gone")


def insert(rows: Sequence[Model], *, noted: type[Model] | None = None) -> None:
    """Write new rows of one model, which get their ids; with `noted`, these are kept in that model, too.

    That one is a table of nothing but ids, and on PostgreSQL it costs no statement of its own.
    """
    if not rows:
        return
    model = type(rows[0])
    connection = connections[DEFAULT_DB_ALIAS]
    if len(rows) > MOST:
        model.objects.bulk_create(rows)
        if noted:
            noted.objects.bulk_create(noted(pk=row.pk) for row in rows)
        return
    sql, fields = inserting(model, len(rows), noted)
    values = [prepared(field, field.pre_save(row, add=True), connection) for row in rows for field in fields]
    cursor = shared_cursor(connection)
    cursor.execute(sql, values)
    given = isinstance(model._meta.pk, AutoField)
    ids = sorted(cursor.fetchall())  # they are given in the order of the rows
    for row, (pk,) in zip(rows, ids, strict=True):
        row.pk = pk if given else row.pk  # also to one that had an id when a savepoint took it back
        row._state.adding, row._state.db = False, connection.alias


def change(model: type[Model], where: dict[str, object], **fields: object) -> int:
    """Write these fields of the rows whose columns are so (None: NULL), and no others. Returns how many there were."""
    given = {name: value for name, value in where.items() if value is not None}
    settings, _ = settings_of(model, tuple(fields))
    sql = f"UPDATE {table_of(model)} SET {settings} WHERE {condition(model, tuple(where), tuple(given))}"
    return execute(model, sql, fields | {f" {name}": value for name, value in given.items()})


def delete(model: type[Model], **where: object) -> int:
    """Delete the rows of a model on which no others depend. Returns how many there were."""
    sql = f"DELETE FROM {table_of(model)} WHERE {condition(model, tuple(where), tuple(where))}"
    return execute(model, sql, where)


def execute(model: type[Model], sql: str, values: dict[str, object]) -> int:
    connection = connections[DEFAULT_DB_ALIAS]
    fields = [model._meta.get_field(name.strip()) for name in values]
    params = [
        field.get_db_prep_save(getattr(value, "pk", value), connection)
        for field, value in zip(fields, values.values(), strict=True)
    ]
    cursor = shared_cursor(connection)
    cursor.execute(sql, params)
    return cursor.rowcount


@cache
def condition(model: type[Model], names: tuple[str, ...], given: tuple[str, ...]) -> str:
    columns = {name: quoted(model._meta.get_field(name).column) for name in names}
    return " AND ".join(f"{columns[name]} = %s" for name in given) + "".join(
        f" AND {columns[name]} IS NULL" for name in names if name not in given
    )


@cache
def settings_of(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[Field]]:
    fields = [model._meta.get_field(name) for name in names]
    return ", ".join(f"{quoted(field.column)} = %s" for field in fields), fields


def table_of(model: type[Model]) -> str:
    return quoted(model._meta.db_table)


@cache
def updating(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[Field]]:
    settings, fields = settings_of(model, names)
    pk = model._meta.pk
    return f"UPDATE {table_of(model)} SET {settings} WHERE {quoted(pk.column)} = %s", [*fields, pk]


@cache
def inserting(model: type[Model], count: int, noted: type[Model] | None) -> tuple[str, list[Field]]:
    meta = model._meta
    fields = [field for field in meta.concrete_fields if not isinstance(field, AutoField)]
    columns = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * count)
    pk = quoted(meta.pk.column)
    made = f"INSERT INTO {table_of(model)} ({columns}) VALUES {places} RETURNING {pk}"
    if noted:
        there = quoted(noted._meta.pk.column)
        made = f"WITH made AS ({made}) INSERT INTO {table_of(noted)} ({there}) SELECT {pk} FROM made RETURNING {there}"
    return made, fields


def prepared(field: Field, value: object, connection: BaseDatabaseWrapper) -> object:
    """The value as the database takes it. PostgreSQL takes most as they are, and Django's way to that is long."""
    if type(value) in AS_THEY_ARE and connection.vendor == "postgresql" and type(field) in TAKES_THEM:
        return value
    return field.get_db_prep_save(value, connection)


def quoted(name: str) -> str:
    """Both databases quote alike."""
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(name)
