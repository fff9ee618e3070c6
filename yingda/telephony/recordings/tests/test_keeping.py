import hashlib
from datetime import timedelta

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult

from yingda.contacts.models import Hold
from yingda.contacts.tests.cast import a_customer
from yingda.customers.erasing import erase
from yingda.jobs import working
from yingda.lib.times import now
from yingda.telephony.models import Hotline, Recording
from yingda.telephony.recordings import keeping, storing
from yingda.telephony.recordings.audio import silenced
from yingda.telephony.recordings.beginning import begin, pause, resume, stop
from yingda.telephony.recordings.keeping import kept
from yingda.telephony.recordings.tests.cast import (
    LEFT,
    RATE,
    RIGHT,
    a_call,
    a_recording,
    again,
    arrived,
    at,
    both,
    hertz,
    raw_file,
    told,
    wav_file,
)
from yingda.telephony.recordings.tests.sounds import music, talk, voice
from yingda.telephony.reports.recorded import awaited, recorded

MICROS = 1_000_000


class PowerCut(BaseException):
    """The process ends here: nothing after this line happens."""


def sound_of(recording: Recording) -> np.ndarray:
    import soundfile

    return soundfile.read(storing.content(recording), dtype="int16")[0]


def test_what_the_exchange_recorded_is_kept_sealed_and_its_copy_goes(cast, spool, storage):
    recording = arrived(a_call(cast), raw_file(spool, both()))
    assert (recording.state, recording.source) == ("arriving", str(spool / "sound.raw"))
    assert working.work_once("one", now()).task_path.endswith("keeping.keep")
    recording = again(recording)
    (file,) = storage()
    assert (recording.state, recording.seconds, recording.source) == ("kept", 3.0, "")
    assert not list(spool.iterdir())
    assert b"fLaC" not in file.read_bytes() and recording.size == file.stat().st_size
    assert [hertz(sound_of(recording)[:, leg]) for leg in (0, 1)] == [LEFT, RIGHT]
    assert len(recording.peaks) == 30
    assert recording.sha256 == hashlib.sha256(storing.content(recording).getvalue()).hexdigest()
    (fact,) = told("recording.kept", recording)
    assert fact["lasted"] == 3 * MICROS and len(fact["sha256"]) == 64


def test_a_report_that_comes_twice_makes_one_job(cast, spool):
    recording = arrived(a_call(cast), raw_file(spool, both()))
    assert not recorded(str(recording.uid), spool / "sound.raw", at(5))
    assert DBTaskResult.objects.count() == 1 and (spool / "sound.raw").exists()
    kept(recording, at(6))
    assert not recorded(str(recording.uid), raw_file(spool, both()), at(7))
    assert not list(spool.iterdir())
    assert len(told("recording.kept", recording)) == 1


def test_a_file_that_nobody_waits_for_goes(cast, spool):
    assert not recorded("01a00000-0000-7000-8000-000000000000", raw_file(spool, both()), at(1))
    assert not list(spool.iterdir())


def test_a_file_that_comes_before_the_end_of_the_talk_was_told_ends_the_recording(cast, spool):
    recording = begin(a_call(cast), at(0))
    recorded(str(recording.uid), raw_file(spool, both()), at(3))
    assert (again(recording).state, again(recording).ended) == ("arriving", at(3))


def test_a_pair_of_files_and_a_message_in_mono_are_kept_as_well(cast, spool):
    wav_file(spool, both()[:, 0], "pair-rx")
    wav_file(spool, both()[:, 1], "pair-tx")
    recording = arrived(a_call(cast), spool / "pair-rx.wav")
    assert kept(recording, at(9)) == "kept"
    assert [hertz(sound_of(again(recording))[:, leg]) for leg in (0, 1)] == [LEFT, RIGHT]
    message = arrived(a_call(cast), wav_file(spool, both()[:, 0]), kind="voice_mail")
    assert kept(message, at(9)) == "kept"
    assert not list(spool.iterdir())


@pytest.mark.parametrize(
    ("module", "name"),
    [(storing, "settle"), (keeping, "finish"), (keeping, "Measured"), (keeping, "forget_source")],
)
def test_a_job_killed_at_any_point_is_done_once_when_it_runs_again(cast, spool, storage, monkeypatch, module, name):
    recording = arrived(a_call(cast), raw_file(spool, both()))

    def power_cut(*arguments, **named):
        raise PowerCut

    with monkeypatch.context() as broken, pytest.raises(PowerCut):
        broken.setattr(module, name, power_cut)
        kept(again(recording), at(5))
    assert (spool / "sound.raw").exists()
    assert kept(again(recording), at(20)) == "kept"
    assert len(storage()) == 1 and not list(spool.iterdir())
    assert hertz(sound_of(again(recording))[:, 0]) == LEFT
    assert len(told("recording.kept", recording)) == len(told("call.spoken", recording)) == 1


