from datetime import UTC, datetime, timedelta

import pytest

from yingda.journal import verb
from yingda.journal.models import Fact
from yingda.people.models import Person, Restriction
from yingda.people.restricting import release, restrict

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def wang():
    return Person.objects.create(username="wang", work_number="6021", name="王芳", password="!")


def test_a_person_is_barred_once_for_a_reason_and_free_again(wang):
    assert verb(restrict)(wang, reason="no_phone", channel="phone", at=AT)
    assert not verb(restrict)(wang, reason="no_phone", channel="phone", at=AT)
    assert verb(release)(wang, reason="no_phone", channel="phone", at=AT + timedelta(seconds=3))
    assert not verb(release)(wang, reason="no_phone", channel="phone", at=AT + timedelta(seconds=4))
    assert Restriction.objects.get().until == AT + timedelta(seconds=3)
    told = list(Fact.objects.order_by("pk").values_list("name", flat=True))
    assert told == ["person.restricted", "person.released"]


def test_reasons_and_channels_stand_side_by_side(wang):
    verb(restrict)(wang, reason="no_phone", channel="phone", at=AT)
    verb(restrict)(wang, reason="must_rest", at=AT)
    verb(release)(wang, reason="must_rest", at=AT)
    assert Restriction.objects.get(until=None).reason == "no_phone"
