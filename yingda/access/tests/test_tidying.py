import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage

from yingda.access import files
from yingda.access.limits import allow
from yingda.access.models import Allowance, Attempt, StoredFile
from yingda.access.tidying import tidied
from yingda.lib.times import now

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_what_nobody_needs_goes_and_the_rest_stays(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    at = now()
    upload = {"name": "a.txt", "size": 1, "by": None, "at": at}
    orphan = files.store(io.BytesIO(b"a"), uid=uuid4(), **upload)
    owned = files.store(io.BytesIO(b"a"), uid=uuid4(), owner_kind="case", owner=1, **upload)
    allow("x", "y", most=1, window=DAY, at=at)
    Attempt.objects.create(username="a", address="127.0.0.1", at=at)
    Session.objects.create(session_key="k", session_data="", expire_date=at)
    assert tidied(at) == 0
    assert tidied(at + 2 * DAY) == 4
    assert list(StoredFile.objects.all()) == [owned]
    assert default_storage.exists(owned.path) and not default_storage.exists(orphan.path)
    assert not Allowance.objects.exists() and not Attempt.objects.exists() and not Session.objects.exists()
