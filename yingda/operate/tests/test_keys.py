"""After a rotation nothing needs the old key any more, and a run that was broken off is taken up where it stopped."""

import io
from argparse import Namespace
from dataclasses import replace
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from yingda.access import files
from yingda.access import rotation as sealing
from yingda.access.models import StoredFile
from yingda.customers.making_known import create
from yingda.customers.models import Document, Phone
from yingda.customers.sealed import clear
from yingda.lib import keyring
from yingda.lib.times import now
from yingda.operate import keys
from yingda.people.models import Line, Organisation, Person

PHONES = ("+8613800138000", "+8613800138001")


@pytest.fixture(autouse=True)
def kept(db, tmp_path, settings, monkeypatch):
    """Two customers with a passport each, and three files, under a ring of this test's own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(settings.YINGDA, "keyring", tmp_path / "keys.json", raising=False)
    Organisation.objects.get_or_create(pk=1, defaults={"name": "晴川市热线"})
    line = Line.objects.create(code="hotline", name="市民热线")
    wang = Person.objects.create_person("wang", None, name="王芳", work_number="6001")
    for number, phone in enumerate(PHONES):
        create(line=line, by=wang, at=now(), phones=[phone], documents={"passport": f"E1234567{number}"})
    for name in ("one", "two", "three"):
        upload = io.BytesIO(name.encode())
        files.store(upload, name=f"{name}.txt", size=len(name), uid=uuid4(), by=wang, at=now())


def rotate(resume=False) -> int:
    return keys.rotate(Namespace(resume=resume))


def all_open() -> bool:
    """Whether every phone, document and file says what it said."""
    phones = {clear(phone) for phone in Phone.objects.all()}
    papers = {clear(document) for document in Document.objects.all()}
    words = {files.content(file).decode() for file in StoredFile.objects.all()}
    return (phones, papers, words) == (set(PHONES), {"E12345670", "E12345671"}, {"one", "two", "three"})


def drop_all_keys_but(key: str) -> None:
    ring = keyring.keyring()
    keyring.write(settings.YINGDA.keyring, replace(ring, keys={key: ring.keys[key]}))


def on_disk() -> int:
    return sum(path.is_file() for path in settings.MEDIA_ROOT.rglob("*"))


def test_after_a_rotation_the_old_keys_could_be_dropped(capsys):
    assert rotate() == 0
    said = capsys.readouterr().out
    drop_all_keys_but(keyring.keyring().current)
    assert all_open()
    assert "7" in said.splitlines()[-1]
    assert on_disk() == 3


def test_a_rotation_that_was_broken_off_goes_on(monkeypatch):
    put, written = sealing.put, []

    def power_cut(path, sealed):
        if len(written) == 1:
            default_storage.save(path, io.BytesIO(b"half"))
            raise KeyboardInterrupt
        written.append(path)
        return put(path, sealed)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(sealing, "put", power_cut)
        rotate()
    key = keyring.keyring().current
    assert all_open()
    assert sealing.waiting().count() == 2
    assert rotate(resume=True) == 0
    assert keyring.keyring().current == key
    drop_all_keys_but(key)
    assert all_open()
    assert on_disk() == 3


def test_a_second_rotation_follows_the_first():
    rotate()
    assert rotate() == 0
    drop_all_keys_but(keyring.keyring().current)
    assert all_open()
    assert on_disk() == 3


def test_a_file_whose_bytes_are_lost_is_named_and_stops_nothing(capsys):
    lost = StoredFile.objects.first()
    default_storage.delete(lost.path)
    assert rotate() == 1
    assert str(lost.uid) in capsys.readouterr().err
    assert list(sealing.waiting()) == [lost]


def test_a_reader_who_looked_up_the_file_before_still_opens_it():
    before = StoredFile.objects.first()
    rotate()
    assert files.content(before).decode() in {"one", "two", "three"}
