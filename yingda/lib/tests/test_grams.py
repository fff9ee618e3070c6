from hypothesis import given
from hypothesis import strategies as st

from yingda.lib.grams import grams, sought


def test_a_text_is_cut_into_characters_and_pairs_and_folded():
    assert grams("路灯坏 Ａ1") == sorted(["路", "灯", "坏", "路灯", "灯坏", "a", "1", "a1"])


def test_words_are_sought_by_pairs_and_a_lone_character_by_itself():
    assert sought("路灯坏") == sorted(["路灯", "灯坏"])
    assert sought("灯") == ["灯"]
    assert sought("?!,。") == []


@given(st.text(), st.integers(0, 50), st.integers(1, 20))
def test_any_piece_of_a_text_finds_it(text, start, length):
    piece = text[start : start + length]
    assert set(sought(piece)) <= set(grams(text)) or "".join(piece.split()) != piece or not piece.isalnum()
