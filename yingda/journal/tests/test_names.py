"""Facts hold ids, codes, numbers and times: never what a person said, nor what tells who they are."""

import json
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingda.journal import declare
from yingda.journal.names import DECLARED, KINDS, BadFact, listing
from yingda.journal.tests.cast import SAW, SPOKE
from yingda.lib.say import say

PERSONAL = [
    "+86 138 0013 8000",
    "13800138000",
    "138-0013-8000",
    "+8613800138000",
    "8613800138000",
    "11010519491231002X",
    "6222-0000-0000-0000-000",
    "zhang.san@example.com",
    "张三",
    "李女士要求退款",
    "please call me back",
    "",
    "\n",
]
phones = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
documents = st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True)
separators = st.sampled_from(["", "-", ".", ":", "+", "_"])


@pytest.mark.parametrize("text", PERSONAL)
def test_personal_data_is_no_code(text):
    with pytest.raises(BadFact):
        SPOKE.stored({"word": text})


@given(number=phones | documents, separator=separators, every=st.integers(2, 5))
def test_no_spelling_of_a_phone_or_document_number_passes_as_a_code(number, separator, every):
    parts = [number[start : start + every] for start in range(0, len(number), every)]
    with pytest.raises(BadFact):
        SPOKE.stored({"word": separator.join(parts)})


@given(phones)
def test_nor_does_a_phone_number_pass_as_a_number(phone):
    with pytest.raises(BadFact):
        SPOKE.stored({"number": int(phone)})


@given(st.text().filter(lambda text: not re.fullmatch(r"[A-Za-z0-9_.:+-]*", text)))
def test_no_text_with_spaces_or_other_writing_passes(text):
    with pytest.raises(BadFact):
        SPOKE.stored({"word": text})


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.datetimes() | st.uuids(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.sampled_from(sorted(SAW.fields)), anything))
def test_whatever_is_given_only_whole_numbers_truth_and_machine_words_are_stored(data):
    try:
        stored = SAW.stored(data)
    except (BadFact, TypeError):  # TypeError: a time without a zone
        return
    for value in stored.values():
        assert isinstance(value, bool | int) or re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,63}", value)
    assert json.loads(json.dumps(stored)) == stored


def test_times_and_spans_are_stored_in_whole_microseconds():
    stored = SAW.stored(
        {
            "thing": UUID(int=1),
            "due": datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=UTC),
            "after": timedelta(seconds=2, microseconds=3),
            "again": True,
            "count": -4,
            "colour": "red",
        }
    )
    assert stored == {
        "thing": "00000000-0000-0000-0000-000000000001",
        "due": 1_000_005,
        "after": 2_000_003,
        "again": True,
        "count": -4,
        "colour": "red",
    }


def test_a_name_stands_once_and_has_a_room():
    for wrong in ("stage.spoke", "spoke", "Stage.Spoke", "stage.spoke.again", "舞台.说话"):
        with pytest.raises(BadFact):
            declare(wrong, say("说话", "Spoke"))


def test_a_kind_that_could_hold_free_text_cannot_be_declared():
    for kind in (str, float, bytes, dict, list, object):
        with pytest.raises(BadFact):
            declare("stage.wrong", say("错", "Wrong"), field=kind)


def test_every_fact_of_the_house_holds_only_such_kinds_and_has_both_titles():
    for fact in DECLARED.values():
        assert set(fact.fields.values()) <= set(KINDS)
        assert fact.title.zh and fact.title.en


def test_the_listing_names_every_fact_with_its_fields():
    text = listing("en")
    assert "stage.spoke  Spoke  number: int, word: Code" in text
    assert len(text.splitlines()) == len(DECLARED)
