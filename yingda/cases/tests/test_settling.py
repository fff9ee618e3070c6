from uuid import uuid4

import pytest

from yingda.cases.errors import AlreadySolved, NotSolved, SolutionIncomplete
from yingda.cases.informing import inform, item_done, pay_refund, spokesperson, submit_return
from yingda.cases.models import Case, Note
from yingda.cases.noting import note
from yingda.cases.opening import open_case
from yingda.cases.recording import fill_record
from yingda.cases.settling import close, reopen, solve
from yingda.cases.taking import mark_complex, waits
from yingda.cases.tests.stage import AT, COMPLAINT, MINUTE, facts


@pytest.fixture
def case(stage) -> Case:
    return open_case(stage.typed(stage.talking()), by=stage.wang, at=AT)


def solved(stage, case, **more) -> Case:
    said = {"root_cause": "process_gap", "measures": "已派工", "result": "路灯已亮", "by": stage.wang, "at": AT}
    return solve(case, **(said | more))


def test_a_complaint_is_solved_with_cause_measures_and_result(stage, case):
    with pytest.raises(SolutionIncomplete) as refusal:
        solved(stage, case, measures="", result=" ")
    assert [one["field"] for one in refusal.value.values["missing"]] == ["measures", "result"]
    case = solved(stage, case)
    assert (case.status, case.solved, case.root_cause, case.result) == ("done", AT, "process_gap", "路灯已亮")
    assert facts("case.solved")[0].data == {"type": "complaint"}
    assert facts("case.root_cause")[0].data == {"cause": "process_gap"}
    assert solved(stage, case, at=AT + MINUTE).solved == AT


def test_what_the_record_says_need_not_be_said_again(stage, case):
    contact = stage.wang.contacts.get()
    fill_record(contact, by=stage.wang, fields=COMPLAINT | {"result": "已亮"}, revision=0, at=AT)
    done = solved(stage, case, measures="", result="")
    assert (done.measures, done.result) == ("已转市政维修", "已亮")


def test_a_reopened_case_goes_back_to_its_owner(stage, case):
    close(solved(stage, case), by=stage.wang, at=AT)
    case = reopen(case, by=None, why="dissatisfied", words="还是不亮", at=AT + MINUTE)
    assert (case.status, case.owner, case.solved, case.closed, case.reopened) == (
        "in_progress", stage.wang, None, None, 1,
    )
    assert reopen(case, by=stage.wang, why="other", at=AT).reopened == 1
    fact, = facts("case.reopened")
    assert (fact.person, fact.data["why"], fact.data["times"]) == (stage.wang.pk, "dissatisfied", 1)
    assert Note.objects.get(uid=fact.data["note"]).text == "还是不亮"
    assert len(facts("case.customer_waits")) == 2


def test_only_a_solved_case_is_closed(stage, case):
    with pytest.raises(NotSolved):
        close(case, by=stage.wang, at=AT)
    solved(stage, case)
    close(case, by=stage.wang, at=AT)
    close(case, by=stage.wang, at=AT)
    assert len(facts("case.closed")) == 1


def test_telling_the_customer_begins_the_work_and_counts_once_for_each_uid(stage, case):
    uid = uuid4()
    for _ in range(2):
        inform(case, by=stage.wang, kind="progress", words="维修队已出发", channel="chat", uid=uid, at=AT)
    case.refresh_from_db()
    assert case.status == "in_progress"
    fact, = facts("case.informed")
    assert fact.data == {"kind": "progress", "channel": "chat", "note": str(uid)}
    assert fact.contact == stage.wang.contacts.get().pk


@pytest.mark.parametrize(
    ("verb", "name"),
    [
        (item_done, "case.item_done"),
        (submit_return, "case.return_submitted"),
        (pay_refund, "case.refund_paid"),
        (spokesperson, "case.spokesperson_in_touch"),
    ],
)
def test_each_step_has_its_fact_with_the_contact_it_speaks_for(stage, case, verb, name):
    verb(case, by=stage.wang, words="已短信告知客户", at=AT)
    fact, = facts(name)
    assert (fact.case, fact.contact) == (case.pk, stage.wang.contacts.get().pk)


def test_complex_once_and_not_when_done(stage, case):
    mark_complex(case, by=stage.wang, at=AT)
    mark_complex(case, by=stage.wang, at=AT)
    assert len(facts("case.complex")) == 1
    solved(stage, case)
    with pytest.raises(AlreadySolved):
        mark_complex(case, by=stage.wang, at=AT)


def test_waiting_is_switched_off_and_on(stage, case):
    for on in (False, False, True):
        waits(case, on, by=stage.wang, at=AT)
    assert (len(facts("case.customer_does_not_wait")), len(facts("case.customer_waits"))) == (1, 2)


def test_a_note_counts_once_for_each_uid(stage, case):
    uid = uuid4()
    for _ in range(2):
        note(case, "客户听力不便", by=stage.liu, uid=uid, at=AT)
    assert [fact.data for fact in facts("case.noted")] == [{"note": str(uid), "kind": "remark"}]
