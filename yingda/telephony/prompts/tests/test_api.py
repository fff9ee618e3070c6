"""Announcements over HTTP: everybody here listens, editors and administrators replace."""

from io import BytesIO

import pytest
import soundfile

from yingda.access.tests.test_api import person, signed_in
from yingda.telephony.models import Prompt
from yingda.telephony.prompts import api, shelf
from yingda.telephony.prompts.tests.conftest import recording

pytestmark = pytest.mark.django_db
WAV = {"content_type": "audio/wav"}
QUERIES = 6  # one of them the look at the standard, once a second


@pytest.fixture(autouse=True)
def _short_sounds(monkeypatch, tmp_path):
    """Every shipped sound is half a second long here."""
    path = tmp_path / "half.alaw"
    path.write_bytes(b"\xd5" * 4000)
    for module in (api, shelf):
        monkeypatch.setattr(module, "sound", lambda language, name: path)
    monkeypatch.setattr("yingda.telephony.prompts.effective.sound", lambda language, name: path)


@pytest.fixture
def desk(hotline, editor):
    return signed_in("editor")


@pytest.fixture
def wang(hotline):
    person("wang", "agent")
    return signed_in("wang")


def item(client, key: str, language: str = "zh", **query) -> dict:
    found = client.get("/api/prompts", query).json()["items"]
    return next(one for one in found if (one["key"], one["language"]) == (key, language))


def test_everybody_here_sees_what_callers_hear(wang):
    answer = wang.get("/api/prompts", {"line": "hotline"})
    assert answer.status_code == 200
    assert answer.json()["synthesiser"] is False
    part = item(wang, "position_a", line="hotline")
    assert part == {
        "key": "position_a",
        "language": "zh",
        "kind": "words",
        "whole": "您现在排在{n}。",
        "text": "您现在排在",
        "rule": "2.2",
        "seconds": 0.5,
        "source": "shipped",
        "current": True,
        "line": None,
        "by": None,
        "at": None,
    }


def test_numbers_are_listed_when_asked_for_and_silences_never(wang):
    keys = {one["key"] for one in wang.get("/api/prompts").json()["items"]}
    assert {"notice", "today", "beep"} <= keys
    assert keys.isdisjoint({"n_1", "d_1"})
    every = {(one["key"], one["language"]) for one in wang.get("/api/prompts", {"numbers": True}).json()["items"]}
    assert {("n_1", "zh"), ("d_1", "en"), ("position_b", "en")} <= every
    assert ("position_b", "zh") not in every


def test_an_editor_replaces_listens_and_restores(desk, wang, editor):
    answer = desk.put("/api/prompts/notice/zh?line=hotline&name=mine.wav", recording(2.0), **WAV)
    assert answer.status_code == 200, answer.content
    assert (answer.json()["source"], answer.json()["line"]) == ("recorded", "hotline")
    assert answer.json()["by"]["name"] == editor.name and answer.json()["at"]
    assert answer.json()["seconds"] == pytest.approx(2.1, abs=0.1)
    assert item(wang, "notice", line="hotline")["source"] == "recorded"
    assert item(wang, "notice")["source"] == "shipped"

    heard = wang.get("/api/prompts/notice/zh/audio", {"line": "hotline"})
    assert heard["Content-Type"] == "audio/wav"
    samples, rate = soundfile.read(BytesIO(heard.content))
    assert len(samples) / rate == pytest.approx(2.1, abs=0.1)

    answer = desk.delete("/api/prompts/notice/zh?line=hotline")
    assert answer.json()["source"] == "shipped"
    assert not Prompt.objects.exists()
    assert desk.delete("/api/prompts/notice/zh?line=hotline").status_code == 200


def test_shipped_sounds_are_listened_to(wang):
    samples, rate = soundfile.read(BytesIO(wang.get("/api/prompts/notice/en/audio").content))
    assert (len(samples), rate) == (4000, 8000)


def test_an_agent_does_not_replace(wang):
    assert wang.put("/api/prompts/notice/zh", recording(), **WAV).status_code == 403
    assert wang.delete("/api/prompts/notice/zh").status_code == 403
    assert not Prompt.objects.exists()


def test_who_is_not_signed_in_hears_nothing(client, hotline):
    assert client.get("/api/prompts").status_code == 401
    assert client.get("/api/prompts/notice/zh/audio").status_code == 401


@pytest.mark.parametrize(
    "path",
    ["/api/prompts/farewell/zh", "/api/prompts/notice/zh?line=nowhere"],
)
def test_what_is_not_there_is_not_found(desk, path):
    assert desk.put(path, recording(), **WAV).status_code == 404
    assert desk.delete(path).status_code == 404
    audio = path.replace("/zh", "/zh/audio")
    assert desk.get(audio).status_code == 404


def test_what_is_no_recording_is_refused_with_the_way_out(desk):
    answer = desk.put("/api/prompts/notice/zh?name=note.txt", b"hello", content_type="text/plain")
    assert answer.status_code == 422
    assert answer.json()["field"] == "file"
    assert "note.txt" in answer.json()["message"] and "MP3" in answer.json()["message"]


def test_a_large_recording_is_taken_and_a_huge_one_refused(desk, monkeypatch):
    large = recording(30, rate=48_000)
    assert len(large) > 5_000_000
    assert desk.put("/api/prompts/notice/zh", large, **WAV).status_code == 200
    monkeypatch.setattr(api.replacing, "MOST_BYTES", 1_000_000)
    assert desk.put("/api/prompts/notice/zh", large, **WAV).status_code == 422


def test_the_list_asks_the_database_as_often_however_many_are_recorded(desk, django_assert_max_num_queries):
    desk.put("/api/prompts/notice/zh", recording(), **WAV)
    desk.get("/api/prompts")
    with django_assert_max_num_queries(QUERIES):
        desk.get("/api/prompts")
    for key in ("sorry", "thanks", "goodbye"):
        desk.put(f"/api/prompts/{key}/zh", recording(), **WAV)
    with django_assert_max_num_queries(QUERIES):
        desk.get("/api/prompts")
