import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingda.customers.phones import dialled, mask_phone, normalise
from yingda.lib.errors import Malformed


@pytest.mark.parametrize(
    "written",
    ["13800138000", "138 0013 8000", "138-0013-8000", "+86 138 0013 8000", "１３８００１３８０００", "008613800138000"],
)
def test_a_number_is_read_however_it_is_written(written):
    assert normalise(written, "CN") == "+8613800138000"


def test_a_number_of_another_country_keeps_its_code():
    assert normalise("+44 7911 123456", "CN") == "+447911123456"
    assert mask_phone("+447911123456") == "+44 79****3456"


@pytest.mark.parametrize(
    ("number", "as_dialled"),
    [("+8613800138000", "13800138000"), ("+862012345678", "02012345678"), ("+14155550100", "0014155550100"),
     ("12345", "12345"), ("+85223456789", "0085223456789")],
)
def test_a_number_is_dialled_as_one_does_in_this_country(number, as_dialled):
    assert dialled(number, "CN") == as_dialled


@pytest.mark.parametrize(
    ("written", "why"),
    [("", "digits only"), ("打我手机", "digits only"), ("1380013", "check"), ("1380013800012", "too many"),
     ("+999 12345678", "country"), ("12345678901", "check")],
)
def test_a_malformed_number_is_refused_with_its_reason(written, why):
    with pytest.raises(Malformed) as refusal:
        normalise(written, "CN")
    assert refusal.value.field == "phone"
    assert why in str(refusal.value.values["why"]("en"))


@given(st.from_regex(r"1(38|39|58|86|99)[0-9]{8}", fullmatch=True))
def test_a_masked_number_shows_three_and_four_digits(digits):
    assert mask_phone(normalise(digits, "CN")) == f"{digits[:3]}****{digits[7:]}"
