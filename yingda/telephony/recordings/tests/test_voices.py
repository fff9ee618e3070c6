import pytest

from yingda.telephony.recordings.audio import Sound
from yingda.telephony.recordings.tests.cast import RATE, tone
from yingda.telephony.recordings.tests.sounds import music, talk, voice
from yingda.telephony.recordings.voices import speech

BLUR = 0.35  # seconds by which an edge may be off


def heard(samples, rate=RATE):
    return speech(Sound(rate, samples))


def near(*spans):
    return [tuple(pytest.approx(edge, abs=BLUR) for edge in span) for span in spans]


def test_each_leg_has_its_own_speech():
    found = heard(talk(10, customer={2: voice(3)}, agent={1: voice(1.5, 220), 7: voice(2, 220)}))
    assert found["customer"] == near((2, 5))
    assert found["agent"] == near((1, 2.5), (7, 9))


def test_a_breath_does_not_part_a_sentence():
    found = heard(talk(6, customer={1: voice(1.5), 2.6: voice(1.5)}, agent={}))
    assert found["customer"] == near((1, 4.1))


@pytest.mark.parametrize("sound", [music(8), tone(8, 450), (tone(8, 941) // 2 + tone(8, 1336) // 2)])
def test_music_ringing_and_keys_are_no_speech(sound):
    assert heard(talk(8, customer={0: sound}, agent={0: sound})) == {"customer": [], "agent": []}


def test_wide_sound_is_judged_at_its_own_rate():
    wide = talk(6, customer={1: voice(3)}, agent={}).repeat(2, axis=0)
    assert heard(wide, 2 * RATE)["customer"] == near((1, 4))


def test_a_recording_too_short_to_judge_has_no_speech():
    assert heard(talk(0.02, customer={}, agent={})) == {"customer": [], "agent": []}
