"""Sets the environment of a test session before Django reads its settings (`-p yingda.testing.early`).

Each session, and each worker of pytest-xdist, has a data folder of its own. `YINGDA_TEST_DB` chooses the database:
`sqlite` (the default) or `postgresql`; the session then starts a PostgreSQL of its own and stops it at its end.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from yingda.testing.cluster import Cluster

KINDS = {"sqlite", "postgresql"}
KIND = os.environ.get("YINGDA_TEST_DB") or "sqlite"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
ROLLBACK = f"rollback_{WORKER or 'main'}"


def prepare() -> None:
    """Point every variable that Yingda reads at this session's own folder."""
    if KIND not in KINDS:
        raise pytest.UsageError(f"YINGDA_TEST_DB={KIND!r}: write sqlite or postgresql")
    for name in [name for name in os.environ if name.startswith("YINGDA_") and not name.startswith("YINGDA_TEST_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_LISTEN_URL", None)
    if not WORKER:
        os.environ["YINGDA_TEST_SESSION"] = own_folder("yingda-test-")
        if KIND == "postgresql":
            os.environ["YINGDA_TEST_CLUSTER"] = own_folder("yingda-pg-")
    data = Path(os.environ["YINGDA_TEST_SESSION"], WORKER or "main")
    data.mkdir()
    os.environ["YINGDA_DATA"] = str(data)
    os.environ["YINGDA_KEYRING"] = str(data / "keys.json")
    os.environ["YINGDA_SECRET_KEY"] = "a secret that only tests use"
    os.environ["DATABASE_URL"] = database_url()
    os.environ["YINGDA_PBX"] = "off"  # a test that telephones takes the fixture pbx


def database_url() -> str:
    """The URL of the database of this process's tests that roll back; `yingda.testing.fixtures` makes it."""
    if KIND == "postgresql":
        return Cluster(os.environ["YINGDA_TEST_CLUSTER"]).url(ROLLBACK)
    return f"sqlite:///{os.environ['YINGDA_TEST_SESSION']}/{ROLLBACK}.sqlite3"


def own_folder(prefix: str) -> str:
    folder = tempfile.mkdtemp(prefix=prefix)
    owner = os.getpid()
    # A forked child also runs exit handlers: only the process that made the folder removes it.
    atexit.register(lambda: os.getpid() == owner and shutil.rmtree(folder, ignore_errors=True))
    return folder


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the session's PostgreSQL before any worker needs it."""
    if KIND == "postgresql" and not WORKER:
        cluster = Cluster(os.environ["YINGDA_TEST_CLUSTER"])
        session.config.add_cleanup(cluster.stop)
        cluster.start()


def pytest_report_header() -> str:
    return f"yingda: {KIND}"


prepare()
