from datetime import timedelta

import pytest

from yingda.cases.form import record_form
from yingda.cases.tests.stage import AT, facts
from yingda.contacts.steps import lacks
from yingda.customers.erasing import erase
from yingda.followups.errors import AlreadyRated, Expired
from yingda.followups.models import FollowUp, Rating
from yingda.followups.rating import answer, invite, low, rate, rate_contact
from yingda.lib.errors import NotFound

DAY = timedelta(days=1)


def rated(stage, **said) -> Rating:
    stage.solve()
    return rate(invite(stage.case, by=stage.wang, at=AT).token, at=AT + DAY, **said)


def test_only_a_hash_of_the_token_is_kept(stage):
    rating, token = invite(stage.solve(), by=stage.wang, at=AT)
    assert token not in rating.token and len(rating.token) == 64
    assert facts("rating.invited")[0].data == {"rating": str(rating.uid)}


def test_a_satisfied_customer_closes_the_case_and_the_follow_up(stage):
    rating = rated(stage, satisfaction="satisfied", solved=True, speed=5, attitude=5, result=4)
    assert stage.now().closed == AT + DAY
    assert FollowUp.objects.get().outcome == "by_rating"
    assert [fact.data["outcome"] for fact in facts("followup.done")] == ["by_rating"]
    assert answer(rating, "zh").startswith("感谢")
    assert not low(rating)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"satisfaction": "dissatisfied", "solved": True}, "dissatisfied"),
        ({"satisfaction": "neutral", "solved": False}, "not_solved"),
        ({"satisfaction": "dissatisfied"}, "dissatisfied"),
    ],
)
def test_a_dissatisfied_customer_reopens_the_case_to_its_owner_and_reads_an_apology(stage, said, why):
    rating = rated(stage, remarks="灯又灭了", **said)
    assert (stage.now().status, stage.case.owner, stage.case.reopened) == ("in_progress", stage.wang, 1)
    assert facts("case.reopened")[0].data["why"] == why
    assert FollowUp.objects.get().outcome == "by_rating"
    assert stage.case.number in answer(rating, "zh") and "抱歉" in answer(rating, "zh")
    assert "sorry" in answer(rating, "en")


def test_a_rating_that_does_not_say_whether_it_is_solved_leaves_the_follow_up_open(stage):
    rated(stage, satisfaction="satisfied")
    assert stage.now().closed is None
    assert FollowUp.objects.get().done is None


def test_a_link_works_once_until_it_expires_and_only_the_newest_does(stage):
    stage.solve()
    first, second = (invite(stage.case, by=stage.wang, at=AT).token for _ in range(2))
    with pytest.raises(Expired):
        rate(first, at=AT + DAY, satisfaction="satisfied")
    with pytest.raises(Expired):
        rate(second, at=AT + 8 * DAY, satisfaction="satisfied")
    rate(second, at=AT + DAY, satisfaction="satisfied", solved=True)
    with pytest.raises(AlreadyRated):
        rate(second, at=AT + DAY, satisfaction="dissatisfied", solved=False)
    with pytest.raises(NotFound):
        rate("no such token", at=AT)


def test_a_rating_in_the_chat_is_given_once_and_leaves_open_work_open(stage):
    rating = rate_contact(stage.contact, satisfaction="dissatisfied", solved=False, at=AT)
    assert (rating.case, stage.now().status) == (stage.case, "pending")
    assert facts("rating.given")[0].contact == stage.contact.pk
    assert answer(rating, "zh").startswith("很抱歉")
    with pytest.raises(AlreadyRated):
        rate_contact(stage.contact, satisfaction="satisfied", at=AT)


def test_a_rating_in_the_chat_after_the_solution_concludes_the_case(stage):
    stage.solve()
    rate_contact(stage.contact, satisfaction="satisfied", solved=True, at=AT)
    assert stage.now().closed == AT


def test_what_the_customer_said_stands_in_the_record_and_ends_the_last_step(stage):
    stage.contact.step = "feedback"
    assert [str(word) for word in lacks(stage.contact)] == ["客户评价"]
    rate_contact(stage.contact, satisfaction="neutral", at=AT)
    values = {field["key"]: field["value"] for field in record_form(stage.contact)["fields"]}
    assert values["feedback"] == "neutral"
    assert lacks(stage.contact) == []


def test_an_erased_customers_words_go_from_everywhere(stage):
    rated(stage, satisfaction="dissatisfied", solved=False, remarks="我叫李雪")
    erase(stage.contact.customer, by=stage.chen, at=AT)
    assert not Rating.objects.exclude(remarks="").exists()
    assert not FollowUp.objects.exclude(remarks="").exists()
    stage.contact.refresh_from_db()
    assert (stage.now().title, stage.case.result, stage.contact.need) == ("", "", "")
    assert not stage.case.notes.exclude(text="").exists()
