"""The promises of chapter 4 that a complaint goes through, kept by what cases, follow-ups and ratings record."""

from datetime import timedelta

from yingda.cases.archiving import archive_record
from yingda.cases.handing import accept, request_support
from yingda.cases.informing import inform, item_done, pay_refund, submit_return
from yingda.cases.opening import open_from_message
from yingda.cases.recording import fill_record
from yingda.cases.taking import mark_complex, take, waits
from yingda.cases.tests.stage import AT, COMPLAINT, MINUTE
from yingda.contacts.models import Contact
from yingda.followups.following_up import finish
from yingda.followups.models import FollowUp
from yingda.followups.rating import invite, rate
from yingda.promises.models import Promise

HOUR = timedelta(hours=1)


def states(**wanted) -> dict[str, str]:
    """The newest promise of each rule and its state."""
    rows = Promise.objects.filter(**wanted).order_by("pk").values_list("rule", "state")
    return dict(rows)


def registered(stage):
    fill_record(stage.contact, by=stage.wang, fields=COMPLAINT, revision=0, at=AT + MINUTE)


def test_a_registered_complaint_keeps_its_first_promise_and_opens_the_next_two(stage):
    assert states()["4.5"] == "running"
    registered(stage)
    assert (states()["4.5"], states()["4.6"], states()["4.7"]) == ("kept", "running", "running")
    assert Promise.objects.get(rule="4.7").limit == AT + MINUTE + 72 * HOUR
    inform(stage.case, by=stage.wang, kind="progress", words="已派工", channel="chat", at=AT + HOUR)
    assert states()["4.6"] == "kept"


def test_a_complaint_is_settled_when_it_is_solved_and_followed_up(stage):
    registered(stage)
    stage.solve(at=AT + HOUR)
    assert (states()["4.7"], states()["4.12"]) == ("running", "running")
    finish(FollowUp.objects.open().get(), by=stage.liu, outcome="accepted", feedback="satisfied", at=AT + 2 * HOUR)
    assert (states()["4.7"], states()["4.12"]) == ("kept", "kept")


def test_a_dissatisfied_rating_leaves_the_complaint_unsettled_until_the_customer_accepts(stage):
    registered(stage)
    stage.solve(at=AT + HOUR)
    rate(invite(stage.case, by=None, at=AT + HOUR).token, at=AT + 2 * HOUR, satisfaction="dissatisfied", solved=False)
    assert states()["4.7"] == "running"
    assert states()["4.12"] in ("kept", "cancelled")
    assert states()["4.11"] == "running"
    stage.solve(at=AT + 3 * HOUR)
    token = invite(stage.case, by=None, at=AT + 3 * HOUR).token
    rate(token, at=AT + 4 * HOUR, satisfaction="satisfied", solved=True)
    assert (states()["4.7"], states()["4.12"], states()["4.11"]) == ("kept", "kept", "kept")


def test_progress_is_promised_again_and_again_until_nobody_waits(stage):
    assert states()["4.11"] == "running"
    inform(stage.case, by=stage.wang, kind="progress", words="师傅在路上", channel="chat", at=AT + 20 * MINUTE)
    assert [one.state for one in Promise.objects.filter(rule="4.11").order_by("pk")] == ["kept", "running"]
    waits(stage.case, False, by=stage.wang, at=AT + 30 * MINUTE)
    assert "running" not in states(rule="4.11").values()


def test_a_complex_matter_needs_another_teams_support_and_the_customer_told(stage):
    mark_complex(stage.case, by=stage.wang, at=AT)
    support = request_support(stage.case, by=stage.wang, to_team=stage.experts, reason="勘查", at=AT)
    accept(support, by=stage.expert, at=AT + MINUTE)
    assert (states()["4.9"], states()["4.10"]) == ("running", "running")
    inform(stage.case, by=stage.wang, kind="support", words="专家组支持", channel="chat", at=AT + 2 * MINUTE)
    inform(stage.case, by=stage.wang, kind="answer", words="周三修好", channel="chat", at=AT + 3 * MINUTE)
    assert (states()["4.9"], states()["4.10"]) == ("kept", "kept")
    assert Promise.objects.get(rule="4.10").owner == stage.wang


def test_business_items_and_refunds_are_kept_by_their_steps(stage):
    contact = stage.typed(stage.talking(), "business")
    fields = {"name": "李雪", "phone": "13800138000", "description": "预约", "demand": "周三"}
    fill_record(contact, by=stage.wang, fields=fields, revision=0, at=AT)
    case = contact.record.case
    submit_return(case, by=stage.wang, words="已寄回", at=AT)
    assert (states(case=case.pk)["4.15"], states(case=case.pk)["4.26"]) == ("running", "running")
    item_done(case, by=stage.wang, words="已约好", at=AT)
    pay_refund(case, by=stage.wang, words="已到账", at=AT)
    assert (states(case=case.pk)["4.15"], states(case=case.pk)["4.26"]) == ("kept", "kept")


def test_an_archived_record_keeps_its_promise(stage):
    registered(stage)
    Contact.objects.filter(pk=stage.contact.pk).update(state="talking")
    stage.ended(stage.contact, at=AT + HOUR)
    archive_record(stage.contact, by=stage.wang, at=AT + HOUR + MINUTE)
    assert states().get("4.4", "kept") == "kept"


def test_the_promises_of_a_pooled_case_belong_to_who_takes_it(stage):
    case = open_from_message(stage.talking(), "停水", at=AT)
    waits(case, True, by=None, at=AT)
    take(case, by=stage.liu, at=AT + MINUTE)
    assert Promise.objects.get(rule="4.11", case=case.pk).owner == stage.liu

