import io
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from PIL import Image

from yingda.access.files import claim, content, file_for, register_owner
from yingda.access.models import Look, StoredFile
from yingda.lib.errors import NotFound
from yingda.people.models import Grant, Person

pytestmark = pytest.mark.django_db
PASSWORD = "right horse 42"


@pytest.fixture(autouse=True)
def files_in(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def person(username: str, role: str = "agent") -> Person:
    made = Person.objects.create_person(username, PASSWORD, name=username, work_number=username)
    Grant.objects.create(person=made, role=role)
    return made


def signed_in(username: str) -> Client:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/api/session", {"username": username, "password": PASSWORD}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    client.defaults["HTTP_X_CSRFTOKEN"] = answer.json()["csrf"]
    return client


def png(size=(8, 8)) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    out.seek(0)
    out.name = "a.png"
    return out


def test_signing_in_says_who_i_am_and_signing_out_ends_it():
    person("wang")
    client = signed_in("wang")
    assert client.get("/api/me").json()["roles"] == ["agent"]
    assert client.delete("/api/session").status_code == 204
    answer = client.get("/api/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in")


@time_machine.travel(datetime(2026, 11, 23, 2, 0, 10, tzinfo=UTC), tick=False)
def test_too_many_tries_are_told_when_to_come_back():
    person("wang")
    client = signed_in("wang")
    body = {"current": "wrong", "new": "another horse 43"}
    answers = [client.put("/api/me/password", body, content_type="application/json") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert answers[-1]["Retry-After"] == "51"
    assert " 51 " in answers[-1].json()["message"]
    assert "Retry-After" not in answers[0]


def test_a_request_without_the_csrf_token_changes_nothing():
    person("wang")
    client = signed_in("wang")
    del client.defaults["HTTP_X_CSRFTOKEN"]
    assert client.delete("/api/session").status_code == 403
    assert client.get("/api/me").status_code == 200


def test_refusals_speak_the_language_that_the_page_asks_for():
    person("wang")
    body = {"username": "wang", "password": "wrong"}
    zh = Client().post("/api/session", body, content_type="application/json").json()["message"]
    en = (
        Client(headers={"X-Language": "en"})
        .post("/api/session", body, content_type="application/json")
        .json()["message"]
    )
    assert "密码" in zh and "password" in en


def test_an_idle_session_ends_and_work_keeps_it(settings):
    person("wang")
    client = signed_in("wang")
    session = client.session
    session["seen"] -= (settings.YINGDA.idle_minutes + 1) * 60 * 1_000_000
    session.save()
    assert client.get("/api/me").status_code == 401


def test_a_browsers_own_requests_do_not_keep_an_idle_session(settings):
    person("wang")
    client = signed_in("wang")
    session = client.session
    session["seen"] -= 5 * 60 * 1_000_000
    session.save()
    seen = session["seen"]
    client.get("/feed")
    client.get("/api/me", headers={"X-Unattended": "1"})
    assert client.session["seen"] == seen
    client.get("/api/me")
    assert client.session["seen"] > seen


def test_a_picture_is_encoded_anew_and_shown_inline():
    person("wang")
    client = signed_in("wang")
    uid = str(uuid4())
    dirty = io.BytesIO(png().getvalue() + b"<script>alert(1)</script>")
    dirty.name = "照片.png"
    made = client.post("/api/files", {"file": dirty, "uid": uid}).json()
    assert made["picture"] and made["name"] == "照片.png"
    answer = client.get(made["url"])
    assert b"script" not in answer.content
    assert answer["Content-Disposition"].startswith("inline") and answer["Content-Type"] == "image/png"


def test_what_stands_in_storage_is_sealed():
    person("wang")
    client = signed_in("wang")
    note = io.BytesIO("路灯坏了".encode())
    note.name = "a.txt"
    client.post("/api/files", {"file": note, "uid": str(uuid4())})
    file = StoredFile.objects.get()
    from django.core.files.storage import default_storage

    assert "路灯".encode() not in default_storage.open(file.path).read()
    assert content(file) == "路灯坏了".encode()


def test_other_files_are_only_ever_downloaded():
    person("wang")
    client = signed_in("wang")
    page = io.BytesIO(b"<html><script>alert(1)</script>")
    page.name = "a.txt"
    made = client.post("/api/files", {"file": page, "uid": str(uuid4())}).json()
    answer = client.get(made["url"])
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream" and "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name, body", [("a.exe", b"MZ"), ("a.svg", b"<svg/>"), ("a.png", b"not a picture"), ("a.txt", b"")]
)
def test_what_cannot_be_taken_is_refused_with_the_reason(name, body):
    person("wang")
    upload = io.BytesIO(body)
    upload.name = name
    answer = signed_in("wang").post("/api/files", {"file": upload, "uid": str(uuid4())})
    assert answer.status_code == 422 and answer.json()["message"]
    assert not StoredFile.objects.exists()


def test_the_same_upload_twice_is_one_file():
    person("wang")
    client = signed_in("wang")
    uid = str(uuid4())
    assert client.post("/api/files", {"file": png(), "uid": uid}).status_code == 201
    assert client.post("/api/files", {"file": png(), "uid": uid}).status_code == 201
    assert StoredFile.objects.count() == 1


def test_an_outsider_gets_404_until_the_owner_lets_them_see():
    wang = person("wang")
    person("outsider")
    uid = str(uuid4())
    signed_in("wang").post("/api/files", {"file": png(), "uid": uid})
    assert signed_in("outsider").get(f"/api/files/{uid}").status_code == 404
    register_owner("test-thing", lambda viewer, owner: owner == 7 and viewer.person.username == "outsider")
    claim(uid, owner_kind="test-thing", owner=7, by=wang)
    assert signed_in("outsider").get(f"/api/files/{uid}").status_code == 200
    assert signed_in("wang").get(f"/api/files/{uid}").status_code == 404


def test_nobody_claims_another_persons_upload():
    person("wang")
    uid = str(uuid4())
    signed_in("wang").post("/api/files", {"file": png(), "uid": uid})
    with pytest.raises(NotFound):
        claim(uid, owner_kind="case", owner=1, by=person("outsider"))


def test_a_password_is_changed_with_the_current_one_only():
    wang = person("wang")
    client = signed_in("wang")
    put = {"content_type": "application/json"}
    wrong = client.put("/api/me/password", {"current": "no", "new": "new horse 4242"}, **put)
    assert (wrong.status_code, wrong.json()["field"]) == (422, "current")
    weak = client.put("/api/me/password", {"current": PASSWORD, "new": "1234"}, **put)
    assert (weak.status_code, weak.json()["field"]) == (422, "new")
    assert client.put("/api/me/password", {"current": PASSWORD, "new": "new horse 4242"}, **put).status_code == 204
    wang.refresh_from_db()
    assert wang.check_password("new horse 4242") and client.get("/api/me").status_code == 200


def test_only_auditors_and_supervisors_read_the_log_of_looks():
    from yingda.access.looks import look
    from yingda.lib.times import now

    wang = person("wang")
    person("audit", "auditor")
    look(wang, kind="customer", subject=1, field="phone", reason="回电核对", at=now())
    assert signed_in("wang").get("/api/looks").status_code == 403
    assert signed_in("audit").get("/api/looks").json()["items"][0]["reason"] == "回电核对"
    assert Look.objects.count() == 1


def test_a_file_for_nobody_is_not_found():
    with pytest.raises(NotFound):
        file_for(object(), uuid4())
