import pytest
from django.test import Client

from yingda.web import pages


@pytest.fixture
def built(tmp_path, monkeypatch):
    (tmp_path / "index.html").write_text("<!doctype html><div id=app></div>")
    monkeypatch.setattr(pages, "DIST", tmp_path)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/cases/261121-0042", "/standard", "/floor"])
def test_every_inner_address_of_the_desk_is_the_same_page(built, path):
    answer = Client().get(path)
    assert answer.status_code == 200 and b"id=app" in answer.content


@pytest.mark.django_db
def test_the_policy_forbids_foreign_scripts_and_frames(built):
    policy = Client().get("/")["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy and "unsafe-inline" not in policy.split("style-src")[0]


@pytest.mark.django_db
def test_before_the_build_the_page_says_what_to_type(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "DIST", tmp_path)
    answer = Client().get("/")
    assert answer.status_code == 503 and "make web" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/nothing", "/assets/nothing.js", "/nothing.php", "/rate/"])
def test_other_addresses_are_not_the_desk(built, path):
    assert Client().get(path).status_code == 404


@pytest.mark.django_db
def test_health_answers_without_signing_in():
    assert Client().get("/health").content == b"ok"


def test_built_files_stand_under_assets_and_those_with_a_hash_are_kept(tmp_path, monkeypatch):
    from yingda.web import assets

    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "index-BVZ1JLN6.js").write_text("1")
    (tmp_path / "icon.svg").write_text("<svg/>")
    monkeypatch.setattr(assets, "DIST", tmp_path)
    served = assets.Assets(lambda request: None)
    assert {"/assets/desk/index-BVZ1JLN6.js", "/assets/icon.svg"} <= served.files.keys()
    assert served.immutable_file_test("", "/assets/desk/index-BVZ1JLN6.js")
    assert not served.immutable_file_test("", "/assets/icon.svg")
