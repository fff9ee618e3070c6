import pytest

from yingda.customers.errors import Merged, SameCustomer
from yingda.customers.finding import find_by_phone
from yingda.customers.making_known import create, update
from yingda.customers.merging import family, merge
from yingda.customers.sealed import masked
from yingda.customers.tests.cast import AT


@pytest.fixture
def pair(cast):
    first = create(name="李雪", phones=["13800138000", "13900139000"], line=cast.hotline, by=cast.wang, at=AT)
    second = create(name="", phones=["13900139000"], kind="vip", line=cast.hotline, by=cast.wang, at=AT)
    return first, second


def test_numbers_and_names_move_to_the_successor(cast, pair):
    first, second = pair
    into = merge(first, second, by=cast.chen, at=AT)
    assert (into.name, into.kind) == ("李雪", "vip")
    assert find_by_phone("13800138000") == find_by_phone("13900139000") == [second]
    assert [masked(phone) for phone in into.phones.filter(preferred=True)] == ["139****9000"]
    assert family(into) == [second.pk, first.pk]


def test_merging_twice_changes_nothing_and_chains_stay_one_step_long(cast, pair):
    first, second = pair
    third = create(name="李雪", line=cast.hotline, by=cast.wang, at=AT)
    merge(first, second, by=cast.chen, at=AT)
    merge(first, second, by=cast.chen, at=AT)
    merge(second, third, by=cast.chen, at=AT)
    assert sorted(family(third)) == [first.pk, second.pk, third.pk]


def test_a_merged_customer_is_not_changed_nor_merged_into_itself(cast, pair):
    first, second = pair
    merge(first, second, by=cast.chen, at=AT)
    with pytest.raises(Merged):
        update(first, by=cast.wang, at=AT, name="李")
    with pytest.raises(Merged):
        merge(second, first, by=cast.chen, at=AT)
    with pytest.raises(SameCustomer):
        merge(second, second, by=cast.chen, at=AT)
