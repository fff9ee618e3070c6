"""The page behind a rating link."""

import pytest
from django.test import Client

from tests.story import tell
from yingda.cases.models import Case
from yingda.followups.models import Rating
from yingda.followups.rating import invite
from yingda.lib.times import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def solved() -> Case:
    tell()
    return Case.objects.get(status="done")


@pytest.fixture
def link(solved) -> str:
    return f"/rate/{invite(solved, by=None, at=now()).token}"


def test_the_page_asks_first_whether_the_matter_is_solved(link, solved):
    page = Client().get(link).content.decode()
    assert solved.number in page and page.index("完全解决") < page.index("是否满意") < page.index("响应速度")
    assert "Is the matter fully solved?" in Client().get(f"{link}?lang=en").content.decode()


def test_a_satisfied_answer_is_kept_once_and_closes_the_case(link, solved):
    said = {"solved": "yes", "satisfaction": "satisfied", "speed": "5", "remarks": "很快"}
    assert Client().post(link, said).status_code == 200
    rating = Rating.objects.get(case=solved, given__isnull=False)
    assert (rating.solved, rating.satisfaction, rating.speed, rating.attitude) == (True, "satisfied", 5, None)
    solved.refresh_from_db()
    assert solved.closed
    again = Client().post(link, said)
    assert again.status_code == 409 and "已评价过" in again.content.decode()


def test_a_dissatisfied_answer_reopens_the_case_and_apologises(link, solved):
    answer = Client().post(link, {"solved": "no", "satisfaction": "dissatisfied", "remarks": "灯还是坏的"})
    solved.refresh_from_db()
    assert solved.status == "in_progress" and 'class="said low"' in answer.content.decode()


def test_what_is_missing_is_named_and_what_was_typed_stays(link, solved):
    answer = Client().post(link, {"satisfaction": "neutral", "remarks": "写了很多字"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "请选择一项" in page and "写了很多字" in page
    assert not Rating.objects.filter(case=solved, given__isnull=False).exists()


def test_a_form_without_its_token_is_refused(link):
    assert (
        Client(enforce_csrf_checks=True).post(link, {"solved": "yes", "satisfaction": "satisfied"}).status_code == 403
    )


def test_a_link_that_nobody_was_given_says_so_and_cannot_be_guessed_for_long(db):
    client = Client()
    assert "没有找到" in client.get("/rate/nothing").content.decode()
    answers = [client.get(f"/rate/guess{number}").status_code for number in range(80)]
    assert answers[0] == 404 and answers[-1] == 429
