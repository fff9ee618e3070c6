from argparse import Namespace
from dataclasses import replace
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from yingda.lib import keyring
from yingda.operate import keys
from yingda.telephony.recordings import rotation, storing
from yingda.telephony.recordings.errors import Damaged
from yingda.telephony.recordings.tests.cast import a_recording, again


@pytest.fixture(autouse=True)
def ring(tmp_path, monkeypatch):
    monkeypatch.setattr(settings.YINGDA, "keyring", tmp_path / "keys.json", raising=False)


def only_the_newest_key() -> None:
    ring = keyring.keyring()
    keyring.write(settings.YINGDA.keyring, replace(ring, keys={ring.current: ring.keys[ring.current]}))


def test_after_a_rotation_recordings_need_no_old_key(cast, spool, storage, capsys):
    recordings = [a_recording(cast, spool) for _ in range(3)]
    before = [storing.content(recording).getvalue() for recording in recordings]
    assert keys.rotate(Namespace(resume=False)) == 0
    only_the_newest_key()
    assert [storing.content(again(recording)).getvalue() for recording in recordings] == before
    assert [storing.content(recording).getvalue() for recording in recordings] == before  # read a moment before
    assert len(storage()) == 3
    assert "3" in capsys.readouterr().out


def test_a_rotation_that_was_broken_off_goes_on(cast, spool, storage, monkeypatch):
    recordings = [a_recording(cast, spool) for _ in range(3)]
    keyring.rotate()
    write, written = storing.write, []

    def power_cut(recording, name, plain):
        if written:
            default_storage.save(name, BytesIO(b"half"))
            raise KeyboardInterrupt
        written.append(name)
        return write(recording, name, plain)

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(storing, "write", power_cut)
        rotation.rewrite()
    assert rotation.waiting().count() == 2
    assert all(storing.content(again(recording)) for recording in recordings)
    assert rotation.rewrite() == (2, [])
    only_the_newest_key()
    assert all(storing.content(again(recording)) for recording in recordings)
    assert len(storage()) == 3
    assert rotation.rewrite() == (0, [])


def test_a_recording_that_does_not_open_is_named_and_stops_nothing(cast, spool, capsys):
    broken, sound = a_recording(cast, spool), a_recording(cast, spool)
    path = settings.MEDIA_ROOT / broken.name
    path.write_bytes(path.read_bytes()[:-1])
    assert keys.rotate(Namespace(resume=False)) == 1
    assert str(broken.uid) in capsys.readouterr().err
    assert list(rotation.waiting()) == [broken]
    assert storing.content(again(sound))
    with pytest.raises(Damaged):
        storing.content(broken)
