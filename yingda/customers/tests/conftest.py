import pytest

from yingda.customers.tests.cast import Cast


@pytest.fixture
def cast(db) -> Cast:
    return Cast()
