from uuid import uuid4

import pytest

from yingda.cases.errors import HandoverAnswered, HandoverOpen, NotForThem, OneTarget, ReasonNeeded
from yingda.cases.handing import accept, decline, request_handover, request_support, withdraw
from yingda.cases.models import Case
from yingda.cases.opening import open_case
from yingda.cases.tests.stage import AT, facts
from yingda.lib.errors import NotFound


@pytest.fixture
def case(stage) -> Case:
    return open_case(stage.typed(stage.talking()), by=stage.wang, at=AT)


def offered(stage, case, **more):
    said = {"by": stage.wang, "to_person": stage.liu, "reason": "我明天休息", "at": AT}
    return request_handover(case, **(said | more))


def test_the_owner_stays_until_the_new_one_accepts(stage, case):
    handover = offered(stage, case)
    case.refresh_from_db()
    assert case.owner == stage.wang
    accept(handover, by=stage.liu, at=AT)
    accept(handover, by=stage.liu, at=AT)
    case.refresh_from_db()
    assert (case.owner, case.status) == (stage.liu, "in_progress")
    assert [part.person for part in case.parts.all()] == [stage.wang]
    assert len(facts("case.handover_accepted", person=stage.liu.pk)) == 1


def test_declining_needs_a_reason_and_changes_nothing_else(stage, case):
    handover = offered(stage, case)
    with pytest.raises(ReasonNeeded):
        decline(handover, by=stage.liu, reason=" ", at=AT)
    decline(handover, by=stage.liu, reason="手上已有十件", at=AT)
    case.refresh_from_db()
    assert case.owner == stage.wang
    with pytest.raises(HandoverAnswered):
        accept(handover, by=stage.liu, at=AT)
    assert offered(stage, case, to_person=stage.chen)


def test_only_who_was_asked_answers(stage, case):
    handover = offered(stage, case)
    for somebody in (stage.wang, stage.chen, stage.outsider):
        with pytest.raises(NotFound):
            accept(handover, by=somebody, at=AT)


def test_one_request_of_a_kind_waits_at_a_time_and_may_be_taken_back(stage, case):
    uid = uuid4()
    handover = offered(stage, case, uid=uid)
    assert offered(stage, case, uid=uid) == handover
    with pytest.raises(HandoverOpen):
        offered(stage, case, to_person=stage.chen)
    assert request_support(case, by=stage.wang, to_team=stage.experts, reason="需要现场勘查", at=AT)
    withdraw(handover, by=stage.wang, at=AT)
    withdraw(handover, by=stage.wang, at=AT)
    assert len(facts("case.handover_withdrawn")) == 1
    assert offered(stage, case, to_person=stage.chen)


def test_a_team_that_supports_takes_part_and_counts_as_another_team(stage, case):
    handover = request_support(case, by=stage.wang, to_team=stage.experts, reason="需要现场勘查", at=AT)
    accept(handover, by=stage.expert, at=AT)
    case.refresh_from_db()
    assert case.owner == stage.wang
    assert [fact.data for fact in facts("case.support_accepted")] == [{"team": stage.experts.pk}]
    assert case.parts.get().person == stage.expert


def test_support_from_the_own_team_does_not_count_as_another_team(stage, case):
    accept(request_support(case, by=stage.wang, to_person=stage.liu, reason="一起看看", at=AT), by=stage.liu, at=AT)
    assert facts("case.support_accepted") == []


def test_a_request_needs_one_who_can_take_it_and_a_reason(stage, case):
    with pytest.raises(OneTarget):
        offered(stage, case, to_person=None)
    with pytest.raises(OneTarget):
        offered(stage, case, to_team=stage.experts)
    with pytest.raises(NotForThem):
        offered(stage, case, to_person=stage.wang)
    stage.liu.grants.all().delete()
    with pytest.raises(NotForThem):
        offered(stage, case)
    with pytest.raises(ReasonNeeded):
        offered(stage, case, to_person=stage.chen, reason="")
