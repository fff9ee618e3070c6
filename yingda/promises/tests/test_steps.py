"""The step «handle» lacks an answer or a time until 4.28 is kept."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import F

from tests.story import tell
from yingda.cases.opening import open_case
from yingda.contacts.classify import classify
from yingda.contacts.models import Contact
from yingda.contacts.steps import lacks
from yingda.lib.times import now
from yingda.promises.models import Promise
from yingda.promises.word import give_word

pytestmark = pytest.mark.django_db


def test_a_time_that_was_promised_settles_the_step():
    story = tell()
    contact = Contact.objects.get(uid=story.ids["contacts"])
    contact = classify(contact, by=contact.agent, at=now(), request_type="consultation", need="修路灯")
    assert Promise.objects.get(rule="4.28", subject=contact.pk).state == "kept", "the story has promised a time"
    assert lacks(contact) == []
    Promise.objects.filter(rule="4.28").update(state="running", settled=None, wake=F("limit"))
    assert [str(one) for one in lacks(contact)]
    case = open_case(contact, by=contact.agent, at=now())
    give_word(case, by=contact.agent, due=now() + timedelta(hours=1), words="", uid=uuid4(), at=now(), contact=contact)
    assert lacks(contact) == []
