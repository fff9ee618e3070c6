import pytest

from yingda.telephony.tests.stage import a_floor


@pytest.fixture
def floor(db):
    return a_floor()
