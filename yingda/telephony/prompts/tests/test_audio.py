"""Whatever comes in, an announcement is one channel at 8 kHz, levelled, without silence at its ends."""

import numpy as np
import pytest

from yingda.telephony.prompts import audio


def tone(seconds: float, rate: int, pitch: int = 440, level: float = 0.3) -> np.ndarray:
    return level * np.sin(2 * np.pi * pitch * np.arange(round(seconds * rate)) / rate)


def pitch_of(samples: np.ndarray) -> float:
    return np.fft.rfftfreq(len(samples), 1 / audio.RATE)[np.abs(np.fft.rfft(samples)).argmax()]


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 24000, 44100, 48000, 4000])
def test_any_rate_becomes_eight_thousand_and_keeps_its_pitch(rate):
    found = audio.resampled(tone(1.0, rate), rate)
    assert len(found) == audio.RATE
    assert pitch_of(found) == pytest.approx(440, abs=2)
    assert np.abs(found[500:-500]).max() == pytest.approx(0.3, rel=0.05)


def test_what_the_telephone_cannot_carry_is_cut_and_not_folded_back():
    assert np.abs(audio.resampled(tone(1.0, 48000, pitch=6000), 48000)).max() < 0.01


def test_two_channels_become_one():
    both = np.stack([tone(1, 8000), tone(1, 8000)], axis=1)
    assert audio.as_mono(both) == pytest.approx(tone(1, 8000))


def test_silence_at_the_ends_goes_and_a_breath_stays():
    silence = np.zeros(8000)
    found = audio.trimmed(np.concatenate([silence, tone(0.5, 8000), silence]))
    assert len(found) / audio.RATE == pytest.approx(0.5 + 2 * audio.EDGE, abs=0.03)
    assert abs(found[0]) < 0.01 and abs(found[-1]) < 0.01


def test_a_pause_inside_stays():
    parts = [tone(0.5, 8000), np.zeros(4000), tone(0.5, 8000)]
    assert len(audio.trimmed(np.concatenate(parts))) / audio.RATE == pytest.approx(1.5, abs=0.1)


@pytest.mark.parametrize("level", [0.001, 0.01, 0.5, 1.0])
def test_loud_and_soft_come_out_alike(level):
    found = audio.announced(tone(1, 8000, level=level), 8000)
    assert np.sqrt((found**2).mean()) == pytest.approx(audio.LOUDNESS, rel=0.1)


def test_a_single_click_is_not_raised_above_full_scale():
    samples = tone(1, 8000, level=0.002)
    samples[4000] = 0.9
    assert np.abs(audio.announced(samples, 8000)).max() <= audio.PEAK + 1e-9


@pytest.mark.parametrize("samples", [np.zeros(8000), np.zeros(0), np.zeros(3)])
def test_silence_is_nothing(samples):
    assert len(audio.announced(samples, 8000)) == 0


def test_alaw_comes_back_as_it_went():
    samples = tone(0.5, 8000)
    coded = audio.as_alaw(samples)
    assert len(coded) == len(samples)
    assert audio.of_alaw(coded) == pytest.approx(samples, abs=0.02)
    assert audio.as_wav(samples)[:4] == b"RIFF"
