import pytest

from yingda.telephony.recordings.conversing import interruptions, measured, merged, without


def test_silence_is_what_nobody_fills():
    talk = measured({"customer": [(1, 4)], "agent": [(5, 9)]}, 12, [])
    assert (talk.silence, talk.longest_silence) == (5, 3)


def test_holds_and_pauses_are_neither_speech_nor_silence():
    speech = {"customer": [(0, 2), (5, 6)], "agent": [(2, 12)]}  # somebody hums into the hold music
    talk = measured(speech, 20, [(4, 10)])
    assert talk.customer == [(0, 2)]
    assert talk.agent == [(2, 4), (10, 12)]
    assert (talk.silence, talk.longest_silence) == (8, 8)


def test_silence_on_both_sides_of_a_hold_is_two_silences():
    assert measured({"customer": [], "agent": []}, 20, [(6, 10)]).longest_silence == 10


@pytest.mark.parametrize(
    ("agent", "broke_in"),
    [
        ([(1, 3)], 1),  # two seconds at once
        ([(3.6, 6)], 0),  # began in the customer's last words
        ([(1, 1.4)], 0),  # a “yes” while listening
        ([(0, 6)], 0),  # was speaking before
        ([(1, 2), (2.5, 3.5)], 2),
        ([(5, 6)], 0),
    ],
)
def test_who_begins_in_the_others_words_and_goes_on_has_broken_in(agent, broke_in):
    assert interruptions(agent, [(0.5, 4)]) == broke_in


def test_both_may_break_in():
    talk = measured({"customer": [(0, 3), (6, 8)], "agent": [(2, 7)]}, 8, [])
    assert (talk.agent_interrupted, talk.customer_interrupted) == (1, 1)


def test_spans_are_cut_at_their_holes():
    assert without([(0, 10), (12, 14)], [(11, 13), (2, 3), (2.5, 4), (9, 10)]) == [(0, 2), (4, 9), (13, 14)]
    assert without([(0, 1)], [(0, 1)]) == []
    assert merged([(3, 4), (0, 2), (1, 3)]) == [(0, 4)]
