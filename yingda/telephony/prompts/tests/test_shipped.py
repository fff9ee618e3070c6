"""The package brings a sound for every text of the shipped standard, and each is fit to be heard."""

import json

import numpy as np
import pytest

from yingda.telephony.prompts import audio
from yingda.telephony.prompts.shelf import MADE, SOUNDS, brought, sound
from yingda.telephony.prompts.speaking import LANGUAGES, TONES, shipped, texts

SPOKEN = [(language, name, text) for language in LANGUAGES for name, text in texts(shipped(), language).items() if text]
CHARACTERS_A_SECOND = {"zh": (1.2, 8), "en": (4, 30)}


def heard(language: str, name: str) -> np.ndarray:
    return audio.of_alaw(sound(language, name).read_bytes())


def test_every_text_has_the_sound_that_was_made_for_it():
    """Fails when voice.toml is reworded: run scripts/make-prompts."""
    made = json.loads(MADE.read_text(encoding="utf-8"))["texts"]
    assert made == {language: texts(shipped(), language) for language in LANGUAGES}
    for language in LANGUAGES:
        files = {path.stem for path in (SOUNDS / language).glob("*.alaw")}
        assert files == set(brought()[language]) == {*made[language], *TONES}


def test_sounds_last_as_long_as_their_texts():
    for language, name, text in SPOKEN:
        slowest, fastest = CHARACTERS_A_SECOND[language]
        lasts = len(heard(language, name)) / audio.RATE
        assert len(text) / fastest < lasts - 2 * audio.EDGE < len(text) / slowest + 0.3, (name, text, lasts)


def test_sounds_are_of_one_loudness_and_not_clipped():
    for language, name, _ in SPOKEN:
        samples = heard(language, name)
        level = np.sqrt((audio.loudness(samples)[audio.spoken(samples)] ** 2).mean())
        assert 0.05 < level < 0.12, (name, level)
        assert 0.1 < np.abs(samples).max() < 0.97, name


def test_sounds_begin_and_end_without_silence():
    for language, name, _ in SPOKEN:
        frames = np.flatnonzero(audio.spoken(heard(language, name)))
        total = len(heard(language, name)) // audio.FRAME
        assert frames[0] <= 4 and frames[-1] >= total - 5, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_speech_has_the_pitch_of_a_voice(language):
    """Most of the energy of speech lies between 100 and 2,000 Hz; noise has most of it above."""
    for name in ("notice", "offer_place", "sorry"):
        power = np.abs(np.fft.rfft(heard(language, name))) ** 2
        hertz = np.fft.rfftfreq(len(heard(language, name)), 1 / audio.RATE)
        assert power[(hertz > 80) & (hertz < 2000)].sum() > 0.8 * power.sum()


@pytest.mark.parametrize("name, pitch, lasts", [("tone_ring", 450, 5.0), ("tone_busy", 450, 4.2), ("beep", 1000, 0.5)])
def test_tones_have_their_pitch(name, pitch, lasts):
    samples = heard("zh", name)
    power = np.abs(np.fft.rfft(samples))
    assert abs(np.fft.rfftfreq(len(samples), 1 / audio.RATE)[power.argmax()] - pitch) < 5
    assert len(samples) / audio.RATE == pytest.approx(lasts)


def test_the_whole_set_stays_small():
    assert sum(path.stat().st_size for path in SOUNDS.rglob("*.alaw")) < 8_000_000
