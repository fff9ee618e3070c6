"""The shipped rules say what the standard says, with its figures."""

from datetime import timedelta

import pytest

from yingda.journal.names import declared
from yingda.standard.calendar import ServiceCalendar
from yingda.standard.durations import Unit
from yingda.standard.loading import RULES, check, check_path, load_shipped, merge, standard_of
from yingda.standard.shape import NoSuchRule

S, MIN, H, D = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))
STATED = None
# rule: (source, target, limit, unit, recurring); the limit is None where a fact or a shift states the time.
CHAPTER_4 = {
    "4.1": ("S0 S1", None, 15 * S, "elapsed", False),
    "4.2": ("S1 S2 S3", 10 * S, 30 * S, "elapsed", False),
    "4.3": ("S0", None, 30 * S, "elapsed", True),
    "4.4": ("S0 S4", None, 5 * MIN, "elapsed", False),
    "4.5": ("S1", None, 5 * MIN, "elapsed", False),
    "4.6": ("S0 S1 S4", None, 24 * H, "elapsed", False),
    "4.7": ("S1", None, 72 * H, "elapsed", False),
    "4.8": ("S0 S1 S2", None, STATED, "elapsed", False),
    "4.9": ("S2", None, 30 * MIN, "elapsed", False),
    "4.10": ("S2", None, 1 * H, "elapsed", False),
    "4.11": ("S2", 30 * MIN, 60 * MIN, "service", True),
    "4.12": ("S2", None, 24 * H, "elapsed", False),
    "4.13": ("S4, 60 s ours", None, 60 * S, "elapsed", False),
    "4.14": ("S4", None, 30 * MIN, "elapsed", False),
    "4.15": ("S4", None, 3 * D, "working_days", False),
    "4.16": ("S1", None, 2 * H, "elapsed", False),
    "4.17": ("S1", None, 30 * MIN, "elapsed", True),
    "4.18": ("S1", None, 0 * S, "elapsed", False),
    "4.19": ("S1", None, STATED, "elapsed", False),
    "4.20": ("S1", None, STATED, "elapsed", False),
    "4.21": ("S1", None, 7 * D, "elapsed", False),
    "4.22": ("S1", None, 3 * D, "working_days", False),
    "4.23": ("S1", None, STATED, "months", False),
    "4.24": ("S1", None, STATED, "months", False),
    "4.25": ("S1", None, STATED, "elapsed", False),
    "4.26": ("S2", None, 3 * D, "working_days", False),
    "4.27": ("S3", None, 5 * MIN, "elapsed", False),
    "4.28": ("S3", None, 15 * MIN, "elapsed", False),
}
IN_FORCE_NOW = {*(f"4.{n}" for n in range(1, 13)), "4.15", "4.16", "4.26", "4.27", "4.28"}
LAST_RULE_OF_CHAPTER = {1: 9, 2: 10, 3: 4, 4: 28, 5: 11, 6: 6, 7: 7, 8: 5, 9: 9, 10: 4, 11: 9, 12: 3}
NAMES = {"organisation": "临江市", "line": "市民热线", "agent": "王芳", "work_number": "6021"}


@pytest.fixture(scope="module")
def standard():
    return standard_of(load_shipped(), version=1, number=1, line=None, calendar=ServiceCalendar())


def test_the_shipped_rules_have_no_faults():
    assert [str(fault) for fault in check(load_shipped())] == []
    assert check_path(RULES) == []


def test_chapter_four_is_complete(standard):
    assert [promise.rule for promise in standard.promises] == list(CHAPTER_4)


@pytest.mark.parametrize("rule", CHAPTER_4)
def test_every_promise_has_the_figures_of_the_standard(standard, rule):
    promise = standard.promise(rule)
    found = (promise.source, promise.target, promise.limit, str(promise.unit), promise.recurring)
    assert found == CHAPTER_4[rule]
    assert promise.title.zh and promise.title.en and promise.title.zh != promise.title.en


