"""Who hears what of the telephone in the feed."""

import pytest

from yingda.journal import record, verb
from yingda.people.scope import scope_of
from yingda.telephony import facts
from yingda.telephony.feeding import concerns_the_telephone
from yingda.telephony.tests.stage import AT

pytestmark = pytest.mark.django_db


@verb
def told(name, **data):
    return record(name, at=AT, **data)


def test_whoever_may_phone_hears_that_the_exchange_is_gone(floor):
    fact = told(facts.EXCHANGE, up=False, version="22.10.1")
    for person, hears in ((floor.cast.wang, True), (floor.cast.zhou, True), (floor.cast.editor, False)):
        assert concerns_the_telephone(scope_of(person), fact) == hears


def test_supervisors_hear_whose_phone_is_gone(floor):
    fact = told(facts.PHONE, person=floor.cast.wang, on=False)
    assert concerns_the_telephone(scope_of(floor.cast.zhou), fact)
    assert not concerns_the_telephone(scope_of(floor.cast.chen), fact)
