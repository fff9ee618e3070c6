"""Callers hear the wording in force: spoken anew where a synthesiser is there, else as shipped."""

import os
from datetime import timedelta

import pytest

from yingda.telephony.pbx.address import NoPbx
from yingda.telephony.prompts import effective
from yingda.telephony.prompts.effective import heard, prepare, resolve, sounds_for
from yingda.telephony.prompts.replacing import replace
from yingda.telephony.prompts.tests.conftest import AT
from yingda.telephony.prompts.tests.test_replacing import converted

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def one(line, at, name="notice", language="zh"):
    return next(found for found in heard(line, at, {name}) if found.language == language)


def test_as_shipped_everything_is_current(hotline):
    assert all(found.current and found.source == "shipped" for found in heard(None, AT))


def test_a_new_wording_without_synthesiser_is_heard_as_before_and_said_to_be_old(hotline, reworded):
    reworded(AT, "notice", zh="本次通话会录音。")
    prepare(AT)
    found = one(hotline, AT)
    assert (found.source, found.current, found.text) == ("shipped", False, "本次通话会录音。")
    assert resolve(["zh/notice"], hotline, AT) == ["sound:yingda/zh/notice"]


def test_a_new_wording_is_spoken_once_and_heard_from_then_on(hotline, reworded, humming, sounds):
    reworded(AT, "notice", zh="本次通话会录音。")
    prepare(AT)
    prepare(AT)
    assert humming.spoken.count(("zh", "本次通话会录音。")) == 1
    found = one(hotline, AT)
    assert (found.source, found.current) == ("synthesised", True)
    [uri] = resolve(["zh/notice"], hotline, AT)
    assert (sounds / f"{uri.removeprefix('sound:')}.alaw").stat().st_size > 4000
    assert resolve(["zh/notice"], hotline, AT - DAY / 2) == ["sound:yingda/zh/notice"]


def test_a_line_with_its_own_wording_hears_its_own(hotline, shop, reworded, humming):
    own = {hotline.pk: {"voice": {"announcement": {"hold_news": {"zh": "请您再等一会儿。"}}}}}
    reworded(AT, "thanks", own=own, zh="感谢评价。")
    prepare(AT)
    assert one(hotline, AT, "hold_news").source == "synthesised"
    assert one(shop, AT, "hold_news").source == "shipped"
    assert one(shop, AT, "thanks").text == "感谢评价。"


def test_a_line_is_called_by_its_name_where_it_can_be_spoken(hotline, shop, humming):
    assert resolve(["zh/line"], hotline, AT) == ["sound:yingda/zh/line"]  # the shipped word for any line
    sounds_for(hotline, AT)
    assert ("zh", "市民热线") in humming.spoken and ("en", "City hotline") in humming.spoken
    assert resolve(["zh/line"], hotline, AT)[0].startswith("sound:yingda-own/zh/line-")
    assert one(shop, AT, "line", "en").text == "our service centre"  # it has no English name


def test_a_recording_from_before_a_new_wording_is_said_to_be_old(hotline, editor, reworded):
    replace("notice", "zh", None, converted(), by=editor, at=AT)
    assert one(hotline, AT).current
    reworded(AT + DAY, "notice", zh="本次通话会录音。")
    found = one(hotline, AT + DAY)
    assert (found.source, found.current) == ("recorded", False)
    replace("notice", "zh", None, converted(), by=editor, at=AT + DAY)
    assert one(hotline, AT + DAY).current


def test_words_that_come_before_a_place_anew_are_heard(hotline, reworded, humming):
    """The shipped English text ends with its place; the new one does not."""
    reworded(AT, "expected_wait", en="About {minutes} more, please.")
    prepare(AT)
    pieces = ["en/expected_wait_a", "en/minutes_2", "en/expected_wait_b"]
    first, second, third = resolve(pieces, hotline, AT)
    assert "-own/en/expected_wait_a-" in first and "-own/en/expected_wait_b-" in third
    assert second == "sound:yingda/en/minutes_2"


def test_sounds_that_nobody_plays_go_after_a_day(hotline, editor, sounds):
    replace("notice", "zh", None, converted(), by=editor, at=AT)
    [old] = resolve(["zh/notice"], hotline, AT)
    replace("notice", "zh", None, converted(2.0), by=editor, at=AT)
    [new] = resolve(["zh/notice"], hotline, AT)
    paths = [sounds / f"{uri.removeprefix('sound:')}.alaw" for uri in (old, new)]
    for path in paths:
        os.utime(path, (AT.timestamp(), AT.timestamp()))
    assert prepare(AT + DAY / 2) == 0
    assert prepare(AT + 2 * DAY) == 1
    assert [path.exists() for path in paths] == [False, True]


def test_without_an_exchange_of_ours_the_shipped_sounds_are_named(hotline, editor, monkeypatch):
    def none():
        raise NoPbx(zh="", en="")

    replace("notice", "zh", None, converted(), by=editor, at=AT)
    monkeypatch.setattr(effective, "address", none)
    assert resolve(["zh/notice"], hotline, AT) == ["sound:yingda/zh/notice"]
    assert prepare(AT) == 0


def test_what_is_a_uri_already_stays_as_it_is(hotline):
    pieces = ["sound:yingda-menu/zh/menu-1", "zh/menu_again"]
    assert resolve(pieces, hotline, AT) == ["sound:yingda-menu/zh/menu-1", "sound:yingda/zh/menu_again"]


def test_what_an_announcement_asks_of_the_database_is_bounded(hotline, django_assert_max_num_queries):
    resolve(["zh/notice"], hotline, AT)
    with django_assert_max_num_queries(2):
        resolve(["zh/position_a", "zh/n_3", "zh/position_b"], hotline, AT)
