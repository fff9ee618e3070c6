"""Statements that come often, handed to PostgreSQL by the shortest way, see docs/decisions/014-the-shortest-way.md.

Psycopg's cursor, beneath Django's, finds out anew each time how values are dumped and which plan belongs to them. Here
each statement of a connection remembers. `lib.db.shared_cursor` makes these and nobody else.
"""

import itertools
import re
from collections.abc import Sequence
from datetime import UTC, datetime

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg._preparing import PrepareManager
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, PGresult, TransactionStatus
from psycopg.types.datetime import TimestamptzLoader

PLACE = re.compile(r"%([s%])")
WELL = {ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK}


class UtcLoader(TimestamptzLoader):
    """An instant of a connection that speaks UTC: Python's own reader knows how that is written."""

    def load(self, data: bytes) -> datetime:
        try:
            return datetime.fromisoformat(bytes(data).decode())
        except ValueError:  # before Christ, or after the year 9999
            return super().load(data).replace(tzinfo=UTC)


class KeepsPlans(PrepareManager):
    """What psycopg has prepared on a connection stays after a rollback, and so does what we have.

    Psycopg would deallocate all: a table may have been made in the transaction, and be made anew after it. Our program
    makes its tables in processes of their own.
    """

    def __init__(self, after: int | None, most: int):
        super().__init__()
        self.prepare_threshold, self.prepared_max = after, most

    def clear(self) -> bool:
        return False


class Statement:
    """One text, with a plan for each set of types that was given."""

    __slots__ = ("formats", "plans", "runs", "text", "values")

    def __init__(self, text: str, given: int, context: psycopg.Cursor):
        numbers = itertools.count(1)
        self.text = PLACE.sub(lambda place: "%" if place[1] == "%" else f"${next(numbers)}", text).encode()
        self.values = Transformer.from_context(context)
        self.formats = [PyFormat.AUTO] * given
        self.plans: dict[tuple[int, ...], bytes] = {}
        self.runs = 0


class Direct:
    """Like a cursor whose rows are fetched at once. Raises Django's errors, as its cursors do.

    A statement takes the usual way until it has come as often as the connection wants before it keeps a plan, and for
    good where `most` are known already.
    """

    def __init__(self, wrapper: BaseDatabaseWrapper, *, most: int):
        self.wrapper, self.most = wrapper, most
        self.connection = wrapper.connection
        self.after = self.connection.prepare_threshold
        self.pg = self.connection.pgconn
        self.usual = wrapper.cursor()
        self.context = self.connection.cursor()
        if wrapper.timezone is UTC:
            self.context.adapters.register_loader("timestamptz", UtcLoader)
        self.known: dict[str, Statement] = {}
        self.names = itertools.count(1)
        self.result: PGresult | None = None
        self.values: Transformer | None = None

    def execute(self, text: str, params: Sequence[object] = ()) -> None:
        statement = self.known.get(text)
        if statement is None or statement.runs < self.after:
            self.result = None
            self.usual.execute(text, params)
            self.remember(text, len(params))
        else:
            self.wrapper.validate_no_broken_transaction()
            try:
                self.run(statement, params)
            except psycopg.Error:
                with self.wrapper.wrap_database_errors:
                    raise

    def remember(self, text: str, given: int) -> None:
        if text not in self.known and len(self.known) < self.most:
            self.known[text] = Statement(text, given, self.context)
        if text in self.known:
            self.known[text].runs += 1

    def run(self, statement: Statement, params: Sequence[object]) -> None:
        self.values = values = statement.values
        given = values.dump_sequence(params, statement.formats)
        if not self.connection.autocommit and self.pg.transaction_status == TransactionStatus.IDLE:
            self.checked(self.pg.exec_(b"BEGIN"))
        name = statement.plans.get(values.types) or self.plan(statement)
        self.result = self.checked(self.pg.exec_prepared(name, given, values.formats))

    def plan(self, statement: Statement) -> bytes:
        name = f"yd{next(self.names)}".encode()
        types = statement.values.types
        self.checked(self.pg.prepare(name, statement.text, types))
        statement.plans[types] = name
        return name

    def checked(self, result: PGresult) -> PGresult:
        """The result of what went well."""
        if result.status in WELL:
            return result
        if self.pg.status == ConnStatus.BAD:
            raise psycopg.OperationalError(self.pg.get_error_message())
        raise error_from_result(result)

    def fetchall(self) -> list[tuple]:
        if self.result is None:
            return self.usual.fetchall()
        self.values.set_pgresult(self.result)
        return self.values.load_rows(0, self.result.ntuples, tuple)

    @property
    def rowcount(self) -> int:
        """Rows that were written or found."""
        if self.result is None:
            return self.usual.rowcount
        return self.result.command_tuples or 0