def test_the_figures_that_are_no_limits(standard):
    assert standard.promise("4.18").accumulates.amount == 3 * H
    assert standard.figure("4.18", "rest") == 10 * MIN
    assert standard.promise("4.20").before.ahead == 15 * MIN
    assert standard.promise("4.25").before.ahead == 24 * H
    assert (standard.figure("4.23", "study"), standard.promise("4.23").months) == (4 * H, 1)
    assert standard.promise("4.24").months == 3
    assert standard.promise("4.11").widest == 60 * MIN
    assert (standard.rings, standard.ring) == (3, 5 * S)


def test_promises_whose_rooms_exist_are_enforced_and_the_others_are_not(standard):
    assert {promise.rule for promise in standard.promises if promise.enforced} == IN_FORCE_NOW


def test_an_enforced_promise_listens_to_facts_that_exist(standard):
    for promise in standard.promises:
        if promise.enforced:
            assert all(declared(name) for name in promise.facts()), promise.rule


def test_owners_are_reminded_at_half_and_four_fifths_and_rungs_are_climbed_in_order(standard):
    assert standard.promise("4.6").reminders == (0.5, 0.8)
    assert [rung.to for rung in standard.promise("4.6").escalation] == ["owner", "supervisor", "duty_manager"]


def test_a_conditions_equality_is_all_there_is(standard):
    opens = standard.promise("4.5").opens[0]
    assert opens.holds("contact.typed", {"type": "complaint", "before": "other"})
    assert not opens.holds("contact.typed", {"type": "other"})
    assert not opens.holds("contact.typed", {})
    assert not opens.holds("case.typed", {"type": "complaint"})


def test_every_rule_of_every_chapter_is_listed(standard):
    found = {chapter.number: [rule.id for rule in chapter.rules] for chapter in standard.chapters}
    assert found == {
        chapter: [f"{chapter}.{n}" for n in range(1, last + 1)] for chapter, last in LAST_RULE_OF_CHAPTER.items()
    }


def test_the_record_of_a_complaint_asks_for_more_than_that_of_a_consultation(standard):
    def required(kind):
        return {field.key for field in standard.record_form(kind) if field.required}

    assert {"name", "phone", "happened", "demand"} <= required("complaint")
    assert required("") == {"request_type", "urgency", "description"}
    assert "phone" not in required("consultation")
    assert [field.key for field in standard.record_form("complaint") if field.extra] == ["complaint_subject"]
    assert {field.group for field in standard.record_form()} == {"customer", "contact", "handling", "follow_up"}


def test_the_document_number_is_marked_as_sealed(standard):
    assert next(field for field in standard.fields if field.key == "document_number").sealed


@pytest.mark.parametrize("seconds, grade", [(0, 5), (3, 5), (3.1, 4), (5, 4), (10, 3), (30, 2), (30.5, 1), (900, 1)])
def test_a_first_response_is_graded_by_the_bands(standard, seconds, grade):
    assert standard.grade_response(seconds) == grade


def test_the_opening_line_says_who_serves(standard):
    assert standard.opening("zh", **NAMES) == "您好，这里是临江市市民热线，工号 6021 为您服务。请问有什么可以帮您？"
    assert "6021" in standard.opening("en", **NAMES) and "临江市" in standard.closing("zh", **NAMES)


def test_what_the_standard_does_not_have_is_said(standard):
    with pytest.raises(NoSuchRule, match=r"13\.1"):
        standard.rule("13.1")
    with pytest.raises(NoSuchRule, match="no promise"):
        standard.promise("2.1")
    with pytest.raises(NoSuchRule, match="farewell"):
        standard.text("farewell")


def test_more_rings_make_the_phone_s_limit_longer():
    content = merge(load_shipped(), {"chapters": {"rule": {"2.1": {"figures": {"rings": 4}}}}})
    changed = standard_of(content, version=1, number=1, line=None, calendar=ServiceCalendar())
    assert changed.promise("4.1").limit == 20 * S
    assert changed.promise("4.1").unit == Unit.ELAPSED


def test_a_rule_that_points_to_a_promise_follows_it():
    content = merge(load_shipped(), {"promises": {"promise": {"4.28": {"limit": "20min"}}}})
    changed = standard_of(content, version=1, number=1, line=None, calendar=ServiceCalendar())
    assert changed.figure("2.7", "settle") == 20 * MIN
