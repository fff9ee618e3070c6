"""The jobs bring sounds into step by themselves, and the file room asks who wants to hear."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from yingda.access.files import file_for
from yingda.access.models import StoredFile
from yingda.jobs.schedules import recurring
from yingda.lib.errors import NotFound
from yingda.lib.times import now
from yingda.telephony.prompts import upkeep
from yingda.telephony.prompts.replacing import replace
from yingda.telephony.prompts.tests.test_replacing import converted

pytestmark = pytest.mark.django_db


def test_every_few_minutes_new_wordings_are_spoken(hotline, humming):
    assert recurring["telephony.prompts"].every == upkeep.EVERY
    recurring["telephony.prompts"].job.func()
    assert ("zh", "市民热线") in humming.spoken


def test_staff_may_open_a_recording_and_visitors_may_not(hotline, editor):
    prompt = replace("notice", "zh", None, converted(), by=editor, at=now())
    assert file_for(SimpleNamespace(person=editor), prompt.file).uid == prompt.file
    with pytest.raises(NotFound):
        file_for(SimpleNamespace(contact=7), prompt.file)
    with pytest.raises(NotFound):
        file_for(SimpleNamespace(person=editor), uuid4())
    assert StoredFile.objects.count() == 1
