"""`yingda migrate`."""

import argparse
import fcntl
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from yingda.environment import env
from yingda.lib.db import on_postgresql
from yingda.lib.say import say
from yingda.lib.times import now
from yingda.standard.versions import ensure_first_version

MIGRATING = 0x79646D67  # the advisory lock: no other meaning than being the same everywhere

UP_TO_DATE = say("数据库结构已是最新。", "The database is up to date.")
MIGRATED = say("数据库结构已更新：{number} 步。", "The database has been brought up to date: {number} steps.")


def migrate(arguments: argparse.Namespace) -> None:
    """Apply what is missing, in one process at a time, and say how much that was.

    A first installation gets the shipped standard; rules that an upgrade brought become a draft of it.
    """
    with alone():
        steps = len(missing())
        call_command("migrate", verbosity=0, interactive=False)
        ensure_first_version(at=now())
    print(MIGRATED(number=steps) if steps else UP_TO_DATE(), flush=True)


def missing() -> list[str]:
    """The migrations that are not yet applied, as `app.name`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@contextmanager
def alone():
    """Only one process at a time is in this block, whichever machine it is on; the others wait."""
    if not on_postgresql():
        with open(env.data / "migrate.lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    other = connection.copy()  # a connection of its own: migrations commit many times, the lock lasts one transaction
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MIGRATING])
        yield
    finally:
        other.close()
