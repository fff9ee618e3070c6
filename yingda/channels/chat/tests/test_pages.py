import gzip
import json

import pytest
from django.test import Client

from yingda.channels.chat import bundle
from yingda.lib.bundle import Bundle


@pytest.fixture
def built(tmp_path, monkeypatch):
    (tmp_path / "loader.js").write_text("/* loader */")
    (tmp_path / "main-abc.js").write_text("/* frame */")
    (tmp_path / "manifest.json").write_text(json.dumps({"frame/main.tsx": {"file": "main-abc.js"}}))
    monkeypatch.setattr(bundle, "WIDGET", Bundle(tmp_path))


def test_only_the_sites_own_pages_and_ours_may_frame_the_chat(site, built):
    answer = Client().get("/widget/frame/hotline")
    policy = answer["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://www.example.cn")
    assert "X-Frame-Options" not in answer and "script-src 'self';" in policy
    assert b'src="/widget/assets/main-abc.js"' in answer.content


def test_what_is_no_origin_cannot_get_into_the_policy(site, built):
    site.origins = ["https://ok.example.cn:8443", "https://*.example.cn", "https://x; script-src *", "javascript:1"]
    site.save()
    policy = Client().get("/widget/frame/hotline")["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://ok.example.cn:8443 https://*.example.cn")


def test_the_frame_has_no_inline_script(site, built):
    page = Client().get("/widget/frame/hotline").content.decode()
    assert page.count("<script") == page.count('<script type="module" src=') == 1


def test_a_site_that_is_off_has_no_frame(site, built):
    site.active = False
    site.save()
    assert Client().get("/widget/frame/hotline").status_code == 404


def test_scripts_are_sent_compressed_and_kept_by_their_hash(site, built):
    answer = Client().get("/widget/assets/main-abc.js", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(answer.content) == b"/* frame */" and "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"] == "text/javascript"
    plain = Client().get("/widget.js")
    assert plain.content == b"/* loader */" and "immutable" not in plain["Cache-Control"]


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fmanifest.json", "%2e%2e%2f%2e%2e%2fpolicy.py"])
def test_nothing_but_the_bundle_is_served(site, built, name):
    assert Client().get(f"/widget/assets/{name}").status_code == 404


def test_before_the_build_the_frame_says_what_to_type(site, tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "WIDGET", Bundle(tmp_path))
    answer = Client().get("/widget/frame/hotline")
    assert answer.status_code == 503 and "make web" in answer.content.decode()
