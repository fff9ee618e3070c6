from argparse import Namespace

import pytest

from yingda.jobs.working import work_once
from yingda.lib.times import now
from yingda.operate import checks_of_work
from yingda.operate.checks_of_work import recordings_are_kept
from yingda.operate.findings import Light
from yingda.telephony.recordings import retention
from yingda.telephony.recordings.beginning import begin, stop
from yingda.telephony.recordings.retrying import retry
from yingda.telephony.recordings.tests.cast import a_call, a_recording, again, arrived, at, both, told, wav_file


@pytest.fixture
def broken(cast, spool):
    """A recording whose file is no sound."""
    (spool / "broken.wav").write_text("not a sound")
    recording = arrived(a_call(cast), spool / "broken.wav")
    work_once("one", now())
    return again(recording)


def lights() -> list[Light]:
    return [finding.light for finding in recordings_are_kept()]


def test_a_failed_recording_is_a_red_line_in_doctor_with_its_way_out(cast, spool, broken):
    a_recording(cast, spool)
    (finding,) = recordings_are_kept()
    assert finding.light == Light.RED
    assert "1 份" in finding.what("zh") and "cannot be read" in finding.what("en")
    assert "yingda recordings retry" in finding.advice("en")


def test_one_that_does_not_arrive_is_yellow_before_it_is_red(cast, monkeypatch):
    monkeypatch.setattr(checks_of_work, "now", lambda: at(2 * 3600))
    call = a_call(cast)
    begin(call, at(0))
    assert lights() == []
    stop(call, at(3))
    assert lights() == [Light.YELLOW]
    retention.give_up(at(4) + retention.GIVEN_UP)
    assert lights() == [Light.RED]


def test_a_mended_file_is_kept_at_the_next_try(cast, spool, broken, capsys):
    wav_file(spool, both(), "broken")
    retry(Namespace(give_up=False))
    assert "1" in capsys.readouterr().out
    work_once("one", now())
    assert again(broken).state == "kept"
    assert lights() == []


def test_what_is_given_up_is_deleted_on_record(spool, broken):
    retry(Namespace(give_up=True))
    assert again(broken).state == "deleted" and not list(spool.iterdir())
    assert told("recording.deleted", broken)[0]["reason"] == "given_up"
    assert lights() == []
