import pytest

from yingda.contacts.tests.cast import a_cast


@pytest.fixture
def cast(db):
    return a_cast()
