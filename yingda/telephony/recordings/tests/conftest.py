import pytest
from django.conf import settings as configured

from yingda.contacts.tests.cast import a_cast


@pytest.fixture
def cast(db):
    return a_cast()


@pytest.fixture(autouse=True)
def storage(tmp_path, settings):
    """The file storage of this test, and what lies in it."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return lambda: sorted(path for path in configured.MEDIA_ROOT.rglob("*") if path.is_file())


@pytest.fixture
def spool(tmp_path):
    """The folder in which the exchange records."""
    folder = tmp_path / "spool"
    folder.mkdir()
    return folder
