"""A real exchange plays what `resolve` names, and the caller hears those very samples."""

import time
from pathlib import Path

import numpy as np
import pytest

from yingda.telephony.prompts import audio, effective
from yingda.telephony.prompts.effective import resolve
from yingda.telephony.prompts.replacing import replace
from yingda.telephony.prompts.shelf import sound
from yingda.telephony.prompts.speaking import pieces
from yingda.telephony.prompts.tests.conftest import AT
from yingda.telephony.prompts.tests.test_replacing import converted
from yingda.testing.ari_events import Events
from yingda.testing.patience import until

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(120)]
NUMBER = "13900139000"
SAME = 0.8  # correlation from which two sounds are one, coded and sent


@pytest.fixture
def sounds(pbx, monkeypatch):
    """The real exchange's folder."""
    monkeypatch.setattr(effective, "address", lambda: pbx.address)
    return Path(pbx.address.sounds)


def likeness(part: np.ndarray, whole: np.ndarray) -> float:
    """How well `part` is found anywhere in `whole`: the highest normalised correlation, 0 to 1."""
    size = len(part) + len(whole)
    crossed = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size)), size)[: len(whole)]
    energy = np.concatenate([[0.0], np.cumsum(whole**2)])
    ends = np.minimum(np.arange(len(whole)) + len(part), len(whole))
    levels = np.sqrt((energy[ends] - energy[: len(whole)]) * (part**2).sum())
    return float((crossed / np.maximum(levels, 1e-6))[levels > 0.5 * levels.max()].max())


def heard_by_a_customer(pbx, carrier, uris: list[str]) -> np.ndarray:
    """What comes to the ear of somebody who is called and to whom these are played."""
    happened: list[str] = []
    events = Events(pbx.address, "yingda", lambda event: happened.append(event["type"]))
    events.open()
    try:
        channel = pbx.ari.post("channels", endpoint=f"PJSIP/{NUMBER}@carrier", app="yingda", callerId="4008")["id"]
        customer = carrier.rings(NUMBER)
        customer.answer()
        until(lambda: "StasisStart" in happened, "nobody is connected")
        customer.be_quiet()
        pbx.ari.post(f"channels/{channel}/play", media=",".join(uris))
        until(lambda: "PlaybackFinished" in happened, "the announcement does not end", within=20)
        time.sleep(0.3)
        return np.array(customer.heard(20), dtype=np.float64) / 32768
    finally:
        events.close()


def test_the_caller_hears_shipped_words_numbers_and_a_recording(pbx, carrier, hotline, editor, sounds):
    replace("notice", "zh", hotline, converted(1.0), by=editor, at=AT)
    said = resolve([*pieces("position", "zh", n=12), *pieces("notice", "zh")], hotline, AT)
    names = [uri.removeprefix("sound:") for uri in said]
    heard = heard_by_a_customer(pbx, carrier, said)
    recording = audio.of_alaw((sounds / f"{names[-1]}.alaw").read_bytes())
    for part in (*(audio.of_alaw(sound("zh", name).read_bytes()) for name in ("position_a", "n_12")), recording):
        assert likeness(part, heard) > SAME
    never = audio.of_alaw(sound("zh", "sorry").read_bytes())
    assert likeness(never, heard) < SAME / 2
