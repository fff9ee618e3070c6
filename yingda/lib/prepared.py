"""Queries whose SQL is made once, see docs/decisions/013-statements-made-once.md.

    LEG = Prepared(lambda: Leg.objects.filter(uid=Given(Leg, "uid")).select_related("person"))
    leg = LEG.first(uid=uid)
"""

import json
from collections.abc import Callable, Sequence
from functools import cached_property

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, Expression, Func, Model, QuerySet
from django.db.models.query import get_related_populators

from yingda.lib.db import on_postgresql, shared_cursor


class Given(Expression):
    """A value that is given with each run: one for the field `name` of `model`; with `many`, ids for `Among`."""

    def __init__(self, model: type[Model], name: str, *, many: bool = False):
        self.name, self.many = name, many
        super().__init__(output_field=model._meta.get_field(name))

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def ready(self, given: dict, connection):
        if self.many:
            ids = list(given[self.name])
            return ids if connection.vendor == "postgresql" else json.dumps(ids)
        return self.output_field.get_db_prep_value(given[self.name], connection, prepared=False)


class Among(Func):
    """Whether a column is one of those ids, however many there are: `Among("person", GivenMany("people"))`."""

    arity = 2
    output_field = BooleanField()
    template = "%(expressions)s)"
    arg_joiner = " = ANY("

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(
            compiler, connection, template="%(expressions)s))", arg_joiner=" IN (SELECT value FROM json_each(", **extra
        )


class Prepared:
    """`build()` gives the query, in which `Given` stands for what differs from run to run.

    A query with FOR UPDATE is to be run in a transaction, as ever.
    """

    def __init__(self, build: Callable[[], QuerySet]):
        self.build = build

    def all(self, **given: object) -> list[Model]:
        """The rows found."""
        return [self.compiled.row(values) for values in self.values(**given)]

    def first(self, **given: object) -> Model | None:
        """The first of them, if there is one."""
        return next(iter(self.all(**given)), None)

    def get(self, **given: object) -> Model:
        """The one row. Raises the model's DoesNotExist."""
        if found := self.first(**given):
            return found
        raise self.compiled.model.DoesNotExist(f"{self.compiled.model.__name__} {given}")

    def values(self, **given: object) -> list[tuple]:
        """The same as plain columns, for queries of `values_list`."""
        return self.compiled.run(given)

    @cached_property
    def compiled(self) -> "Compiled":
        return Compiled(self.build())


def with_constants(query: str, params: Sequence[object]) -> tuple[str, Sequence[object]]:
    """The query with everything written out that is the same in each run, and what is left to be given.

    PostgreSQL's plan, once kept, can then rely on it, and use the index that is there for rows of one state.
    """
    if not on_postgresql():
        return query, params
    pieces = query.split("%s")
    out = [pieces[0]]
    for param, piece in zip(params, pieces[1:], strict=True):
        out += ["%s" if isinstance(param, Given) else literal(param), piece]
    return "".join(out), [param for param in params if isinstance(param, Given)]


def literal(value: object) -> str:
    """The value as it is written in a query that has parameters."""
    from psycopg.sql import Literal

    return Literal(value).as_string(connections[DEFAULT_DB_ALIAS].connection).replace("%", "%%")


class Compiled:
    """SQL, parameters, and how rows are made of what comes back."""

    def __init__(self, found: QuerySet):
        connection = connections[DEFAULT_DB_ALIAS]
        compiler = found.query.get_compiler(connection=connection)
        self.sql, self.params = with_constants(*compiler.as_sql())
        self.compiler = compiler
        self.converters = compiler.get_converters([column for column, _, _ in compiler.select])
        if compiler.klass_info:
            columns = compiler.klass_info["select_fields"]
            self.model = compiler.klass_info["model"]
            self.first, self.end = columns[0], columns[-1] + 1
            self.names = [compiler.select[column][0].target.attname for column in columns]
            self.related = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)

    def run(self, given: dict) -> list[tuple]:
        connection = connections[DEFAULT_DB_ALIAS]
        cursor = shared_cursor(connection)
        params = [param.ready(given, connection) if isinstance(param, Given) else param for param in self.params]
        cursor.execute(self.sql, params)
        rows = cursor.fetchall()
        return list(self.compiler.apply_converters(rows, self.converters)) if self.converters else rows

    def row(self, values: tuple) -> Model:
        made = self.model.from_db(DEFAULT_DB_ALIAS, self.names, values[self.first : self.end])
        for populator in self.related:
            populator.populate(values, made)
        return made
