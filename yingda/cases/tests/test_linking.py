import threading
from uuid import uuid4

import pytest
from django.db import connection

from yingda.cases.errors import AlreadySolved, HasCase, OtherCustomer, RecordArchived
from yingda.cases.linking import link
from yingda.cases.models import Case, Record
from yingda.cases.opening import open_case
from yingda.cases.settling import solve
from yingda.cases.tests.stage import AT, MINUTE, Stage, facts
from yingda.contacts.models import Contact
from yingda.customers.tests.cast import desk_of

LATER = AT + MINUTE


@pytest.fixture
def case(stage) -> Case:
    return open_case(stage.talking(customer=stage.customer()), by=stage.wang, at=AT, title="修路灯")


def test_a_customer_who_comes_back_joins_the_open_case_and_who_serves_them_takes_part(stage, case):
    again = stage.talking(agent=stage.liu, customer=case.customer)
    assert link(again, case, by=stage.liu, at=LATER) == case
    assert link(again, case, by=stage.liu, at=LATER) == case
    assert Record.objects.get(contact=again).case == case
    assert [fact.contact for fact in facts("case.contact_added")][1:] == [again.pk]
    assert [part.person for part in case.parts.all()] == [stage.liu]
    assert Case.objects.get().owner == stage.wang


def test_a_contact_with_a_case_stays_there(stage, case):
    other = stage.talking(customer=case.customer)
    own = open_case(other, by=stage.wang, at=AT)
    with pytest.raises(HasCase) as refusal:
        link(other, case, by=stage.wang, at=LATER)
    assert own.number in refusal.value.say("zh")


def test_a_solved_case_is_reopened_rather_than_joined(stage, case):
    solve(case, by=stage.wang, at=AT, root_cause="other", measures="换灯", result="灯亮了")
    with pytest.raises(AlreadySolved):
        link(stage.talking(customer=case.customer), case, by=stage.wang, at=LATER)


def test_another_customers_case_is_not_joined_and_an_unknown_customer_becomes_known(stage, case):
    other = stage.customer(name="陈建国", phones=["13900139000"])
    with pytest.raises(OtherCustomer):
        link(stage.talking(customer=other), case, by=stage.wang, at=LATER)
    nameless = open_case(stage.talking(), by=stage.wang, at=AT)
    assert link(stage.talking(customer=other), nameless, by=stage.wang, at=LATER).customer == other


def test_an_archived_contact_is_left_alone(stage, case):
    contact = stage.talking(customer=case.customer)
    Contact.objects.filter(pk=contact.pk).update(state="archived")
    with pytest.raises(RecordArchived):
        link(contact, case, by=stage.wang, at=LATER)


def test_over_http_a_case_out_of_scope_does_not_exist(stage, case):
    contact = stage.talking(agent=stage.liu, customer=case.customer)
    elsewhere = open_case(line=stage.shop, by=stage.boss, at=AT)
    path = f"/api/contacts/{contact.uid}/case"
    third = open_case(line=stage.hotline, by=stage.liu, at=AT)

    def put(person, uid):
        return desk_of(person).put(path, {"case": str(uid)}, "application/json")

    assert [put(stage.liu, uid).status_code for uid in (elsewhere.uid, uuid4())] == [404, 404]
    assert put(stage.outsider, case.uid).status_code == 404
    joined = put(stage.liu, case.uid)
    assert (joined.status_code, len(joined.json()["contacts"])) == (200, 2)
    assert put(stage.liu, third.uid).status_code == 409


@pytest.mark.commits
def test_of_two_cases_joined_at_once_one_wins():
    stage = Stage()
    contact = stage.talking()
    cases = [open_case(line=stage.hotline, by=stage.wang, at=AT) for _ in range(2)]
    outcomes: list[str] = []

    def join(case: Case) -> None:
        try:
            outcomes.append(link(contact, case, by=stage.wang, at=LATER).number)
        except HasCase as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=join, args=[case]) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(outcomes)) == 2 and "case.contact_has_one" in outcomes
    assert len(facts("case.contact_added")) == 1
