"""Announcements are data: complete in both languages, with places that can be spoken."""

import pytest

from yingda.standard.calendar import ServiceCalendar
from yingda.standard.loading import check, load_shipped, merge, standard_of
from yingda.standard.voice import split

KEYS = {
    *("notice", "closed", "closed_day", "unallocated", "welcome", "language_choice", "menu_again", "menu_failed"),
    *("position", "expected_wait", "expected_wait_long", "offer_place", "place_kept", "place_number_unknown"),
    *("leave_message", "message_taken", "all_busy", "hold_news", "agent_back", "reconnecting", "transferring"),
    *("sorry", "fallback_wait", "fallback_goodbye", "recording_paused", "recording_resumed", "goodbye"),
    *("call_back_intro", "rate", "thanks"),
}
PLACE = {"calendar": ServiceCalendar(), "version": 1, "number": 1, "line": None}


def announcement(key: str, **values) -> dict:
    return {"voice": {"announcement": {key: values}}}


def faults(change: dict, own: dict | None = None) -> dict[str, str]:
    return {fault.where: fault.why("en") for fault in check(merge(load_shipped(), change), own)}


def test_every_announcement_of_the_telephone_is_there_in_both_languages():
    voice = standard_of(load_shipped(), **PLACE).voice
    assert set(voice.announcements) == KEYS
    for one in voice.announcements.values():
        assert one.words.zh and one.words.en and one.words.zh != one.words.en


@pytest.mark.parametrize(
    "change, where, why",
    [
        (announcement("position", zh="您排在前面。"), "voice.toml announcement.position.zh", "{n}"),
        (announcement("position", en="{n}, {n}"), "voice.toml announcement.position.en", "each once"),
        (announcement("closed", zh="{time}{weekday}"), "voice.toml announcement.closed.zh", "in this order"),
        (announcement("position", zh="{n:d}"), "voice.toml announcement.position.zh", "{n}"),
        (announcement("position", zh="{n"), "voice.toml announcement.position.zh", "brace"),
        (announcement("notice", en=""), "voice.toml announcement.notice.en", "empty"),
        (announcement("notice", places=["agent"]), "voice.toml announcement.notice.places", "cannot be spoken"),
        (announcement("notice", rule="1.99"), "voice.toml announcement.notice.rule", "no rule 1.99"),
        (announcement("notice", rule=1), "voice.toml announcement.notice.rule", "a rule id"),
        (announcement("../up", zh="a", en="b", places=[]), "voice.toml announcement.../up.", "no name"),
        ({"voice": {"piece": {"today": {"zh": "今{n}"}}}}, "voice.toml piece.today.zh", "each once: none"),
        ({"voice": 7}, "voice.toml announcement", "missing"),
    ],
)
def test_what_cannot_be_spoken_is_a_fault(change, where, why):
    found = faults(change)
    assert where in found, found
    assert why in found[where]


def test_a_line_may_word_announcements_but_not_change_their_places():
    assert faults({}, {"hotline": announcement("welcome", zh="您好，{line}。")}) == {}
    assert "hotline:voice.toml places" in faults({}, {"hotline": announcement("welcome", places=[])})
    assert "hotline:voice.toml piece" in faults({}, {"hotline": {"voice": {"piece": {}}}})


def test_a_line_with_its_own_wording_is_shown_as_one_that_differs():
    own = announcement("welcome", zh="您好，{line}。")
    standard = standard_of(load_shipped(), own, **PLACE)
    assert "2.9" in standard.own
    assert standard.voice.announcements["welcome"].words.zh == "您好，{line}。"


def test_a_version_from_before_the_telephone_says_what_is_shipped():
    before = {name: part for name, part in load_shipped().items() if name != "voice"}
    assert check(before) == []
    assert standard_of(before, **PLACE).voice == standard_of(load_shipped(), **PLACE).voice


def test_a_text_is_split_at_its_places():
    assert split("这里是{line}，请稍候。") == [("这里是", "line"), ("，请稍候。", "")]
    assert split("{weekday}{time}") == [("", "weekday"), ("", "time")]
