"""Throw-away databases: migrated once a session into a template, then copied."""

import fcntl
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections

from yingda import environment
from yingda.testing import early
from yingda.testing.cluster import Cluster

LOCKED_SECONDS = 1  # longer than anybody who is not frozen writes


class SqliteDatabases:
    """Databases as files in the session's folder."""

    def __init__(self, folder: Path):
        self.folder = folder

    def url(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite3"

    def create(self, name: str) -> None:
        """SQLite makes the file when it is first opened."""

    def copy(self, source: str, name: str) -> None:
        shutil.copyfile(self.folder / f"{source}.sqlite3", self.folder / f"{name}.sqlite3")

    def drop(self, name: str) -> None:
        for file in self.folder.glob(f"{name}.sqlite3*"):
            file.unlink()


class PostgresDatabases:
    """Databases of the session's own cluster."""

    def __init__(self, cluster: Cluster):
        self.cluster = cluster

    def url(self, name: str) -> str:
        return self.cluster.url(name)

    def create(self, name: str) -> None:
        self.cluster.execute(f'CREATE DATABASE "{name}"')

    def copy(self, source: str, name: str) -> None:
        self.cluster.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY FILE_COPY')

    def drop(self, name: str) -> None:
        self.cluster.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def database_is_locked() -> bool:
    """Whether nobody can write now. On SQLite who is frozen while it writes keeps all others from writing."""
    if connection.vendor != "sqlite":
        return False
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=LOCKED_SECONDS)) as asking:
        try:
            asking.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
    return False


def databases() -> SqliteDatabases | PostgresDatabases:
    """The kind that this session tests."""
    if early.KIND == "postgresql":
        return PostgresDatabases(Cluster(os.environ["YINGDA_TEST_CLUSTER"]))
    return SqliteDatabases(Path(os.environ["YINGDA_TEST_SESSION"]))


def migrated_template(store: SqliteDatabases | PostgresDatabases) -> str:
    """The name of a migrated database that nobody is connected to. Made once, whichever worker comes first."""
    done = Path(os.environ["YINGDA_TEST_SESSION"], "template.done")
    with open(done.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            store.create("template")
            with pointed_at(store.url("template")):
                call_command("migrate", verbosity=0, interactive=False)
            done.touch()
    return "template"


@contextmanager
def pointed_at(url: str):
    """Django's default connection, of every thread, goes to this database inside the block."""
    settings = connections.settings["default"]
    before = settings.copy()
    connections.close_all()
    settings.update(environment.database(url))
    try:
        yield
    finally:
        connections.close_all()
        settings.update(before)
