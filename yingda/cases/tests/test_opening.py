import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection

from yingda.cases.errors import AlreadyTaken, UidTaken
from yingda.cases.models import Case, Record
from yingda.cases.numbers import next_number
from yingda.cases.opening import open_case, open_from_message
from yingda.cases.search import INDEX, rebuild, search
from yingda.cases.taking import take
from yingda.cases.tests.stage import AT, Stage, facts


def test_the_agent_of_first_contact_owns_the_case(stage):
    contact = stage.typed(stage.talking(customer=stage.customer()))
    case = open_case(contact, by=stage.chen, at=AT)
    assert (case.owner, case.customer, case.line, case.request_type) == (
        stage.wang, contact.customer, stage.hotline, "complaint",
    )
    assert (case.status, case.title, case.source) == ("pending", "修路灯", "contact")
    assert facts("case.opened")[0].data == {"source": "contact", "type": "complaint"}
    assert facts("case.contact_added")[0].contact == contact.pk
    assert len(facts("case.customer_waits")) == 1


def test_the_number_counts_the_organisations_days(stage):
    late = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    numbers = [next_number(stage.hotline, at) for at in (late, late, late.replace(hour=16, minute=0), late)]
    assert numbers == ["261123-0001", "261123-0002", "261124-0001", "261123-0003"]


def test_a_contact_has_one_case_however_often_it_is_opened(stage):
    contact, uid = stage.talking(), uuid4()
    case = open_case(contact, by=stage.wang, at=AT, uid=uid)
    assert open_case(contact, by=stage.wang, at=AT, uid=uid) == case
    assert open_case(contact, by=stage.wang, at=AT, uid=uuid4()) == case
    assert (Case.objects.count(), Record.objects.count(), len(facts("case.opened"))) == (1, 1, 1)


def test_a_uid_belongs_to_one_case(stage):
    uid = uuid4()
    open_case(stage.talking(), by=stage.wang, at=AT, uid=uid)
    with pytest.raises(UidTaken):
        open_case(stage.talking(), by=stage.wang, at=AT, uid=uid)
    with pytest.raises(UidTaken):
        open_case(line=stage.shop, by=stage.boss, at=AT, uid=uid)


def test_a_case_without_a_contact_belongs_to_who_opens_it(stage):
    case = open_case(line=stage.hotline, by=stage.liu, at=AT, title="广场积水")
    assert (case.owner, case.source) == (stage.liu, "desk")


def test_opening_for_a_contact_takes_few_statements(stage, django_assert_max_num_queries):
    contact = stage.talking(customer=stage.customer())
    open_case(contact=stage.talking(), by=stage.wang, at=AT)
    with django_assert_max_num_queries(20):
        open_case(contact, by=stage.wang, at=AT, uid=uuid4())


def test_a_message_left_out_of_hours_waits_in_the_pool_for_who_takes_it_first(stage):
    contact = stage.talking()
    case = open_from_message(contact, "小区停水\n请回电13800138000", at=AT, uid=uuid4())
    assert (case.owner, case.source, case.title, case.customer_waits) == (None, "message", "小区停水", False)
    assert Record.objects.get(contact=contact).description.startswith("小区停水")
    assert list(search(Case.objects.all(), "停水")) == [case]
    assert take(case, by=stage.liu, at=AT).owner == stage.liu
    assert take(case, by=stage.liu, at=AT).status == "in_progress"
    with pytest.raises(AlreadyTaken) as refusal:
        take(case, by=stage.wang, at=AT)
    assert "刘洋" in refusal.value.say("zh")
    assert len(facts("case.taken")) == 1


def test_cases_are_found_by_number_words_and_after_a_rebuild(stage):
    case = open_case(line=stage.hotline, by=stage.liu, at=AT, title="广场积水")
    untitled = open_case(stage.talking(), by=stage.wang, at=AT)
    assert list(search(Case.objects.all(), "积水")) == [case]
    assert list(search(Case.objects.all(), f" {untitled.number} ")) == [untitled]
    assert rebuild() == 2
    assert list(search(Case.objects.all(), "0002")) == [untitled]


def test_a_search_index_that_drifted_from_its_rows_is_right_again_after_a_rebuild(stage):
    case = open_case(line=stage.hotline, by=stage.liu, at=AT, title="广场积水")
    Case.objects.filter(pk=case.pk).update(title="路灯不亮")
    INDEX.put([(case.pk + 1, "广场积水")])
    assert rebuild() == 1
    assert list(search(Case.objects.all(), "路灯")) == [case]
    assert not list(search(Case.objects.all(), "积水"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_search")
        assert cursor.fetchall() == [(case.pk,)]


@pytest.mark.commits
def test_many_who_open_at_once_get_numbers_of_their_own():
    stage = Stage()
    faults = []

    def opens():
        try:
            for _ in range(5):
                open_case(line=stage.hotline, by=stage.wang, at=AT)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=opens) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(Case.objects.values_list("number", flat=True)) == [f"261123-{n:04d}" for n in range(1, 21)]
