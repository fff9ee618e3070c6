"""The list is flat, and its numbers are seconds."""

import json

import pytest

from yingda.standard.calendar import ServiceCalendar
from yingda.standard.listing import as_json, in_words
from yingda.standard.loading import load_shipped, standard_of

CHAPTERS = {str(number) for number in range(1, 13)}


@pytest.fixture(scope="module")
def standard():
    return standard_of(load_shipped(), version=1, number=1, line=None, calendar=ServiceCalendar())


@pytest.fixture(scope="module")
def rows(standard):
    return {row["rule"]: row for row in json.loads(as_json(standard))}


def test_every_rule_is_a_flat_object_with_rule_title_and_source(rows):
    assert {rule.split(".")[0] for rule in rows} == CHAPTERS
    for row in rows.values():
        assert row["title"] and row["source"]
        assert not any(isinstance(value, (dict, list)) for value in row.values()), row


@pytest.mark.parametrize(
    "rule, figures",
    [
        ("4.1", {"limit": 15}),
        ("4.2", {"target": 10, "limit": 30, "escalate_1": 0, "escalate_2": 120}),
        ("4.6", {"limit": 86_400, "remind_1": 43_200, "remind_2": 69_120, "escalate_3": 3600}),
        ("4.7", {"limit": 259_200, "extension_times": 2, "extension_total": 259_200}),
        ("4.11", {"target": 1800, "limit": 3600, "unit": "service", "recurring": True}),
        ("4.15", {"working_days": 3, "unit": "working_days"}),
        ("4.18", {"amount": 10_800, "rest": 600, "limit": 0}),
        ("4.20", {"ahead": 900}),
        ("4.23", {"months": 1, "study": 14_400}),
        ("4.25", {"ahead": 86_400}),
        ("2.1", {"rings": 3, "ring": 5}),
        ("2.7", {"initial": 300, "settle": 900}),
        ("1.5", {"opens": 28_800, "closes": 72_000}),
        ("8.1", {"grade_5": 3, "grade_4": 5, "grade_3": 10, "grade_2": 30}),
        ("6.4", {"emoji": 2}),
    ],
)
def test_figures_stand_at_the_top_in_seconds(rows, rule, figures):
    assert figures.items() <= rows[rule].items()


def test_working_days_are_not_given_as_seconds(rows):
    assert "limit" not in rows["4.15"]


def test_for_people_figures_are_said_in_their_language(standard):
    assert in_words(standard.rule("4.15"), "zh") == "时限 3 个工作日"
    assert in_words(standard.rule("4.11"), "en").startswith("target 30 min of service time; limit 1 h of service time")
    assert in_words(standard.rule("4.8"), "zh") == "以坐席承诺的时间为准"
