"""Texts with values become sounds in the right order, in both languages."""

from datetime import date, datetime, time

import pytest

from yingda.telephony.prompts.speaking import LANGUAGES, Unspeakable, moment, pieces, shipped, texts

NINE_ON_THURSDAY = datetime(2026, 10, 1, 9, 0)


def said(found: list[str]) -> str:
    """The words of these sounds, with a stroke between them."""
    language = found[0][:2]
    words = texts(shipped(), language)
    return "|".join(words[one.removeprefix(f"{language}/")] for one in found)


@pytest.mark.parametrize(
    "key, values, zh, en",
    [
        ("notice", {}, ["notice"], ["notice"]),
        ("position", {"n": 12}, ["position_a", "n_12", "position_b"], ["position_a", "n_12", "position_b"]),
        ("position", {"n": 140}, ["position_a", "hundred", "position_b"], ["position_a", "hundred", "position_b"]),
        ("language_choice", {"key": 2}, *[["language_choice_a", "key_2", "language_choice_b"]] * 2),
        ("welcome", {"line": "市民热线"}, *[["welcome_a", "line", "welcome_b"]] * 2),
        ("expected_wait", {"minutes": 5}, *[["expected_wait_a", "minutes_5", "expected_wait_b"]] * 2),
        ("expected_wait", {"minutes": 62}, *[["expected_wait_a", "hours_1", "minutes_2", "expected_wait_b"]] * 2),
        ("expected_wait", {"minutes": 120}, *[["expected_wait_a", "hours_2", "expected_wait_b"]] * 2),
        (
            "closed",
            {"weekday": 1, "time": time(8, 15)},
            ["closed_a", "weekday_1", "closed_b", "at_0800", "past_15", "closed_c"],
            ["closed_a", "weekday_1", "closed_b", "past_15", "at_0800", "closed_c"],
        ),
        ("beep", {}, ["beep"], ["beep"]),
        ("today", {}, ["today"], ["today"]),
    ],
)
def test_a_text_with_its_values_is_a_row_of_sounds(key, values, zh, en):
    assert pieces(key, "zh", **values) == [f"zh/{one}" for one in zh]
    assert pieces(key, "zh-hans", **values) == pieces(key, "zh", **values)
    assert pieces(key, "en", **values) == [f"en/{one}" for one in en]


@pytest.mark.parametrize(
    "key, values, zh, en",
    [
        ("position", {"n": 2}, "您现在排在|第二位|", "You are|number two|in the queue."),
        ("position", {"n": 30}, "您现在排在|第三十位|", "You are|number thirty|in the queue."),
        (
            "expected_wait",
            {"minutes": 121},
            "预计还要等候|两小时|一分钟|",
            "We expect to be with you in about|two hours|one minute|",
        ),
        (
            "closed_day",
            {"weekday": date(2026, 10, 23), "time": time(14, 30)},
            "您好，今天休息，我们将在|十月|二十三日||下午两点半|恢复服务。",
            "Hello. We are closed today, and back|on October|the twenty-third|at|two thirty p.m.|",
        ),
        (
            "closed",
            {"weekday": "tomorrow", "time": time(0, 5)},
            "您好，现在不在服务时间，我们将在|明天||凌晨零点|零五分|恢复服务。",
            "Hello. We are closed at the moment, and back|tomorrow|at|five minutes past|twelve a.m.|",
        ),
        (
            "closed",
            {"weekday": 7, "time": time(12, 0)},
            "您好，现在不在服务时间，我们将在|星期日||中午十二点|恢复服务。",
            "Hello. We are closed at the moment, and back|on Sunday|at|twelve p.m.|",
        ),
    ],
)
def test_the_sounds_say_the_sentence(key, values, zh, en):
    assert said(pieces(key, "zh", **values)) == zh
    assert said(pieces(key, "en", **values)) == en


def test_every_number_a_place_can_take_has_its_sound():
    words = {language: texts(shipped(), language) for language in LANGUAGES}
    rows = [pieces("position", language, n=n) for language in LANGUAGES for n in range(1, 1000)]
    rows += [pieces("expected_wait", language, minutes=n) for language in LANGUAGES for n in range(1, 780)]
    rows += [
        pieces("closed", language, weekday=1 + minute % 7, time=time(minute // 60, minute % 60))
        for language in LANGUAGES
        for minute in range(1440)
    ]
    days = [date.fromordinal(date(2028, 1, 1).toordinal() + n) for n in range(366)]
    rows += [pieces("closed_day", language, weekday=day, time=time(8)) for language in LANGUAGES for day in days]
    rows += [pieces("language_choice", language, key=n) for language in LANGUAGES for n in range(1, 10)]
    assert all(one[3:] in words[one[:2]] for row in rows for one in row)


def test_numbers_of_phones_are_read_figure_by_figure():
    words = texts(shipped(), "zh")
    assert "".join(words[f"d_{one}"] for one in "10086") == "幺零零八六"


@pytest.mark.parametrize(
    "key, values",
    [
        ("farewell", {}),
        ("position", {}),
        ("position", {"n": 0}),
        ("position", {"n": 1000}),
        ("position", {"n": "3"}),
        ("position", {"n": True}),
        ("notice", {"n": 1}),
        ("expected_wait", {"minutes": 0}),
        ("expected_wait", {"minutes": 2.5}),
        ("closed", {"weekday": 8, "time": time(8)}),
        ("closed", {"weekday": 1, "time": "08:00"}),
        ("language_choice", {"key": 10}),
    ],
)
def test_what_has_no_sounds_is_refused(key, values):
    with pytest.raises(Unspeakable):
        pieces(key, "zh", **values)


@pytest.mark.parametrize(
    "opens, weekday",
    [
        (datetime(2026, 10, 1, 20, 0), "today"),
        (datetime(2026, 10, 2, 8, 0), "tomorrow"),
        (datetime(2026, 10, 5, 8, 0), 1),
        (datetime(2026, 10, 7, 8, 0), 3),
        (datetime(2026, 10, 8, 8, 0), date(2026, 10, 8)),
    ],
)
def test_the_day_is_said_as_people_say_it(opens, weekday):
    found = moment(opens, NINE_ON_THURSDAY)
    assert found == {"weekday": weekday, "time": opens.time()}
    assert pieces("closed", "zh", **found)
