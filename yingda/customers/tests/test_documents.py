from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingda.customers.documents import check_digit, mask_document, normalise_document
from yingda.lib.errors import Malformed

births = st.dates(date(1920, 1, 1), date(2020, 12, 31))


@st.composite
def cards(draw):
    """Invented identity cards whose check digit fits."""
    region = draw(st.sampled_from(["110105", "440106", "510104", "653101"]))
    digits = f"{region}{draw(births):%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return digits + check_digit(digits)


@given(cards())
def test_a_card_whose_check_digit_fits_is_taken_in_any_writing(card):
    assert normalise_document("identity_card", f" {card[:6]} {card[6:].lower()} ") == card


@given(cards(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(card, place, more):
    wrong = card[:place] + str((int(card[place]) + more) % 10) + card[place + 1 :]
    with pytest.raises(Malformed):
        normalise_document("identity_card", wrong)


@pytest.mark.parametrize(
    ("kind", "number", "why"),
    [
        ("identity_card", "11010519491231002", "18"),
        ("identity_card", "1101051949123100AX", "digits"),
        ("identity_card", "110105194913310020", "birth"),
        ("identity_card", "110105194912310020", "check digit"),
        ("passport", "E1", "passport"),
        ("other", "?", "letters"),
    ],
)
def test_a_malformed_document_is_refused_with_its_reason(kind, number, why):
    with pytest.raises(Malformed) as refusal:
        normalise_document(kind, number)
    reason = refusal.value.values["why"]
    assert why in (reason("en") if callable(reason) else reason)


@given(cards())
def test_a_masked_card_hides_the_birth(card):
    assert card[3:-2] not in mask_document(card)
    assert len(mask_document(card)) == 18
