from datetime import timedelta

import pytest

from yingda.cases.handing import accept, request_handover
from yingda.cases.recording import fill_record
from yingda.cases.settling import reopen
from yingda.cases.tests.stage import AT, COMPLAINT, facts
from yingda.followups.errors import AlreadyDone, TrySomeMore
from yingda.followups.following_up import finish, open_follow_up, tried
from yingda.followups.models import FollowUp

HOUR = timedelta(hours=1)


def due(stage) -> FollowUp:
    return FollowUp.objects.open().get(case=stage.case)


def test_a_solved_case_is_followed_up_by_its_owner_within_24_hours(stage):
    stage.solve()
    follow_up = due(stage)
    assert (follow_up.owner, follow_up.due) == (stage.wang, AT + 24 * HOUR)
    assert facts("followup.opened")[0].data == {"follow_up": str(follow_up.uid)}
    assert open_follow_up(stage.case, at=AT) == follow_up


def test_a_complaint_is_followed_up_inside_its_72_hours(stage):
    fill_record(stage.contact, by=stage.wang, fields=COMPLAINT, revision=0, at=AT)
    stage.solve(at=AT + 60 * HOUR)
    assert due(stage).due == AT + 72 * HOUR
    reopen(stage.case, by=None, why="other", at=AT + 61 * HOUR)
    stage.solve(at=AT + 80 * HOUR)
    assert due(stage).due == AT + 80 * HOUR


def test_an_accepted_solution_closes_the_case(stage):
    stage.solve()
    finish(due(stage), by=stage.liu, outcome="accepted", feedback="satisfied", at=AT + HOUR)
    assert stage.now().closed == AT + HOUR
    fact, = facts("followup.done")
    assert {key: fact.data[key] for key in ("outcome", "feedback", "solved")} == {
        "outcome": "accepted", "feedback": "satisfied", "solved": True,
    }


def test_a_dissatisfied_customer_reopens_the_case_to_its_owner_and_is_asked_again(stage):
    stage.solve()
    finish(due(stage), by=stage.liu, outcome="dissatisfied", feedback="dissatisfied", remarks="又灭了", at=AT)
    assert (stage.now().status, stage.case.owner) == ("in_progress", stage.wang)
    assert [fact.data["outcome"] for fact in facts("followup.done")] == ["dissatisfied"]
    assert not FollowUp.objects.open().exists()
    stage.solve(at=AT + HOUR)
    assert due(stage).due == AT + 25 * HOUR


def test_a_customer_counts_as_not_reached_only_after_three_tries(stage):
    stage.solve()
    for times in range(3):
        with pytest.raises(TrySomeMore):
            finish(due(stage), by=stage.liu, outcome="unreachable", at=AT)
        assert tried(due(stage), by=stage.liu, at=AT + times * HOUR).tries == times + 1
    finish(due(stage), by=stage.liu, outcome="unreachable", at=AT + 4 * HOUR)
    assert stage.now().closed == AT + 4 * HOUR
    assert [fact.data["tries"] for fact in facts("followup.tried")] == [1, 2, 3]


def test_an_outcome_is_final(stage):
    stage.solve()
    follow_up = finish(due(stage), by=stage.liu, outcome="accepted", at=AT)
    with pytest.raises(AlreadyDone):
        finish(follow_up, by=stage.liu, outcome="dissatisfied", at=AT)
    with pytest.raises(AlreadyDone):
        tried(follow_up, by=stage.liu, at=AT)


def test_a_case_reopened_by_hand_is_not_asked_about(stage):
    stage.solve()
    reopen(stage.case, by=stage.wang, why="new_facts", at=AT)
    assert FollowUp.objects.get().outcome == "reopened"


def test_an_open_follow_up_goes_with_its_case_to_the_new_owner(stage):
    handover = request_handover(stage.case, by=stage.wang, to_person=stage.liu, reason="换班", at=AT)
    stage.solve()
    accept(handover, by=stage.liu, at=AT)
    assert due(stage).owner == stage.liu
