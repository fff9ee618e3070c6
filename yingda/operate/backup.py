"""`yingda backup FILE`: database, files and keys in one archive, while everything runs.

The order matters. What the journal wrote outside the database comes first and may be behind the database; files and
keys come last and may be ahead of it. The other way round a restored copy would lack something it names.
"""

import argparse
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from fnmatch import fnmatch
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from yingda.environment import env
from yingda.lib.db import on_postgresql
from yingda.lib.keyring import keyring
from yingda.lib.say import say
from yingda.lib.times import now
from yingda.operate import postgres
from yingda.operate.archive import Manifest, Writer, written

DATABASE = "database.sqlite3"
KEYS = "keys.json"
DATA = "data"
FILES = "files"
PASSED_OVER = ("pbx", "*.sqlite3*", "*.lock", "*.part", "*.tar.gz", "static", "before-restore-*", ".*")
DONE = say(
    "备份完成： {path}（{size:.1f} MB，{number} 个文件）。其中含有密钥，请妥善保管。",
    "The backup is made: {path} ({size:.1f} MB, {number} files). It contains the keys: keep it safe.",
)
ELSEWHERE = say(
    "注意：上传的文件不在本机文件夹中，未包含在备份里，请另行备份。",
    "Note: uploaded files are not in a folder of this machine and not in the backup: back them up where they are.",
)


def backup(arguments: argparse.Namespace) -> None:
    """Write the archive. Raises FileExists."""
    path = Path(arguments.file)
    manifest = save(path)
    if not isinstance(default_storage._wrapped, FileSystemStorage):
        print(ELSEWHERE())
    print(DONE(path=path, size=path.stat().st_size / 1_000_000, number=len(manifest.files)))


def save(path: Path) -> Manifest:
    """Make the archive at `path`; what it contains."""
    keyring()  # makes the ring on an installation that has not needed it yet
    manifest = Manifest(connection.vendor, now().isoformat(), applied())
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as scratch, written(path, manifest) as archive:
        add_data(archive, [name for name in top_level() if name != FILES])
        add_database(archive, Path(scratch))
        add_data(archive, [FILES])
        archive.add(KEYS, env.keyring)
    return manifest


def applied() -> list[str]:
    """The migrations that the database has, as `app.name`."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def top_level() -> list[str]:
    """What lies in the data folder and belongs in a backup, the key ring apart."""
    names = sorted(path.name for path in env.data.iterdir() if path != env.keyring)
    return [name for name in names if not any(fnmatch(name, pattern) for pattern in PASSED_OVER)]


def add_data(archive: Writer, names: list[str]) -> None:
    for path in files([env.data / name for name in names]):
        try:
            archive.add(f"{DATA}/{path.relative_to(env.data).as_posix()}", path)
        except FileNotFoundError:
            continue  # removed meanwhile: no row names it any more


def files(paths: list[Path]) -> Iterator[Path]:
    """The paths that are files, and the files in those that are folders."""
    for path in paths:
        yield from (inner for inner in [path, *sorted(path.rglob("*"))] if inner.is_file())


def add_database(archive: Writer, scratch: Path) -> None:
    if on_postgresql():
        with postgres.snapshot(env.text("DATABASE_URL")) as snapshot:
            for name, path in postgres.dump(snapshot, scratch):
                archive.add(name, path)
    else:
        copy_sqlite(connection.settings_dict["NAME"], scratch / DATABASE)
        archive.add(DATABASE, scratch / DATABASE)


def copy_sqlite(source: str, target: Path) -> None:
    """SQLite's own online backup: one state of the database, while others write."""
    with closing(sqlite3.connect(source)) as running, closing(sqlite3.connect(target)) as copy:
        running.backup(copy)
