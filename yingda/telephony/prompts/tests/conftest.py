"""A house with two lines, an editor, an exchange's folder of sounds, and a synthesiser that hums."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import numpy as np
import pytest
import soundfile

from yingda.access.tests.test_api import person
from yingda.lib.times import now
from yingda.people.models import Line
from yingda.standard import versions
from yingda.standard.loading import load_shipped, merge
from yingda.telephony.pbx import address
from yingda.telephony.prompts import effective, synthesis

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Humming:
    """Speaks every text as a hum that lasts a tenth of a second a letter."""

    rate = 24_000
    voice = staticmethod(synthesis.Kokoro.voice)

    def __init__(self):
        self.spoken = []

    def speak(self, text: str, language: str) -> np.ndarray:
        self.spoken.append((language, text))
        return (8000 * np.sin(np.arange(len(text) * self.rate // 10) / 10)).astype(np.int16)


@pytest.fixture
def humming(monkeypatch):
    by = Humming()
    monkeypatch.setattr(synthesis, "synthesiser", lambda: by)
    return by


@pytest.fixture(autouse=True)
def _no_model(monkeypatch, tmp_path):
    """No test depends on what is installed beside Yingda."""
    monkeypatch.setattr(synthesis, "synthesiser", lambda: None)
    monkeypatch.setattr(synthesis, "folder", lambda: tmp_path / "voice")


@pytest.fixture(autouse=True)
def sounds(monkeypatch, tmp_path):
    """The exchange's folder of sounds."""
    folder = tmp_path / "sounds"
    folder.mkdir()
    here = address.PbxAddress(*["http://127.0.0.1:1", "", "", "", 0, "", "", "", "", 0, "", ""], sounds=str(folder))
    monkeypatch.setattr(effective, "address", lambda: here)
    return folder


@pytest.fixture
def hotline(db):
    versions.ensure_first_version(AT - timedelta(days=1))
    return Line.objects.create(code="hotline", name="市民热线", name_en="City hotline")


@pytest.fixture
def shop(hotline):
    return Line.objects.create(code="shop", name="商城")


@pytest.fixture
def editor(db):
    return person("editor", "editor")


@pytest.fixture
def reworded(hotline, editor):
    """Let a standard with other announcements be in force from `at` on: reworded(at, key, zh=…)."""

    def approve(at: datetime, key: str, own: dict | None = None, **words):
        change = {"voice": {"announcement": {key: words}}}
        draft = versions.draft(merge(load_shipped(), change), own=own or {}, note="", by=editor, at=at)
        versions.approve(draft, by=editor, effective=at, at=at)

    return approve


def recording(
    seconds: float = 1.0, rate: int = 44_100, form: str = "WAV", channels: int = 2, pitch: int = 300
) -> bytes:
    """Somebody's upload: a tone (Hz) between two silences."""
    tone = 0.3 * np.sin(2 * np.pi * pitch * np.arange(round(seconds * rate)) / rate)
    whole = np.concatenate([np.zeros(rate), tone, np.zeros(rate)])
    out = BytesIO()
    soundfile.write(out, np.stack([whole] * channels, axis=1), rate, format=form)
    return out.getvalue()


def later(seconds: float = 1) -> datetime:
    return now() + timedelta(seconds=seconds)
