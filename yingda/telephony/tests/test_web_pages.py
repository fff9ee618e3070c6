"""The customers' telephone as pages: who may frame it, and what it may speak with."""

import json

import pytest
from django.test import Client

from yingda.lib.bundle import Bundle
from yingda.lib.say import say
from yingda.people.models import Line
from yingda.telephony import web_pages
from yingda.telephony.models import WebCall
from yingda.telephony.pbx.address import none

pytestmark = pytest.mark.django_db


class Exchange:
    ws_url = "wss://phone.example.cn:8089/ws"


@pytest.fixture
def button():
    line = Line.objects.create(code="hotline", name="市民热线", name_en="City Hotline")
    return WebCall.objects.create(key="hotline", line=line, title="打电话", origins=["https://www.example.cn"])


@pytest.fixture(autouse=True)
def built(tmp_path, monkeypatch):
    (tmp_path / "loader.js").write_text("/* loader */")
    (tmp_path / "manifest.json").write_text(json.dumps({"frame/main.tsx": {"file": "main-abc.js"}}))
    monkeypatch.setattr(web_pages, "BUNDLE", Bundle(tmp_path))
    monkeypatch.setattr(web_pages, "address", Exchange)


def policy(path: str) -> str:
    return Client().get(path)["Content-Security-Policy"]


def test_only_the_buttons_own_pages_and_ours_may_frame_the_telephone(button):
    answer = Client().get("/call/frame/hotline")
    assert policy("/call/frame/hotline").endswith("frame-ancestors 'self' https://www.example.cn")
    assert "X-Frame-Options" not in answer and b'src="/call/assets/main-abc.js"' in answer.content


def test_what_is_no_origin_cannot_get_into_the_policy(button):
    WebCall.objects.update(origins=["https://ok.example.cn", "https://x; script-src *"])
    assert policy("/call/frame/hotline").endswith("frame-ancestors 'self' https://ok.example.cn")


def test_it_may_use_the_microphone_and_connect_to_the_exchange_and_to_nothing_else(button):
    answer = Client().get("/call/hotline")
    assert "connect-src 'self' wss://phone.example.cn:8089;" in policy("/call/hotline")
    assert "microphone=(self)" in answer["Permissions-Policy"]


def test_as_a_page_of_its_own_nobody_frames_it(button):
    assert policy("/call/hotline").endswith("frame-ancestors 'none'")
    assert Client().get("/call/hotline")["X-Frame-Options"] == "DENY"


def test_without_an_exchange_the_page_still_opens_and_can_say_so(button, monkeypatch):
    def nothing():
        raise none(say("没有启动。", "It was not started."))

    monkeypatch.setattr(web_pages, "address", nothing)
    assert Client().get("/call/hotline").status_code == 200
    assert "connect-src 'self';" in policy("/call/hotline")


@pytest.mark.parametrize("off", [{"active": False}, {"key": "another"}])
def test_a_button_that_is_off_has_no_page(button, off):
    WebCall.objects.update(**off)
    assert Client().get("/call/frame/hotline").status_code == Client().get("/call/hotline").status_code == 404


def test_a_line_that_is_off_cannot_be_called(button):
    Line.objects.update(active=False)
    assert Client().get("/call/hotline").status_code == 404


def test_the_loader_has_an_address_that_stays(button):
    answer = Client().get("/call.js")
    assert answer.content == b"/* loader */" and "immutable" not in answer["Cache-Control"]
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_before_the_build_the_page_says_what_to_type(button, tmp_path):
    (tmp_path / "manifest.json").unlink()
    answer = Client().get("/call/hotline")
    assert answer.status_code == 503 and "make web" in answer.content.decode()
