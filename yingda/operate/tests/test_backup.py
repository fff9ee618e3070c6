"""A backup, made while others write, comes back whole into an empty installation and replaces nothing unasked."""

import gzip
import io
import json
import tarfile
import threading
from argparse import Namespace
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection, connections

from yingda.environment import env
from yingda.journal import placer, seals
from yingda.journal.models import Fact
from yingda.lib.crypto import unseal
from yingda.lib.db import on_postgresql
from yingda.lib.times import now
from yingda.operate import restore as restoring
from yingda.operate import searching
from yingda.operate.archive import MANIFEST
from yingda.operate.backup import save
from yingda.operate.errors import Damaged, FileExists, Newer, NotABackup, OtherKind, TargetNotEmpty
from yingda.operate.tests import cast
from yingda.people.models import Person, Restriction
from yingda.serve import folder
from yingda.serve.errors import AlreadyServing

pytestmark = pytest.mark.commits


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "backup.tar.gz"


def restore(path, force=False):
    restoring.restore(Namespace(file=str(path), force=force))


def seal():
    """Seal what has happened so far."""
    if on_postgresql():
        placer.place_once()
    seals.seal_due(now())


def everything():
    """All that must come back, as plain values."""
    return (
        list(Person.objects.order_by("id").values()),
        list(Restriction.objects.order_by("id").values()),
        list(Fact.objects.order_by("id").values()),
    )


def test_all_rows_files_and_keys_come_back(archive):
    cast.move_in()
    name, sealed, before = cast.keep_file(), cast.seal_secret(), everything()
    save(archive)
    Person.objects.create(username="later", work_number="7000", name="晚到")
    default_storage.delete(name)
    env.keyring.unlink()
    restore(archive, force=True)
    assert everything() == before
    assert default_storage.open(name).read().decode() == "录音"
    assert unseal(*sealed, aad=b"one") == "+8613800138000"


def test_seals_made_since_the_backup_do_not_contradict_what_was_restored(archive):
    cast.move_in()
    seal()
    save(archive)
    cast.move_in(["新人"])
    seal()
    restore(archive, force=True)  # verifies the journal
    assert seals.log_path().read_bytes().count(b"\n") == 1


def test_what_was_restored_is_found(archive):
    cast.keep_matter()
    save(archive)
    restore(archive, force=True)
    assert (cast.found("李雪"), cast.found("路灯"), cast.found("积水")) == (["K1"], ["300304-0001"], [])


def test_every_search_index_of_this_database_is_built_anew():
    names = connection.introspection.table_names()
    beside = {name for name in names if name.endswith("_search")}
    assert beside == {room.INDEX.table for room in searching.INDEXES}


def test_new_rows_get_new_ids_after_a_restore(archive):
    people = cast.move_in()
    save(archive)
    restore(archive, force=True)
    (newcomer,) = cast.move_in(["新人"])
    assert newcomer.id > people[-1].id


def test_the_journal_is_still_append_only_after_a_restore(archive):
    cast.move_in()
    save(archive)
    restore(archive, force=True)
    with pytest.raises(Exception, match="append-only"):
        Fact.objects.update(name="forged")


def test_a_database_in_use_is_not_replaced_without_force(archive):
    cast.move_in()
    save(archive)
    with pytest.raises(TargetNotEmpty):
        restore(archive)


def test_an_empty_database_is_filled_without_force(archive, tmp_path):
    save(archive)
    restore(archive)
    assert Person.objects.count() == 0


def test_a_backup_made_while_others_write_is_one_state(archive):
    cast.move_in()
    stop, trouble = threading.Event(), []

    def write():
        try:
            while not stop.is_set():
                cast.move_in(["一", "二"])  # two people and two facts, or none
        except Exception as error:
            trouble.append(error)
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        save(archive)
    finally:
        stop.set()
        writer.join()
    assert not trouble
    restore(archive, force=True)
    people, restrictions, facts = everything()
    assert len(people) == len(restrictions) == len(facts)
    assert len(people) % 2 == 0


def test_a_backup_does_not_overwrite_a_file(archive):
    archive.touch()
    with pytest.raises(FileExists):
        save(archive)


def test_a_backup_is_readable_by_its_owner_only(archive):
    save(archive)
    assert archive.stat().st_mode & 0o077 == 0


def test_a_running_house_is_not_restored_over(archive):
    save(archive)
    with folder.take(env.data), pytest.raises(AlreadyServing):
        restore(archive, force=True)


def test_a_file_that_is_no_backup_is_said_so(archive):
    archive.write_text("hello")
    with pytest.raises(NotABackup):
        restore(archive)


def test_a_truncated_backup_is_refused(archive):
    cast.move_in()
    save(archive)
    archive.write_bytes(archive.read_bytes()[:-200])
    with pytest.raises(NotABackup):
        restore(archive)


def rewritten(archive, change):
    """The archive again, each member's bytes passed through `change(name, bytes)`."""
    with tarfile.open(archive) as tar:
        members = {member.name: tar.extractfile(member).read() for member in tar}
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for name, content in members.items():
            content = change(name, content)
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    archive.write_bytes(gzip.compress(plain.getvalue()))


def test_an_altered_member_is_named(archive):
    cast.keep_file()
    save(archive)
    rewritten(archive, lambda name, content: b"forged" if name.endswith("one.txt") else content)
    with pytest.raises(Damaged) as refused:
        restore(archive)
    assert "one.txt" in refused.value.say("zh")


def with_manifest(archive, **changes):
    def change(name, content):
        return json.dumps(json.loads(content) | changes).encode() if name == MANIFEST else content

    rewritten(archive, change)


def test_a_backup_of_the_other_kind_of_database_is_refused(archive):
    save(archive)
    with_manifest(archive, kind="sqlite" if connection.vendor == "postgresql" else "postgresql")
    with pytest.raises(OtherKind):
        restore(archive)


def test_a_backup_of_a_newer_version_is_refused(archive):
    save(archive)
    with_manifest(archive, migrations=["people.9999_from_the_future"])
    with pytest.raises(Newer) as refused:
        restore(archive)
    assert "9999_from_the_future" in refused.value.say("en")


def test_a_member_that_points_outside_is_refused(archive, tmp_path):
    with tarfile.open(archive, "w:gz") as tar:
        info = tarfile.TarInfo("../escaped")
        tar.addfile(info, io.BytesIO())
    with pytest.raises(NotABackup):
        restore(archive)
    assert not list(Path(tmp_path).rglob("escaped"))
