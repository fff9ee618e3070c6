import pytest

from yingda.cases.tests.stage import Stage


@pytest.fixture
def stage(db) -> Stage:
    return Stage()
