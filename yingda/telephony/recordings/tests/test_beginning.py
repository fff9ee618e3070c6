import pytest

from yingda.journal.models import Fact
from yingda.telephony.models import Hotline, Recording
from yingda.telephony.recordings.beginning import begin, pause, resume, stop
from yingda.telephony.recordings.errors import NothingRecorded
from yingda.telephony.recordings.tests.cast import a_call, again, at, told
from yingda.telephony.wanted import wanted


def test_a_talk_is_recorded_once_however_often_it_begins(cast):
    call = a_call(cast)
    first, second = begin(call, at(0)), begin(call, at(1))
    assert first == second
    assert wanted(call.pk).recording == str(first.uid)
    assert Fact.objects.filter(name="recording.began").count() == 1


def test_a_line_that_records_nothing_records_nothing_but_voice_mail(cast):
    Hotline.objects.create(line=cast.hotline, records=False)
    call = a_call(cast)
    assert begin(call, at(0)) is None
    assert begin(call, at(0), kind="voice_mail").kind == "voice_mail"
    assert wanted(call.pk).recording == ""


def test_a_recording_that_is_stopped_is_no_longer_wanted(cast):
    call = a_call(cast)
    recording = begin(call, at(0))
    assert stop(call, at(5)) == recording
    assert again(recording).state == Recording.State.ARRIVING
    assert wanted(call.pk).recording == ""
    assert stop(call, at(6)) is None
    assert begin(call, at(7)) != recording


def test_pauses_are_kept_in_seconds_of_the_recording_and_told_once(cast):
    call = a_call(cast)
    recording = begin(call, at(0))
    for second in (2, 3):
        pause(call, cast.wang, at(second))
    assert wanted(call.pk).paused
    for second in (5.5, 6):
        resume(call, cast.wang, at(second))
    assert not wanted(call.pk).paused
    pause(call, cast.wang, at(8))
    stop(call, at(9))
    assert again(recording).pauses == [[2.0, 5.5], [8.0, 9.0]]
    assert (len(told("recording.paused", recording)), len(told("recording.resumed", recording))) == (2, 1)
    assert Fact.objects.filter(name="recording.paused").first().by == cast.wang.pk


def test_what_is_not_recorded_cannot_be_paused(cast):
    call = a_call(cast)
    for move in (pause, resume):
        with pytest.raises(NothingRecorded):
            move(call, cast.wang, at(1))


def test_a_new_recording_does_not_begin_in_the_pause_of_the_last(cast):
    call = a_call(cast)
    begin(call, at(0))
    pause(call, cast.wang, at(1))
    stop(call, at(2))
    begin(call, at(3))
    assert not wanted(call.pk).paused
