"""Fixtures and rules for all tests; the root conftest.py hands them to pytest.

- `db` (or `pytest.mark.django_db`): the test runs in a transaction that is rolled back.
- `fresh_db` (or `pytest.mark.commits`): the test really commits, into a fresh copy of the migrated database that other
  threads and processes may use as well.
- `run_process`: starts `yingda SUBCOMMAND` against the fresh database, and ends it with the test.
"""

import itertools
import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from yingda.environment import env
from yingda.testing import early
from yingda.testing.databases import databases, migrated_template, pointed_at
from yingda.testing.processes import Process

__all__ = [
    "_django_db_marker",
    "_quick_passwords",
    "_standard_read_anew",
    "db",
    "django_db_setup",
    "fresh_db",
    "pytest_collection_modifyitems",
    "run_process",
    "template_db",
    "transactional_db",
]
REFUSED = (
    "Django's flush after a test fights the journal's append-only triggers. "
    "Mark the test with @pytest.mark.commits (or take the fixture fresh_db) for a database of its own."
)
CACHED = ("data", "database", "listen_url", "keyring")
numbers = itertools.count(1)


@dataclass(frozen=True)
class FreshDatabase:
    """A database that one test owns: its URL, and the data folder that goes with it."""

    url: str
    data: Path

    @property
    def environ(self) -> dict[str, str]:
        """The environment of another process that uses the same database, keys and files."""
        return os.environ | {"DATABASE_URL": self.url, "YINGDA_DATA": str(self.data)}


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords():
    """See `yingda.testing.hashing`."""
    settings.PASSWORD_HASHERS = ["yingda.testing.hashing.QuickArgon2", *settings.PASSWORD_HASHERS]


@pytest.fixture(scope="session")
def template_db(django_test_environment, django_db_blocker):
    """The name of the migrated template."""
    with django_db_blocker.unblock():
        return migrated_template(databases())


@pytest.fixture(scope="session")
def django_db_setup(template_db, django_db_blocker):
    """The database of the tests that roll back: a copy of the template, one for each worker."""
    store = databases()
    store.copy(template_db, early.ROLLBACK)
    with django_db_blocker.unblock(), pointed_at(store.url(early.ROLLBACK)):
        yield
    store.drop(early.ROLLBACK)


@pytest.fixture
def db(request):
    """The database, rolled back after the test; the test's own fresh one if it is marked `commits`."""
    request.getfixturevalue("fresh_db" if commits(request.node) else "_django_db_helper")


@pytest.fixture(autouse=True)
def _django_db_marker(request):
    """`django_db` on a module does not hold for a test in it that commits."""
    if commits(request.node):
        request.getfixturevalue("fresh_db")
    elif request.node.get_closest_marker("django_db"):
        request.getfixturevalue("_django_db_helper")


@pytest.fixture(autouse=True)
def _standard_read_anew():
    """No test judges by a version that another one has rolled back: a process keeps standards for a second."""
    from yingda.standard import versions  # rooms can be imported only once Django is set up

    versions.forget()


@pytest.fixture
def fresh_db(template_db, tmp_path, monkeypatch, django_db_blocker):
    """A FreshDatabase: a copy of the migrated template to which this process, and any other, may commit."""
    store = databases()
    name = f"fresh_{early.WORKER or 'main'}_{next(numbers)}"
    fresh = FreshDatabase(store.url(name), tmp_path / "data")
    fresh.data.mkdir()
    monkeypatch.setenv("DATABASE_URL", fresh.url)
    monkeypatch.setenv("YINGDA_DATA", str(fresh.data))
    monkeypatch.setenv("YINGDA_KEYRING", str(fresh.data / "keys.json"))
    store.copy(template_db, name)
    forget_environment()
    files = override_settings(MEDIA_ROOT=fresh.data / "files")  # tells the storage too
    with files, django_db_blocker.unblock(), pointed_at(fresh.url):
        yield fresh
    store.drop(name)
    monkeypatch.undo()
    forget_environment()


@pytest.fixture
def run_process(fresh_db, tmp_path):
    """Call it with a subcommand's words to get a running `Process`; all of them end with the test."""
    running: list[Process] = []

    def run(*words: str, **environ: str) -> Process:
        log = tmp_path / f"process-{len(running) + 1}.log"
        running.append(Process(words, environ=fresh_db.environ | environ, log=log))
        return running[-1]

    yield run
    for process in running:
        process.end()


@pytest.fixture
def transactional_db():
    """Refused: see REFUSED."""
    pytest.fail(REFUSED, pytrace=False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse what would flush the journal, before anything runs."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and (marker.kwargs.get("transaction") or any(marker.args)):
            raise pytest.UsageError(f"{item.nodeid}: {REFUSED}")


def commits(item: pytest.Item) -> bool:
    """Whether this test has a database of its own."""
    return item.get_closest_marker("commits") is not None or "fresh_db" in item.fixturenames


def forget_environment() -> None:
    """Let settings that follow the data folder and the database be read anew."""
    for name in CACHED:
        env.__dict__.pop(name, None)
