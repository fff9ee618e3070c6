"""The shipped set is complete after making, and holds nothing else."""

import json

from yingda.telephony.prompts import making
from yingda.telephony.prompts.speaking import LANGUAGES, TONES, shipped, texts


def test_every_text_is_made_and_what_nobody_says_any_more_goes(humming, monkeypatch, tmp_path):
    monkeypatch.setattr(making, "SOUNDS", tmp_path)
    monkeypatch.setattr(making, "MADE", tmp_path / "made.json")
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "farewell.alaw").write_bytes(b"old")
    making.make_all(humming)
    said = json.loads((tmp_path / "made.json").read_text(encoding="utf-8"))
    assert said["voices"] == {language: humming.voice(language) for language in LANGUAGES}
    for language in LANGUAGES:
        names = {path.stem for path in (tmp_path / language).iterdir()}
        assert names == {*texts(shipped(), language), *TONES}
        assert said["texts"][language] == texts(shipped(), language)
    assert (tmp_path / "zh" / "position_b.alaw").stat().st_size == 160  # a silence


def test_without_the_synthesiser_it_says_what_to_do(monkeypatch, capsys):
    monkeypatch.setattr(making, "synthesiser", lambda: None)
    assert making.main() == 1
    assert "scripts/make-prompts" in capsys.readouterr().err
