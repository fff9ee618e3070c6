"""What differs between the two databases, in one place."""

from collections.abc import Sequence

from django.db import DEFAULT_DB_ALIAS, IntegrityError, OperationalError, connection, connections

SQLSTATES_WORTH_A_RETRY = {"40001", "40P01", "55P03"}
PLANS = 500
UNIQUE_VIOLATION = "23505"
FROZEN_SECONDS = 15  # within a transaction of ours nobody does anything else for so long


def on_postgresql() -> bool:
    """Whether the default database is PostgreSQL."""
    return connection.vendor == "postgresql"


def shared_cursor(connection):
    """A cursor for a statement whose rows are fetched at once: one for all, since making one takes its time.

    What looks on (a log of queries, a test that counts them) gets its own, as ever.
    """
    connection.close_if_health_check_failed()
    if connection.queries_logged or connection.execute_wrappers or connection.connection is None:
        return connection.cursor()
    kept = getattr(connection, "shared_cursor", None)
    if kept is None or kept.connection is not connection.connection:
        kept = connection.shared_cursor = new_cursor(connection)
    return kept


def fetched(statement: str, params: Sequence[object] = ()) -> list[tuple]:
    """The rows that a statement of our own gives."""
    cursor = shared_cursor(connections[DEFAULT_DB_ALIAS])
    cursor.execute(statement, params)
    return cursor.fetchall()


def new_cursor(connection):
    """One by which statements that come often take the shortest way, where plans are kept."""
    if connection.vendor != "postgresql" or connection.connection.prepare_threshold is None:
        return connection.cursor()
    from yingda.lib.direct import Direct

    return Direct(connection, most=PLANS)


def keep_plans(connection, **_: object) -> None:
    """A new connection of PostgreSQL's keeps the plan of every statement that comes often; 100 would be too few."""
    if connection.vendor == "postgresql":
        from yingda.lib.direct import KeepsPlans

        connection.connection._prepared = KeepsPlans(connection.connection.prepare_threshold, PLANS)


def let_go_when_frozen(connection, **_: object) -> None:
    """A process that is frozen in the midst of a transaction, or whose machine is gone, must not hold up the others:
    PostgreSQL then rolls it back by itself. It would hold the lock of the matching, or of placing, for hours.

    SQLite has no such thing: there, whoever is frozen while it writes stops all writers until it goes on or is killed.
    """
    if connection.vendor == "postgresql":
        connection.connection.execute(f"SET idle_in_transaction_session_timeout = '{FROZEN_SECONDS}s'")


def worth_a_retry(error: Exception) -> bool:
    """Whether running the whole verb again may help: deadlock, serialization failure, lock not available, busy.

    Also a doubled unique value: two requests with the same uid at once, of which the second run finds the first's row.
    """
    if isinstance(error, IntegrityError):
        return getattr(error.__cause__, "sqlstate", None) == UNIQUE_VIOLATION or "UNIQUE constraint" in str(error)
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    state = getattr(cause, "sqlstate", None)
    return (
        state in SQLSTATES_WORTH_A_RETRY
        or "database is locked" in str(error)
        or "database table is locked" in str(error)
    )


def lock_rows(queryset, *of: str):
    """SELECT … FOR UPDATE on PostgreSQL; on SQLite the IMMEDIATE transaction already is the lock.

    Rows that come along by `select_related` are locked when they are named, in the order named; "self" are the rows
    themselves, and what is locked without names.
    """
    return queryset.select_for_update(of=of or ("self",)) if on_postgresql() else queryset


def try_lock(key: int) -> bool:
    """A transaction-level advisory lock, without waiting. On SQLite the IMMEDIATE transaction already is the lock."""
    if not on_postgresql():
        return True
    return fetched("SELECT pg_try_advisory_xact_lock(%s)", [key])[0][0]


def lock(key: int) -> None:
    """The same, waiting."""
    if on_postgresql():
        fetched("SELECT pg_advisory_xact_lock(%s)", [key])
