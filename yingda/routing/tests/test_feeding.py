import pytest

from yingda.contacts.tests.cast import signed_in
from yingda.contacts.tests.test_feeding import pushed_to, staff
from yingda.routing.tests.stage import offered, queued, ready

pytestmark = pytest.mark.django_db


def test_an_offer_pushed_equals_the_offer_fetched(cast):
    ready(cast.wang)
    offered(queued(cast.hotline))
    (fetched,) = signed_in(cast.wang).get("/api/offers").json()["items"]
    (event,) = [one for one in pushed_to(staff(cast.wang)) if one["name"] == "offer.made"]
    assert event["object"] == fetched
    assert event["person"] == str(cast.wang.uid)


def test_presence_is_heard_by_its_agent_and_the_teams_supervisor_only(cast):
    ready(cast.wang)

    def hears(person) -> bool:
        return any(one["name"] == "agent.presence" for one in pushed_to(staff(person)))

    assert hears(cast.wang) and hears(cast.zhou) and hears(cast.wu)
    assert not hears(cast.chen) and not hears(cast.liu) and not hears(cast.editor)
