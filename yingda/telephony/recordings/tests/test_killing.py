"""The jobs process is really killed while it takes a recording over."""

import subprocess
import sys
import time
from datetime import timedelta

import pytest

from yingda.contacts.tests.cast import a_cast
from yingda.jobs import leases, working
from yingda.lib.times import now
from yingda.telephony.recordings.tests.cast import a_call, again, arrived, both, raw_file, told

WORKER = """
import pathlib, time
import django
django.setup()
from yingda.jobs import working
from yingda.lib.times import now
from yingda.telephony.recordings import keeping

def last_words(*given):
    pathlib.Path({marker!r}).touch()
    time.sleep(60)

keeping.Measured = last_words  # sealed and stored, not yet kept
working.work_once("the killed one", now())
"""


@pytest.mark.commits
def test_a_recording_survives_a_kill_in_the_middle_of_its_job(fresh_db, storage, spool, tmp_path, settings):
    settings.MEDIA_ROOT = fresh_db.data / "files"
    recording = arrived(a_call(a_cast()), raw_file(spool, both()))
    marker = tmp_path / "written"
    worker = subprocess.Popen([sys.executable, "-c", WORKER.format(marker=str(marker))], env=fresh_db.environ)
    for _ in range(300):
        if marker.exists() or worker.poll() is not None:
            break
        time.sleep(0.1)
    worker.kill()
    worker.wait()
    assert marker.exists() and len(storage()) == 1 and again(recording).state == "arriving"

    leases.take_back(now() + leases.LEASE + timedelta(seconds=1))
    assert working.work_once("another", now() + timedelta(minutes=1))
    assert again(recording).state == "kept"
    assert len(storage()) == 1 and not list(spool.iterdir())
    assert len(told("recording.kept", recording)) == 1
