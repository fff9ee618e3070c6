"""Moving to PostgreSQL: everything arrives under its own id, and the house goes on from there."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid

import pytest

from yingda.testing.cluster import Cluster

FILL = """
from yingda.operate.tests import cast
cast.move_in()
cast.keep_matter()
"""
FIND = """
from yingda.operate.tests import cast
print(cast.found("路灯"), cast.found("李雪"), cast.found("积水"))
"""
TELL = """
import json
from django.db import connection
from yingda.journal.models import Fact, Placed
from yingda.people.models import Organisation, Person, Restriction
from yingda.standard.models import Version
models = [Organisation, Person, Restriction, Fact, Placed, Version]
print(json.dumps([list(model.objects.order_by("pk").values()) for model in models], default=str))
"""
GO_ON = """
from yingda.operate.tests import cast
from yingda.journal.models import Fact
before = set(Fact.objects.values_list("id", flat=True))
(newcomer,) = cast.move_in(["新人"])
print(newcomer.id, min(set(Fact.objects.values_list("id", flat=True)) - before) > max(before))
"""


@pytest.fixture(scope="module")
def cluster():
    """The session's own PostgreSQL, or one for this module."""
    if folder := os.environ.get("YINGDA_TEST_CLUSTER"):
        yield Cluster(folder)
    else:
        with Cluster(tempfile.mkdtemp(prefix="yingda-pg-")) as own:
            yield own


@pytest.fixture
def target(cluster):
    name = f"moved_{uuid.uuid4().hex[:12]}"
    cluster.execute(f"CREATE DATABASE {name}")
    yield cluster.url(name)
    cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """The data folder of an installation on SQLite with people and facts."""
    folder = tmp_path_factory.mktemp("original")
    environ = on_sqlite(folder)
    assert yingda(environ, "migrate").returncode == 0
    python(environ, FILL)
    return folder


@pytest.fixture
def source(original, tmp_path):
    """The environment of such an installation, for one test."""
    return on_sqlite(shutil.copytree(original, tmp_path / "data"))


def on_sqlite(folder):
    ring = str(folder / "keys.json")
    return {**os.environ, "YINGDA_DATA": str(folder), "YINGDA_KEYRING": ring, "DATABASE_URL": "", "LANG": "en_US.UTF-8"}


def yingda(environ, *words):
    command = [sys.executable, "-m", "yingda", *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=180)


def python(environ, code):
    """Run code in a process of its own; what it printed."""
    command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def moved(original, cluster, tmp_path_factory):
    """(environment of the source, of the target) after a move."""
    name = f"moved_{uuid.uuid4().hex[:12]}"
    source = on_sqlite(shutil.copytree(original, tmp_path_factory.mktemp("moved") / "data"))
    cluster.execute(f"CREATE DATABASE {name}")
    done = yingda(source, "move-to", cluster.url(name))
    assert done.returncode == 0, done.stdout + done.stderr
    yield source, source | {"DATABASE_URL": cluster.url(name)}
    cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_everything_arrives_under_its_own_id_and_the_house_goes_on(moved):
    source, target = moved
    assert json.loads(python(target, TELL)) == json.loads(python(source, TELL))
    assert python(target, GO_ON).split() == ["3", "True"]


def test_the_journal_there_is_append_only_and_verifies(moved):
    _, target = moved
    forge = (
        "from yingda.journal.models import Fact\ntry: Fact.objects.update(name='forged')\nexcept Exception as error: "
    )
    assert "append-only" in python(target, f"{forge}print(error)")
    assert yingda(target, "journal", "verify").returncode == 0


def test_a_target_in_use_is_replaced_only_with_force(moved):
    source, target = moved
    url = target["DATABASE_URL"]
    again = yingda(source, "move-to", url)
    assert again.returncode == 1
    assert "not empty" in again.stderr
    python(target, "from yingda.people.models import Organisation\nOrganisation.objects.update(name='other')")
    assert yingda(source, "move-to", url, "--force").returncode == 0
    assert json.loads(python(target, TELL)) == json.loads(python(source, TELL))


def test_a_target_that_is_not_postgresql_is_refused(source):
    done = yingda(source, "move-to", "sqlite:////tmp/other.sqlite3")
    assert done.returncode == 1
    assert "postgresql://" in done.stderr


def test_a_source_on_postgresql_is_refused(source, target):
    there = source | {"DATABASE_URL": target}
    yingda(there, "migrate")
    done = yingda(there, "move-to", target)
    assert done.returncode == 1
    assert "PostgreSQL already" in done.stderr


def test_a_source_that_is_not_migrated_is_refused(source, target, tmp_path):
    done = yingda(source | {"YINGDA_DATA": str(tmp_path / "empty")}, "move-to", target)
    assert done.returncode == 1
    assert "yingda migrate" in done.stderr


def test_what_was_moved_is_found_though_the_index_of_the_source_had_missed_it(moved):
    source, target = moved
    assert python(source, FIND).split() == ["[]", "[]", "[]"]
    assert python(target, FIND).split() == ["['300304-0001']", "['K1']", "[]"]
