"""A customer asked to be forgotten: what they sent and what was attached to their cases opens for nobody."""

import io
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage

from yingda.access import files
from yingda.access.models import StoredFile
from yingda.cases import erasing
from yingda.cases.noting import attach
from yingda.cases.opening import open_case
from yingda.cases.tests.stage import AT
from yingda.contacts.post import post
from yingda.customers.erasing import erase
from yingda.customers.tests.cast import desk_of
from yingda.lib.errors import NotFound


@pytest.fixture(autouse=True)
def files_in(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def upload(by):
    uid = uuid4()
    return files.store(io.BytesIO(b"words"), name="李雪的合同.txt", size=5, uid=uid, by=by, at=AT)


def served(stage, customer):
    """A conversation in which both sides sent a file, and its case with an attachment: the three files' ids."""
    contact = stage.typed(stage.talking(customer=customer))
    theirs, ours, attached = upload(None), upload(stage.wang), upload(stage.wang)
    post(contact, author="customer", file=theirs.uid, uid=uuid4(), at=AT)
    post(contact, author="agent", by=stage.wang, file=ours.uid, uid=uuid4(), at=AT)
    attach(open_case(contact, by=stage.wang, at=AT), attached.uid, by=stage.wang, at=AT)
    return [theirs.pk, ours.pk, attached.pk]


def on_disk(ids) -> int:
    return sum(default_storage.exists(file.path) for file in StoredFile.objects.filter(pk__in=ids))


def test_the_files_of_an_erased_customer_lose_bytes_and_name_and_keep_their_id(stage):
    li = stage.customer()
    hers = served(stage, li)
    his = served(stage, stage.customer(name="赵强", phones=["13800138001"]))
    erase(li, by=stage.chen, at=AT)
    assert (on_disk(hers), on_disk(his)) == (0, 3)
    for file in StoredFile.objects.filter(pk__in=hers):
        assert (file.name, file.digest, file.size, file.key) == ("", "", 0, "")
        assert desk_of(stage.wang).get(f"/api/files/{file.uid}").status_code == 404
        with pytest.raises(NotFound):
            files.content(file)
    for file in StoredFile.objects.filter(pk__in=his):
        assert desk_of(stage.wang).get(f"/api/files/{file.uid}").status_code == 200
        assert desk_of(stage.outsider).get(f"/api/files/{file.uid}").status_code == 404


def test_the_conversation_still_shows_where_a_file_stood(stage):
    li = stage.customer()
    hers = served(stage, li)
    erase(li, by=stage.chen, at=AT)
    contact = li.contacts.get()
    shown = desk_of(stage.wang).get(f"/api/contacts/{contact.uid}/messages").json()["items"]
    assert [message["file"]["name"] for message in shown if message["file"]] == ["（文件已删除）"] * 2
    assert StoredFile.objects.filter(pk__in=hers).count() == 3


def test_an_erasure_that_was_broken_off_goes_on_in_small_steps(stage):
    li = stage.customer()
    hers = served(stage, li)
    default_storage.delete(StoredFile.objects.get(pk=hers[0]).path)  # the bytes had gone, the row had not been written
    steps = []
    while done := erasing.erase_texts([li.pk], 1):
        steps.append(done)
    assert len(steps) >= 3
    assert not StoredFile.objects.filter(pk__in=hers).exclude(key="").exists()
