"""Who hears what can be read."""

from yingda.journal import subscribe, subscribers
from yingda.journal.tests.cast import SPOKE


def hears(facts):
    raise AssertionError("only listed, never told")


def test_the_listing_says_who_hears_which_fact_and_what_for(monkeypatch):
    monkeypatch.setattr(subscribers, "SUBSCRIBERS", [])
    subscribe(hears, [SPOKE, "stage.saw"], "keeps count")
    subscribe(hears, None, "hears all")
    assert subscribers.listing() == (
        "keeps count\n  yingda.journal.tests.test_subscribers.hears\n  stage.saw, stage.spoke\n"
        "hears all\n  yingda.journal.tests.test_subscribers.hears\n  *"
    )
