"""A PostgreSQL of the bench's own, with durability on, migrated and peopled; every part stands on one."""

import itertools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import django
import psycopg

from yingda.testing.cluster import Cluster
from yingda.testing.processes import Process

numbers = itertools.count(1)


@dataclass(frozen=True)
class Ground:
    """The database's URL, and the environment of other processes that use it."""

    url: str
    environ: dict[str, str]

    def connect(self) -> psycopg.Connection:
        """A plain connection, for the references."""
        return psycopg.connect(self.url)

    def run(self, *words: str, **environ: str) -> Process:
        """Start `yingda WORDS`, with these variables beside the others; whoever starts it ends it."""
        log = Path(self.environ["YINGDA_DATA"], f"process-{next(numbers)}.log")
        return Process(words, environ=self.environ | environ, log=log)


@contextmanager
def ground() -> Iterator[Ground]:
    """Durable, and gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="yingda-bench-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)  # PostgreSQL may run as another user
        data = Path(folder, "data")
        data.mkdir()
        with Cluster(Path(folder, "pg"), durable=True) as cluster:
            cluster.execute("CREATE DATABASE bench")
            environ = settle(cluster.url("bench"), data)
            try:
                yield Ground(cluster.url("bench"), environ)
            finally:
                close()


def settle(url: str, data: Path) -> dict[str, str]:
    """Point this process at the database and migrate it."""
    os.environ |= {
        "DATABASE_URL": url,
        "YINGDA_DATA": str(data),
        "YINGDA_KEYRING": str(data / "keys.json"),
        "DJANGO_SETTINGS_MODULE": "yingda.settings",
        "YINGDA_LOG_LEVEL": "WARNING",
    }
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from yingda.environment import database

    connections.close_all()
    connections.settings["default"].update(database(url))
    call_command("migrate", verbosity=0, interactive=False)
    return dict(os.environ)


def close() -> None:
    from django.db import connections

    connections.close_all()


def a_site(line, administrator, *, key: str) -> None:
    """A chat widget for this line, which is open day and night."""
    from yingda.channels.chat.models import Site
    from yingda.lib.times import now
    from yingda.operate.example import DAY_AND_NIGHT
    from yingda.standard.hours import set_week, today

    at = now()
    Site.objects.create(key=key, line=line, title=line.name, title_en=line.name_en)
    set_week(line, DAY_AND_NIGHT, since=today(at), by=administrator, at=at)


def a_centre():
    """One line, its team with a supervisor and an agent, a standard in force for a month. Returns (line, agent)."""
    from yingda.journal import verb
    from yingda.lib.times import now
    from yingda.people.models import Line, Organisation, Person, Team
    from yingda.standard import versions

    @verb
    def build():
        line = Line.objects.create(code="bench", name="压测热线", name_en="Bench")
        zhou = Person.objects.create(username="zhou", work_number="6001", name="周敏", password="!")
        team = Team.objects.create(name="压测组", supervisor=zhou)
        team.lines.set([line])
        wang = Person.objects.create(username="wang", work_number="6021", name="王芳", password="!", team=team)
        Organisation.objects.create(pk=1, name="青禾", name_en="Qinghe", duty_manager=zhou)
        versions.ensure_first_version(now() - timedelta(days=30))
        return line, wang

    return build()
