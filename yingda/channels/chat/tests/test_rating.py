import pytest

from yingda.channels.chat.tests.cast import answers
from yingda.followups.models import Rating

SAID = {"satisfaction": "satisfied", "solved": True, "remarks": "很快"}


@pytest.fixture
def over(browser, cast):
    browser.begin()
    answers(cast.wang)
    browser.post("end")
    return browser


def test_a_rating_at_the_end_is_kept_and_thanked_for(over):
    said = over.post("rating", SAID).json()
    rating = Rating.objects.get()
    assert said["rated"] and (rating.satisfaction, rating.solved, rating.remarks) == ("satisfied", True, "很快")
    assert said["messages"][-1]["author"] == "system" and "感谢" in said["messages"][-1]["text"]


def test_the_first_rating_stands_and_is_thanked_for_once(over):
    first = over.post("rating", SAID).json()
    second = over.post("rating", SAID | {"satisfaction": "dissatisfied"}).json()
    assert Rating.objects.get().satisfaction == "satisfied"
    assert first["messages"] == second["messages"]


def test_one_who_was_not_satisfied_gets_an_apology(over):
    said = over.post("rating", {"satisfaction": "dissatisfied", "solved": False}).json()
    assert "抱歉" in said["messages"][-1]["text"]


def test_before_the_end_there_is_nothing_to_rate(browser, cast):
    browser.begin()
    assert browser.post("rating", SAID).json()["code"] == "chat.nothing_to_rate"
    answers(cast.wang)
    assert browser.post("rating", SAID).status_code == 409


def test_who_left_the_queue_was_not_served_and_has_nothing_to_rate(browser):
    browser.begin()
    browser.post("end")
    assert browser.post("rating", SAID).status_code == 409


def test_an_outsider_rates_nothing(over, outsider):
    assert outsider.post("rating", SAID).status_code == 404
