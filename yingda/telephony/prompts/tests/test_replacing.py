"""A recording takes the place of an announcement, for all lines or one, and leaves it again."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import soundfile
from django.utils import translation

from yingda.access import files
from yingda.access.models import StoredFile
from yingda.journal.models import Fact
from yingda.lib.errors import NotFound
from yingda.telephony.models import Prompt
from yingda.telephony.prompts import audio
from yingda.telephony.prompts.errors import BadRecording
from yingda.telephony.prompts.replacing import recording_of, replace, resolve, restore
from yingda.telephony.prompts.tests.conftest import AT, recording

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def converted(seconds: float = 1.0, **values) -> bytes:
    content = recording(seconds, **values)
    return recording_of(BytesIO(content), name="rec.wav", size=len(content))


def played(uris: list[str], sounds: Path) -> list[np.ndarray]:
    """What the exchange plays for these URIs."""
    return [audio.of_alaw((sounds / f"{uri.removeprefix('sound:')}.alaw").read_bytes()) for uri in uris]


@pytest.mark.parametrize("form", ["WAV", "FLAC", "OGG", "MP3"])
@pytest.mark.parametrize("rate, channels", [(44_100, 2), (8000, 1)])
def test_an_upload_becomes_what_the_telephone_plays(form, rate, channels):
    samples, found = soundfile.read(BytesIO(converted(form=form, rate=rate, channels=channels)))
    assert (found, samples.ndim) == (8000, 1)
    assert len(samples) / found == pytest.approx(1.0 + 2 * audio.EDGE, abs=0.1)
    assert np.sqrt((samples**2).mean()) == pytest.approx(audio.LOUDNESS, rel=0.1)


@pytest.mark.parametrize(
    "content, why",
    [
        (b"\x00\x00\x00\x20ftypM4A mp42isom" + bytes(200), "M4A"),
        (b"", "WAV"),
        (b"RIFF....WAVE", "WAV"),
        (recording(0.0), "no sound"),
        (recording(61), "61 s"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_way_out(content, why):
    with translation.override("en"), pytest.raises(BadRecording) as refused:
        recording_of(BytesIO(content), name="rec", size=len(content))
    assert refused.value.field == "file"
    said = refused.value.say("en")
    assert "rec" in said and why in said


def test_a_huge_upload_is_refused_unread():
    with pytest.raises(BadRecording, match="20 MB"):
        recording_of(BytesIO(b""), name="rec", size=30_000_000)


def test_a_recording_is_heard_on_every_line_from_then_on(hotline, shop, editor, sounds):
    assert resolve(["zh/notice"], hotline, AT) == ["sound:yingda/zh/notice"]
    replace("notice", "zh", None, converted(2.0), by=editor, at=AT)
    for line in (hotline, "shop", None):
        uris = resolve(["zh/notice"], line, AT + HOUR)
        assert uris[0].startswith("sound:yingda-own/zh/notice-")
        assert len(played(uris, sounds)[0]) / audio.RATE == pytest.approx(2.08, abs=0.1)
    assert resolve(["en/notice"], hotline, AT + HOUR) == ["sound:yingda/en/notice"]


def test_a_line_hears_its_own_recording_before_that_of_all_lines(hotline, shop, editor, sounds):
    replace("notice", "zh", None, converted(1.0), by=editor, at=AT)
    replace("notice", "zh", hotline, converted(3.0), by=editor, at=AT)
    own, other = (played(resolve(["zh/notice"], line, AT), sounds)[0] for line in (hotline, shop))
    assert len(own) > 2 * len(other)


def test_another_recording_has_another_name_and_the_former_is_gone(hotline, editor, sounds):
    replace("notice", "zh", None, converted(1.0), by=editor, at=AT)
    before = resolve(["zh/notice"], hotline, AT)
    replace("notice", "zh", None, converted(1.5), by=editor, at=AT + HOUR)
    after = resolve(["zh/notice"], hotline, AT + HOUR)
    assert before != after and len(played(before, sounds)) == 1  # a call that plays it goes on
    assert Prompt.objects.count() == 1
    former, kept = StoredFile.objects.order_by("pk")
    with pytest.raises(NotFound):
        files.content(former)
    assert files.content(kept)[:4] == b"RIFF"


def test_restored_it_is_heard_as_shipped(hotline, editor):
    replace("notice", "zh", None, converted(), by=editor, at=AT)
    restore("notice", "zh", None, by=editor, at=AT + HOUR)
    restore("notice", "zh", None, by=editor, at=AT + HOUR)
    assert resolve(["zh/notice"], hotline, AT + HOUR) == ["sound:yingda/zh/notice"]
    assert list(Fact.objects.filter(name="prompt.changed").order_by("pk").values_list("data__source", flat=True)) == [
        "recorded",
        "shipped",
    ]


def test_a_recording_is_sealed_in_storage(hotline, editor):
    prompt = replace("notice", "zh", hotline, converted(), by=editor, at=AT)
    file = StoredFile.objects.get(uid=prompt.file)
    assert (file.owner_kind, file.owner, file.media_type) == ("prompt", prompt.pk, "audio/wav")
    with files.default_storage.open(file.path) as stored:
        assert b"RIFF" not in stored.read(200)


@pytest.mark.parametrize("key, language", [("farewell", "zh"), ("notice", "fr"), ("../notice", "zh")])
def test_what_nobody_says_cannot_be_replaced(hotline, editor, key, language):
    with pytest.raises(NotFound):
        replace(key, language, None, converted(), by=editor, at=AT)
    with pytest.raises(NotFound):
        restore(key, language, None, by=editor, at=AT)


def test_parts_are_replaced_one_by_one(hotline, editor):
    replace("position_a", "zh", None, converted(), by=editor, at=AT)
    first, second, third = resolve(["zh/position_a", "zh/n_3", "zh/position_b"], hotline, AT)
    assert "yingda-own/zh/position_a-" in first
    assert (second, third) == ("sound:yingda/zh/n_3", "sound:yingda/zh/position_b")
