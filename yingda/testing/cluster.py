"""A private PostgreSQL in a folder of its own: reached by unix socket only, so that any number run side by side."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from yingda.serve.leash import dies_with_parent

START_SECONDS = 30
UNPRIVILEGED = ("postgres", "nobody")
FAST = {"fsync": "off", "full_page_writes": "off"}
SETTINGS = {"listen_addresses": "", "max_connections": "200", "shared_buffers": "128MB"}


class NoPostgres(RuntimeError):
    """PostgreSQL's own programs are missing or did not start; the text says what to do."""


class Cluster:
    """PostgreSQL living in `folder`. `durable` keeps fsync on, for measurements and kill tests of the machine."""

    def __init__(self, folder: str | Path, *, durable: bool = False):
        self.folder = Path(folder)
        self.data = self.folder / "data"
        self.durable = durable
        self.server: subprocess.Popen | None = None

    def url(self, database: str) -> str:
        """The DATABASE_URL of this database in the cluster."""
        return f"postgresql://yingda@/{database}?host={self.folder}"

    def start(self) -> None:
        """Make the cluster and start it. Raises NoPostgres with a sentence."""
        self.folder.mkdir(exist_ok=True)
        self.folder.chmod(0o700)
        self._give_away()
        self._run(
            "initdb",
            "--pgdata",
            self.data,
            "--username=yingda",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
        )
        settings = SETTINGS | ({} if self.durable else FAST)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with open(self.folder / "log", "wb") as log:
            self.server = subprocess.Popen(
                [program("postgres"), "-D", self.data, "-k", self.folder, *options],
                stdout=log,
                stderr=log,
                cwd="/",
                preexec_fn=dies_with_parent(signal.SIGQUIT),
                **self._as_user(),
            )
        self._await()

    def stop(self) -> None:
        """End it at once; its data are throw-away. May be called twice."""
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGQUIT)
            self.server.wait(timeout=START_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)

    def execute(self, statement: str) -> None:
        """Run one statement outside a transaction, as CREATE DATABASE needs."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def __enter__(self) -> "Cluster":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _give_away(self) -> None:
        if user := self._as_user():
            shutil.chown(self.folder, user["user"], user["group"])

    def _run(self, name: str, *arguments: object) -> None:
        done = subprocess.run([program(name), *arguments], capture_output=True, text=True, cwd="/", **self._as_user())
        if done.returncode:
            raise NoPostgres(f"{name} failed: {done.stderr.strip() or done.stdout.strip()}")

    def _as_user(self) -> dict:
        """PostgreSQL refuses to run as root: then it runs as somebody without rights."""
        if os.geteuid() != 0:
            return {}
        for name in UNPRIVILEGED:
            try:
                who = pwd.getpwnam(name)
            except KeyError:
                continue
            return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
        raise NoPostgres(f"PostgreSQL does not run as root, and there is no user {' or '.join(UNPRIVILEGED)}")

    def _await(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.server.poll() is None:
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise NoPostgres(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")


def program(name: str) -> str:
    """The path of one of PostgreSQL's own programs. Raises NoPostgres when it is not installed."""
    folders = [*bindir_of_pg_config(), *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    for folder in folders:
        if (folder / name).exists():
            return str(folder / name)
    if found := shutil.which(name):
        return found
    raise NoPostgres("PostgreSQL's server is not installed: type  sudo apt-get install postgresql")


def bindir_of_pg_config() -> list[Path]:
    """Where `pg_config` says the programs are; nowhere when there is no pg_config, or only the client's."""
    if not shutil.which("pg_config"):
        return []
    done = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True)
    return [Path(done.stdout.strip())] if done.returncode == 0 else []
