"""An ordinary user, who owns nothing but a folder: gets Asterisk from Debian, configures and runs it."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from yingda.telephony.pbx import status
from yingda.testing.patience import until

NOBODY = 65534
ROOT = Path(__file__).parents[4]
HERE = f"python{sys.version_info.major}.{sys.version_info.minor}"


def python() -> str:
    """A Python that everybody may run, of the same version as this one: that of a virtual environment may not be."""
    for candidate in (Path(sys.executable).resolve(), Path(f"/usr/bin/{HERE}")):
        if candidate.exists() and all(folder.stat().st_mode & 0o001 for folder in candidate.parents):
            return str(candidate)
    raise AssertionError(f"no {HERE} that an ordinary user may run")


@pytest.fixture
def home():
    folder = Path(tempfile.mkdtemp(prefix="yingda-other-", dir="/tmp"))
    if os.getuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.timeout(300)
def test_an_ordinary_user_gets_and_runs_the_exchange(home):
    words = [python(), "-m", "yingda", "--lang", "en", "pbx"]
    if os.getuid() == 0:
        words = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *words]
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    environ = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": f"{ROOT}:{libraries}",
               "YINGDA_DATA": str(home / "data"), "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
    log = home.with_suffix(".log")
    with log.open("w") as output:
        process = subprocess.Popen(words, cwd="/", env=environ, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        until(lambda: up(home) or process.poll() is not None, log.read_text(), 240)
        assert up(home), log.read_text()
        fetched = list((home / ".cache/yingda/asterisk").glob("*/root/usr/sbin/asterisk"))
        assert fetched or "fetching" not in log.read_text()
        assert size(home / ".cache") < 80_000_000
    finally:
        process.terminate()
        process.wait(30)
        log.unlink()


def up(home: Path) -> bool:
    return status.read(home / "data/pbx").state is status.State.UP


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
