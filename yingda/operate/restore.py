"""`yingda restore FILE`: what `yingda backup` wrote, into the database and data folder that the settings name."""

import argparse
import tempfile
from datetime import datetime
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from yingda.environment import env
from yingda.lib.db import on_postgresql
from yingda.lib.say import say
from yingda.lib.times import now
from yingda.operate import loading, postgres
from yingda.operate.archive import Manifest, unpack
from yingda.operate.backup import DATA, DATABASE, KEYS, top_level
from yingda.operate.errors import JournalBroken, Newer, OtherKind, TargetNotEmpty
from yingda.operate.journal import verified
from yingda.operate.searching import rebuild_all
from yingda.serve import folder

DONE = say("已恢复 {made} 的备份，日志核对通过。", "The backup of {made} has been restored, and its journal verifies.")
ASIDE = say("原有数据存放在 {path}。", "What was there before lies in {path}.")


def restore(arguments: argparse.Namespace) -> None:
    """Restore and verify. Raises AlreadyServing, JournalBroken and what `operate.errors` has for a backup."""
    with folder.take(env.data), tempfile.TemporaryDirectory(dir=env.data, prefix=".restore-") as scratch:
        unpacked = Path(scratch)
        manifest = unpack(Path(arguments.file), unpacked)
        must_fit(manifest)
        if not arguments.force:
            must_be_empty()
        aside = Aside(env.data, now())
        put_back_files(unpacked, aside)
        put_back_database(manifest, unpacked, aside)
    if aside.used:
        print(ASIDE(path=aside.path))
    rebuild_all()
    if not verified():
        raise JournalBroken
    print(DONE(made=manifest.made[:16].replace("T", " ")))


def must_fit(manifest: Manifest) -> None:
    """Refuse a backup of the other kind of database, or of a newer version."""
    if manifest.kind != connection.vendor:
        raise OtherKind(theirs=manifest.kind, ours=connection.vendor)
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise Newer(migration=unknown[0])


def must_be_empty() -> None:
    if on_postgresql():
        with psycopg.connect(env.text("DATABASE_URL")) as target:
            occupied = loading.in_use(target)
    else:
        occupied = any(table in connection.introspection.table_names() for table in loading.TELLING) and something_in()
    if occupied:
        raise TargetNotEmpty(target=connection.settings_dict["NAME"])


def something_in() -> bool:
    """Whether the tables that tell hold a row."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT EXISTS (SELECT 1 FROM {table})" for table in loading.TELLING))
        return any(row[0] for row in cursor.fetchall())


def database_file() -> Path:
    return Path(connection.settings_dict["NAME"])


class Aside:
    """A folder for what the restored files replace; made when there is something."""

    def __init__(self, data: Path, at: datetime):
        self.data = data
        self.path = data / f"before-restore-{at:%Y%m%dT%H%M%S}"
        self.used = False

    def put(self, path: Path) -> None:
        if path.exists():
            inside = path.relative_to(self.data) if path.is_relative_to(self.data) else Path(path.name)
            target = self.path / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
            self.used = True


def put_back_files(unpacked: Path, aside: Aside) -> None:
    """Files and keys. All that was there is put aside: a newer file of seals would contradict the restored journal."""
    for name in top_level():
        aside.put(env.data / name)
    for path in sorted((unpacked / DATA).rglob("*")):
        if path.is_file():
            place(path, env.data / path.relative_to(unpacked / DATA), aside)
    place(unpacked / KEYS, env.keyring, aside)


def place(path: Path, target: Path, aside: Aside) -> None:
    aside.put(target)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.rename(target)


def put_back_database(manifest: Manifest, unpacked: Path, aside: Aside) -> None:
    """The database as it was, then brought up to date."""
    connections.close_all()
    if on_postgresql():
        fill_postgresql(manifest, unpacked)
    else:
        for suffix in ("", "-wal", "-shm"):
            aside.put(Path(f"{database_file()}{suffix}"))
        (unpacked / DATABASE).rename(database_file())
    call_command("migrate", verbosity=0, interactive=False)


def fill_postgresql(manifest: Manifest, unpacked: Path) -> None:
    """Make the tables as they were in the backup's version, and fill them."""
    with psycopg.connect(env.text("DATABASE_URL"), autocommit=True) as target:
        loading.wipe(target)
        migrate_to(manifest.migrations)
        postgres.load(target, unpacked)


def migrate_to(migrations: list[str]) -> None:
    """Apply just these to an empty database."""
    executor = MigrationExecutor(connection)
    full = executor.migration_plan(executor.loader.graph.leaf_nodes())
    wanted = set(migrations)
    executor.migrate(None, [step for step in full if f"{step[0].app_label}.{step[0].name}" in wanted])
