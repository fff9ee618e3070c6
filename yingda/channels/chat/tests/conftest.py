import pytest
import time_machine

from yingda.channels.chat.models import Site
from yingda.channels.chat.tests.cast import Browser
from yingda.contacts.tests.cast import AT, a_cast


@pytest.fixture
def cast(db):
    return a_cast()


@pytest.fixture
def clock():
    """It is AT, a Monday at ten in the morning, until the test moves on."""
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def site(cast):
    return Site.objects.create(
        key="hotline", line=cast.hotline, title="市民热线", title_en="City Hotline", origins=["https://www.example.cn"]
    )


@pytest.fixture
def browser(site, clock):
    """A visitor's browser with a token of its own."""
    return Browser(site.key).met()


@pytest.fixture
def outsider(site, clock):
    """Another visitor of the same site, who must see nothing of the first."""
    return Browser(site.key).met()
