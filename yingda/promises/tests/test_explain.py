"""A deadline in words: opening, counting, pauses, extensions, result."""

from datetime import timedelta

import pytest

from yingda.cases import facts as cases
from yingda.lib.errors import NotFound
from yingda.lib.ids import uuid7
from yingda.promises.explain import explain, explain_text
from yingda.promises.tests.cast import AT, HOUR, MINUTE, happens, promise
from yingda.promises.verbs import extend, give_word, keep, pause, resume


def sentences(found, language: str) -> list[str]:
    return [step(language) for step in explain(found).steps]


def test_an_hour_of_elapsed_time(cast, case):
    happens(cases.COMPLEX, case=case)
    assert sentences(promise("4.10"), "zh") == [
        "6月8日（周一）10:00开始：标记为复杂事项。",
        "1 小时：6月8日（周一）10:00–11:00。",
        "时限：6月8日（周一）11:00。",
    ]
    assert sentences(promise("4.10"), "en")[0] == "Opened Mon 8 Jun 10:00: Marked complex."


def test_service_time_that_goes_on_next_morning(cast, case):
    happens(cases.WAITING, AT + 9 * HOUR + 30 * MINUTE, case=case)
    counted = sentences(promise("4.11"), "zh")[1]
    assert "19:30–20:00" in counted and "08:00–08:30" in counted


def test_pauses_and_extensions_in_the_order_in_which_they_happened(cast, case):
    word = give_word(case, by=cast.wang, due=AT + 4 * HOUR, words="", uid=uuid7(), at=AT)
    pause(word, by=cast.wang, reason="customer_away", at=AT + HOUR)
    resume(word, by=cast.wang, at=AT + 2 * HOUR)
    given = {"reason": "等厂家", "told": "已告知", "uid": uuid7()}
    extend(word, by=cast.wang, limit=AT + 8 * HOUR, at=AT + 3 * HOUR, **given)
    keep(word, by=cast.wang, at=AT + 9 * HOUR)
    word.refresh_from_db()
    said = sentences(word, "zh")
    assert said[1:4] == [
        "向客户约定的时间：6月8日（周一）14:00。",
        "6月8日（周一）11:00暂停，6月8日（周一）12:00继续，剩余 3 小时。",
        "6月8日（周一）13:00延期到6月8日（周一）18:00，已告知客户。",
    ]
    assert said[-3:] == ["时限：6月8日（周一）18:00。", "6月8日（周一）18:00超时。", "6月8日（周一）19:00超时后兑现。"]
    assert explain(word).limit == word.limit


def test_a_pause_that_lasts_says_so(cast, case):
    word = give_word(case, by=cast.wang, due=AT + timedelta(hours=4), words="", uid=uuid7(), at=AT)
    pause(word, by=cast.wang, reason="customer_away", at=AT + HOUR)
    assert "继续前不计时" in sentences(word, "zh")[2]


def test_working_days_name_the_days(cast, case):
    happens(cases.REGISTERED, case=case, type="business")
    assert "第 3 个工作日" in sentences(promise("4.15"), "zh")[1]


def test_as_text_for_the_command_line(cast, case):
    happens(cases.COMPLEX, case=case)
    text = explain_text(str(promise("4.10").uid), "en")
    assert text.splitlines()[0].startswith("Rule 4.10: ")
    assert text.splitlines()[-1] == "- The limit: Mon 8 Jun 11:00."


def test_an_unknown_id_is_not_found(cast):
    with pytest.raises(NotFound):
        explain_text(str(uuid7()))
