from uuid import uuid4

import pytest

from yingda.access.errors import TooOften
from yingda.customers.erasing import erase
from yingda.customers.errors import Erased, UidTaken
from yingda.customers.finding import find_by_last4, find_by_phone, recognise
from yingda.customers.making_known import create, drop_phone, update
from yingda.customers.models import Customer, Phone
from yingda.customers.sealed import clear, masked
from yingda.customers.search import rebuild, search
from yingda.customers.tests.cast import AT
from yingda.journal.models import Fact
from yingda.lib.crypto import Tampered
from yingda.lib.errors import Malformed


def li(cast, **more) -> Customer:
    said = {"name": "李雪", "phones": ["13800138000"], "line": cast.hotline} | more
    return create(by=cast.wang, at=AT, **said)


def found(words: str) -> list[str]:
    return sorted(search(Customer.objects.all(), words).values_list("name", flat=True))


def test_a_phone_is_sealed_and_found_by_the_whole_number_or_its_end(cast):
    customer = li(cast)
    phone = customer.phones.get()
    assert b"13800138000" not in bytes(phone.sealed)
    assert (clear(phone), masked(phone)) == ("+8613800138000", "138****8000")
    assert find_by_phone("138 0013 8000") == [customer]
    assert find_by_last4("8000", by=cast.wang, at=AT) == [customer]
    assert find_by_last4("8001", by=cast.wang, at=AT) == []


def test_a_sealed_number_moved_to_another_row_does_not_open(cast):
    first, second = li(cast).phones.get(), li(cast, phones=["13900139000"]).phones.get()
    Phone.objects.filter(pk=second.pk).update(sealed=first.sealed)
    with pytest.raises(Tampered):
        clear(Phone.objects.get(pk=second.pk))


def test_several_customers_may_share_a_phone_and_the_latest_comes_first(cast):
    mother, son = li(cast), li(cast, name="李明")
    assert find_by_phone("13800138000") == [son, mother]
    assert recognise("13800138000") is None
    assert recognise("13900139000") is None


def test_four_digits_cannot_be_tried_out(cast):
    for n in range(30):
        find_by_last4(f"{n:04d}", by=cast.wang, at=AT)
    with pytest.raises(TooOften):
        find_by_last4("0031", by=cast.wang, at=AT)
    assert find_by_last4("0031", by=cast.liu, at=AT) == []


def test_the_same_uid_again_is_the_same_customer_unless_it_is_anothers(cast):
    uid = uuid4()
    assert li(cast, uid=uid) == li(cast, uid=uid)
    with pytest.raises(UidTaken):
        li(cast, uid=uid, line=cast.shop)


def test_a_malformed_phone_leaves_nothing_behind(cast):
    with pytest.raises(Malformed):
        li(cast, phones=["12"])
    assert not Customer.objects.exists()
    assert not Fact.objects.exists()


def test_a_change_records_the_fields_that_really_changed(cast):
    customer = update(
        li(cast), by=cast.wang, at=AT, name="李雪 ", remarks="听力不便", phones=["13800138000", "13900139000"],
        documents={"passport": "E12345678"},
    )
    fields = [fact.data["field"] for fact in Fact.objects.filter(name="customer.changed").order_by("id")]
    assert fields == ["remarks", "phone", "document"]
    assert masked(customer.phones.get(preferred=True)) == "139****9000"


def test_a_dropped_phone_leaves_another_preferred(cast):
    customer = update(li(cast), by=cast.wang, at=AT, phones=["13900139000"])
    drop_phone(customer, customer.phones.get(preferred=True).uid, by=cast.wang, at=AT)
    assert masked(customer.phones.get(preferred=True)) == "138****8000"


def test_customers_are_found_by_name_initials_pinyin_and_rare_characters(cast):
    li(cast)
    li(cast, name="王𬱖")
    assert found("李雪") == found("lx") == found("lixue") == found("李") == ["李雪"]
    assert found("𬱖") == found("王𬱖") == ["王𬱖"]
    assert found("雪李") == found("。") == []


def test_a_new_name_replaces_the_old_one_in_the_search_and_the_index_can_be_made_again(cast):
    update(li(cast), by=cast.wang, at=AT, name="张雪")
    for _ in range(2):
        assert (found("李"), found("张雪")) == ([], ["张雪"])
        assert rebuild() == 1


def test_an_erased_customer_keeps_only_the_id(cast):
    customer = li(cast, email="li@example.cn", documents={"passport": "E12345678"})
    assert erase(customer, by=cast.chen, at=AT) == 1
    assert erase(customer, by=cast.chen, at=AT) == 0
    customer.refresh_from_db()
    assert (customer.name, customer.email, customer.erased) == ("", "", AT)
    assert not customer.phones.exists() and not customer.documents.exists()
    assert found("李") == []
    with pytest.raises(Erased):
        update(customer, by=cast.wang, at=AT, name="李雪")
