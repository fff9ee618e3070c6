import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingda.customers.masking import FOLD, mask_email, mask_name, mask_numbers
from yingda.customers.tests.test_documents import cards

mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
words = st.text(st.characters(blacklist_categories=("Nd", "Nl", "No", "Cs")), max_size=20).filter(
    lambda text: not set(text) & set(FOLD) and "+" not in text
)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
CHINESE = str.maketrans("0123456789", "零一二三四五六七八九")
SPOKEN = str.maketrans("0123456789", "洞幺两三四五六拐八九")
writings = st.sampled_from([{}, WIDE, CHINESE, SPOKEN])
gaps = st.sampled_from(["", " ", "-", "——", "·", "　"])


def folded(text: str) -> str:
    return re.sub(r"[^0-9X*]", "", "".join(FOLD.get(sign, sign) for sign in text))


@given(words, mobiles, words, writings, gaps, st.integers(1, 5))
def test_no_mobile_number_remains_in_a_text(before, number, after, writing, gap, every):
    written = gap.join(number[n : n + every] for n in range(0, 11, every)).translate(writing)
    shown = mask_numbers(f"{before}{written}{after}")
    assert number not in folded(shown)
    assert number[3:7] not in folded(shown) or number[3:7] in number[7:] + number[:3] + number[7:]


@given(words, cards(), words, writings)
def test_no_identity_card_remains_in_a_text(before, card, after, writing):
    shown = mask_numbers(f"{before}身份证{card.translate(writing)}。{after}")
    assert card[6:14] not in folded(shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("我的电话是13800138000，谢谢", "我的电话是138****8000，谢谢"),
        ("座机010-62345678", "座机010-****5678"),
        ("卡号 6222 0212 3456 7890 128", "卡号 **** **** **** ***0 128"),
        ("护照 E12345678", "护照 E******78"),
        ("+44 7911 123456", "+44 79** **3456"),
    ],
)
def test_what_is_hidden_and_what_is_left(text, shown):
    assert mask_numbers(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21 10:02",
        "工单261121-0042",
        "订单20261121000123456",
        "200元，3个，第12345号",
        "一二三四五六",
        "打 12345 热线",
    ],
)
def test_dates_orders_and_short_numbers_stay(text):
    assert mask_numbers(text) == text


def test_a_long_run_of_digits_takes_no_long_time():
    begun = time.process_time()
    mask_numbers("1 " * 4000 + "13" * 4000)
    assert time.process_time() - begun < 3


def test_names_and_mails_keep_their_first_letter():
    assert [mask_name(name) for name in ("李雪", "欧阳明月", "Ann Lee", "")] == ["李*", "欧阳*", "A*", ""]
    assert mask_email("wang@example.cn") == "w***@example.cn"
    assert mask_email("") == ""