def test_of_two_runs_at_once_one_keeps_the_recording(cast, spool, storage, monkeypatch):
    recording = arrived(a_call(cast), raw_file(spool, both()))
    measure = keeping.Measured

    def overtaken(*given):
        monkeypatch.setattr(keeping, "Measured", measure)
        assert kept(again(recording), at(6)) == "kept"
        return measure(*given)

    monkeypatch.setattr(keeping, "Measured", overtaken)
    kept(again(recording), at(5))
    assert len(storage()) == 1 and len(told("recording.kept", recording)) == 1
    assert hertz(sound_of(again(recording))[:, 1]) == RIGHT


def test_a_storage_that_does_not_answer_is_tried_again(cast, spool, monkeypatch):
    recording = arrived(a_call(cast), raw_file(spool, both()))

    def away(*given):
        raise OSError("no answer")

    with monkeypatch.context() as broken, pytest.raises(OSError):
        broken.setattr(default_storage, "save", away)
        kept(again(recording), at(5))
    assert again(recording).state == "arriving"
    assert kept(again(recording), at(6)) == "kept"


def test_a_file_that_is_no_sound_fails_and_stays_and_may_be_delivered_again(cast, spool):
    (spool / "broken.wav").write_text("not a sound")
    recording = arrived(a_call(cast), spool / "broken.wav")
    assert kept(recording, at(5)) == "failed"
    assert again(recording).failure == "unreadable" and (spool / "broken.wav").exists()
    assert told("recording.failed", recording)[0]["error"] == "unreadable"
    assert recorded(str(recording.uid), raw_file(spool, both()), at(9))
    assert kept(again(recording), at(10)) == "kept"


def test_a_caller_who_had_gone_leaves_nothing_to_keep(cast, spool, storage):
    recording = arrived(a_call(cast), raw_file(spool, both(0.1)), seconds=0.1)
    assert kept(recording, at(5)) == "deleted"
    assert told("recording.deleted", recording)[0]["reason"] == "empty"
    assert not storage() and not list(spool.iterdir())


def test_what_was_said_in_a_pause_is_not_kept(cast, spool):
    call = a_call(cast)
    recording = begin(call, at(0))
    pause(call, cast.wang, at(1))
    resume(call, cast.wang, at(2))
    stop(call, at(3))
    recorded(str(recording.uid), raw_file(spool, both()), at(3))
    kept(again(recording), at(4))
    sound = sound_of(again(recording))
    assert not sound[RATE : 2 * RATE].any() and sound[: RATE - 1].any() and sound[2 * RATE + 1 :].any()
    assert again(recording).peaks[15] == [0, 0]


def test_the_line_says_how_long_recordings_are_kept(cast, spool):
    Hotline.objects.create(line=cast.hotline, retention_days=30)
    assert a_recording(cast, spool).delete_after == at(3) + timedelta(days=30)
    assert a_recording(cast, spool, line=cast.shop).delete_after == at(3) + timedelta(days=180)


def test_a_recording_that_arrives_after_its_customer_was_forgotten_is_not_kept(cast, spool, storage):
    customer = a_customer()
    recording = arrived(a_call(cast, customer=customer), raw_file(spool, both()))
    erase(customer, by=cast.zhou, at=at(4))
    assert kept(again(recording), at(5)) == "deleted"
    assert not storage() and not list(spool.iterdir())
    assert told("recording.deleted", recording)[0]["reason"] == "erased"


def test_speech_is_measured_without_holds_and_their_music(cast, spool):
    call = a_call(cast)
    Hold.objects.create(contact=call.contact, by=cast.wang, since=at(8), ended=at(14), expected_minutes=1)
    sound = talk(20, customer={0.5: voice(4), 16: voice(3)}, agent={3: voice(3, 220), 8: music(6), 9: voice(2, 220)})
    recording = arrived(call, raw_file(spool, sound), seconds=20)
    assert kept(recording, at(30)) == "kept"
    (fact,) = told("call.spoken", recording)
    seconds = {key: value / MICROS for key, value in fact.items() if key not in ("recording",)}
    assert seconds["customer"] == pytest.approx(7, abs=0.6)
    assert seconds["agent"] == pytest.approx(3, abs=0.6)
    assert (fact["agent_interrupted"], fact["customer_interrupted"]) == (1, 0)
    assert (seconds["held"], seconds["waited"]) == (6, 8)
    assert seconds["longest_silence"] == pytest.approx(2, abs=0.6)
    assert [span[0] for span in again(recording).speech["customer"]] == pytest.approx([0.5, 16], abs=0.3)


def test_the_driver_learns_what_it_still_has_to_deliver(cast, spool):
    call = a_call(cast)
    recording = begin(call, at(0))
    assert awaited(call.exchange_id) == []
    stop(call, at(3))
    assert awaited(call.exchange_id) == [(str(recording.uid), "talk")]
    recorded(str(recording.uid), raw_file(spool, both()), at(4))
    assert awaited(call.exchange_id) == []


def test_silencing_is_exact_to_the_sample():
    from yingda.telephony.recordings.audio import Sound

    quiet = silenced(Sound(RATE, both(1)), [(0.25, 0.5)])
    assert not quiet.samples[2000:4000].any() and quiet.samples[4001].any()
