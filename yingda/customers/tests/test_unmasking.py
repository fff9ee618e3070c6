import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingda.customers.making_known import create, update
from yingda.customers.masking import mask_email, mask_numbers
from yingda.customers.unmasking import PartlyMasked, restore_numbers
from yingda.lib.times import now

STORED = "请回电13800138000，或打13900139000找王先生。"


def test_what_was_shown_masked_is_kept_whole_when_the_rest_is_edited():
    shown = mask_numbers(STORED)
    assert "*" in shown
    edited = "更正：" + shown.replace("王先生", "李女士") + "谢谢"
    assert restore_numbers(edited, STORED) == "更正：" + STORED.replace("王先生", "李女士") + "谢谢"


def test_a_number_that_was_deleted_or_written_anew_stays_so():
    shown = mask_numbers(STORED)
    fresh = shown.replace("139****9000", "13700137000")
    assert restore_numbers(fresh, STORED) == STORED.replace("13900139000", "13700137000")
    assert restore_numbers("没有号码了", STORED) == "没有号码了"


@pytest.mark.parametrize("picked", ["13x8****8000", "138****8001", "138****80 00", "****"])
def test_a_number_cannot_be_changed_in_part_nor_picked_apart(picked):
    with pytest.raises(PartlyMasked):
        restore_numbers(f"请回电{picked}，谢谢", "请回电13800138000，谢谢")


def test_stars_of_ones_own_are_just_stars():
    assert restore_numbers("五星好评*****", "请回电13800138000") == "五星好评*****"
    assert restore_numbers("a*b", "没有号码") == "a*b"


@given(st.text(max_size=60), st.text(max_size=60))
def test_sending_back_what_was_shown_changes_nothing(before, after):
    stored = f"{before} 13800138000 {after}"
    assert restore_numbers(mask_numbers(stored), stored) == stored


def test_a_customer_saved_as_shown_keeps_name_mail_and_remarks(db):
    customer = create(at=now(), by=None, name="李雪", email="lixue@example.cn", remarks="家人电话13900139000")
    update(
        customer,
        by=None,
        at=now(),
        name="李*",
        email=mask_email("lixue@example.cn"),
        remarks=mask_numbers("家人电话13900139000，白天"),
    )
    customer.refresh_from_db()
    assert (customer.name, customer.email, customer.remarks) == (
        "李雪",
        "lixue@example.cn",
        "家人电话13900139000，白天",
    )
