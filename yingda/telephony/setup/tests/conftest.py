import pytest
import time_machine

from yingda.contacts.tests.cast import AT, a_person
from yingda.people.models import Role
from yingda.telephony.tests.stage import a_floor


@pytest.fixture
def floor(db):
    with time_machine.travel(AT, tick=False):
        yield a_floor()


@pytest.fixture
def admin(floor):
    return a_person("admin", "6000", "梁静", Role.ADMINISTRATOR, None, chats=0)
