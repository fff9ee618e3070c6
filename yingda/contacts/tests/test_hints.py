from yingda.contacts.hints import hints
from yingda.standard.shape import Words

WORDS = Words(banned=(), emoji=2, long_message=20)


def test_two_emoji_are_fine_and_three_are_a_hint():
    assert hints("好的👍🏽谢谢🙏", WORDS) == []
    assert len(hints("好的👍👍👍", WORDS)) == 1


def test_a_picture_joined_of_several_counts_once():
    assert hints("👨‍👩‍👧‍👦🇨🇳", WORDS) == []
    assert len(hints("👨‍👩‍👧‍👦🇨🇳❤️", WORDS)) == 1


def test_a_long_message_is_announced_first():
    assert len(hints("长" * 21, WORDS)) == 1
    assert hints("长" * 20, WORDS) == []
