"""Rows written by statements whose SQL is made once.

Django works out the SQL of a `save` each time anew, which takes longer than the database takes to run it. These two
write the very same; what is counted in calls a second goes through them.
"""

from collections.abc import Sequence
from functools import cache

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import AutoField, Field, Model

MOST = 20  # rows of one statement; more are rare, and Django's own business


def update(row: Model, *names: str) -> None:
    """Write these fields and no others. Raises DatabaseError when the row is gone."""
    connection = connections[DEFAULT_DB_ALIAS]  # `django.db.connection` looks it up at every touch
    sql, fields = updating(type(row), names)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        if cursor.rowcount != 1:
            raise DatabaseError(f"{row!r} is gone")


def insert(rows: Sequence[Model]) -> None:
    """Write new rows of one model, which get their ids."""
    model = type(rows[0])
    if len(rows) > MOST:
        model.objects.bulk_create(rows)
        return
    connection = connections[DEFAULT_DB_ALIAS]
    sql, fields = inserting(model, len(rows))
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        ids = cursor.fetchall()
    for row, (pk,) in zip(rows, ids, strict=True):
        row.pk, row._state.adding, row._state.db = pk, False, connection.alias


@cache
def updating(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[Field]]:
    meta = model._meta
    fields = [meta.get_field(name) for name in names]
    settings = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
    return f"UPDATE {quoted(meta.db_table)} SET {settings} WHERE {quoted(meta.pk.column)} = %s", [*fields, meta.pk]


@cache
def inserting(model: type[Model], count: int) -> tuple[str, list[Field]]:
    meta = model._meta
    fields = [field for field in meta.concrete_fields if not isinstance(field, AutoField)]
    columns = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * count)
    table, pk = quoted(meta.db_table), quoted(meta.pk.column)
    return f"INSERT INTO {table} ({columns}) VALUES {places} RETURNING {pk}", fields


def quoted(name: str) -> str:
    """Both databases quote alike."""
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(name)
