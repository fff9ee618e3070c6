import pytest

from yingda.promises.tests.cast import a_case, a_cast
from yingda.standard import versions


@pytest.fixture
def cast(db):
    yield a_cast()
    versions.forget()


@pytest.fixture
def case(cast):
    """A case of wang's on the hotline."""
    return a_case(cast)
