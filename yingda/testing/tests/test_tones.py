"""Tones are heard where they are, and only there."""

import time

import pytest

from yingda.testing import tones
from yingda.testing.carrier import TONES
from yingda.testing.patience import until
from yingda.testing.sound import Sound


def second(tone: int):
    return tones.heard(b"".join(tones.spoken(tone)))


@pytest.mark.parametrize("tone", TONES)
def test_a_tone_is_heard_and_no_other(tone):
    samples = second(tone)[:3200]
    assert tones.amplitude(samples, tone) == pytest.approx(tones.LOUD, rel=0.05)
    assert not [other for other in TONES if other != tone and tones.amplitude(samples, other) >= tones.HEARD / 2]


def test_two_at_once_are_both_heard():
    mixed = type(second(600))("h", (a // 2 + b // 2 for a, b in zip(second(600), second(1400), strict=True)))
    assert min(tones.amplitude(mixed, 600), tones.amplitude(mixed, 1400)) > tones.HEARD
    assert tones.amplitude(mixed, 1000) < tones.HEARD / 2


def test_silence_is_no_sound():
    assert tones.loudness(tones.heard(tones.SILENCE)) < tones.SOUND
    assert tones.loudness(second(600)) > tones.SOUND


def test_lines_carry_what_is_said():
    sound = Sound()
    try:
        here, there = sound.line(), sound.line()
        here.other = ("127.0.0.1", there.port)
        here.say(tones.spoken(700))
        until(lambda: tones.amplitude(there.heard(0.3), 700) > tones.HEARD, "nothing is heard")
        here.say([])
        time.sleep(0.5)
        assert tones.loudness(there.heard(0.3)) < tones.SOUND
    finally:
        sound.stop()
