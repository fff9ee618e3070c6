"""The databases that tests stand on behave as the tests assume."""

import os
import subprocess
import sys
import threading

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections, transaction
from django.utils import timezone

pytestmark = pytest.mark.django_db


def keep(key):
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now())


def test_a_rollback_test_may_write():
    keep("mine")
    assert Session.objects.count() == 1


def test_what_a_rollback_test_wrote_is_gone_afterwards():
    assert Session.objects.count() == 0


def test_a_rollback_test_runs_inside_a_transaction():
    assert connection.in_atomic_block


@pytest.mark.commits
def test_a_test_that_commits_is_in_no_transaction_although_its_module_says_django_db():
    assert not connection.in_atomic_block


@pytest.mark.commits
def test_what_it_commits_is_seen_by_other_threads():
    keep("shared")
    assert in_a_thread(lambda: Session.objects.get().session_key) == "shared"


@pytest.mark.commits
def test_the_next_test_that_commits_starts_from_a_fresh_database():
    assert Session.objects.count() == 0


def test_a_fixture_that_asks_for_db_gets_the_fresh_one_beside_fresh_db(fresh_db, db):
    assert not connection.in_atomic_block
    keep("committed")
    assert in_a_thread(Session.objects.count) == 1


def test_another_process_reaches_the_fresh_database_by_its_url(fresh_db):
    keep("from here")
    seen = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; django.setup()\n"
            "from django.contrib.sessions.models import Session; print(Session.objects.get().session_key)",
        ],
        env=fresh_db.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert seen.stdout.strip() == "from here"


def test_the_fresh_database_is_the_same_kind_as_the_session_tests(fresh_db):
    kind = os.environ.get("YINGDA_TEST_DB") or "sqlite"
    assert connection.vendor == kind
    assert fresh_db.url.startswith(kind)


def test_a_rolled_back_part_leaves_the_committed_part(fresh_db):
    keep("kept")
    with pytest.raises(RuntimeError), transaction.atomic():
        keep("lost")
        raise RuntimeError
    assert [session.session_key for session in Session.objects.all()] == ["kept"]


@pytest.mark.parametrize(
    "body", ["@pytest.mark.django_db(transaction=True)\ndef test_it(): pass", "def test_it(transactional_db): pass"]
)
def test_djangos_flush_is_refused_with_a_sentence(tmp_path, body):
    (tmp_path / "conftest.py").write_text("from yingda.testing.fixtures import *")
    (tmp_path / "test_it.py").write_text(f"import pytest\n{body}\n")
    done = run_pytest(tmp_path)
    assert done.returncode != 0
    assert "append-only triggers" in done.stdout + done.stderr


def run_pytest(folder):
    """A session of its own, on SQLite, over the tests in this folder."""
    words = ["-m", "pytest", "-q", "-p", "yingda.testing.early", "--ds=yingda.settings", "--rootdir", folder, folder]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "YINGDA_"))}
    return subprocess.run([sys.executable, *words], env=clean, cwd=folder, capture_output=True, text=True)


def in_a_thread(ask):
    """What `ask` answers on a connection of its own."""
    answers = []

    def run():
        answers.append(ask())
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return answers[0]
