"""A rule that is shown as enforced is executed by something that one can name."""

from pathlib import Path

import pytest
from django.utils.module_loading import import_string

from yingda.standard.calendar import ServiceCalendar
from yingda.standard.loading import load_shipped, standard_of

ROOT = Path(__file__).parents[3]
CHAPTERS = (1, 2, 3, 5, 6, 7, 8)  # the fourth is held by its promises
# What executes each rule: a function, a file of the desk, or the promises that do.
EXECUTED_BY = {
    "1.1": "yingda.contacts.steps.lacks",
    "1.2": "yingda.contacts.arrive.arrive",
    "1.3": "yingda.cases.opening.owner_of",
    "1.4": "yingda.cases.present.may_hear",
    "1.5": "yingda.cases.opening.open_from_message",
    "1.6": "yingda.contacts.steps.reach",
    "1.7": "yingda.contacts.transfer.transfer",
    "1.8": "yingda.routing.matching.match_once",
    "2.1": "yingda.routing.offers.ring_out",
    "2.2": ("4.2",),
    "2.3": "yingda.contacts.answer.greet",
    "2.4": "yingda.contacts.identity.check_identity",
    "2.6": "yingda.contacts.hold.hold",
    "2.7": ("4.27", "4.28"),
    "2.9": "yingda.standard.loading.merge",
    "2.10": "yingda.contacts.classify.complete",
    "3.1": "yingda.cases.form.record_form",
    "3.2": "yingda.cases.archiving.archive_record",
    "3.3": "yingda.cases.timeline.case_timeline",
    "3.4": "yingda.customers.phones.normalise",
    "5.2": ("4.5", "4.6", "4.7"),
    "5.7": "yingda.cases.settling.solve",
    "5.8": "yingda.contacts.answer.take_over",
    "5.9": "yingda.followups.following_up.conclude",
    "5.10": ("4.11", "4.28"),
    "6.1": "web/src/standard/words.ts",
    "6.4": "yingda.contacts.hints.hints",
    "7.4": "yingda.cases.reacting.know_customers",
    "8.4": "yingda.followups.rating.rate_contact",
}


@pytest.fixture(scope="module")
def standard():
    return standard_of(load_shipped(), version=1, number=1, line=None, calendar=ServiceCalendar())


def test_what_is_called_enforced_is_just_what_something_executes(standard):
    rules = [rule for chapter in standard.chapters if chapter.number in CHAPTERS for rule in chapter.rules]
    assert {rule.id for rule in rules if rule.enforced} == EXECUTED_BY.keys()


@pytest.mark.parametrize("rule", EXECUTED_BY)
def test_what_executes_a_rule_is_there(standard, rule):
    by = EXECUTED_BY[rule]
    if isinstance(by, tuple):
        assert all(standard.promise(one).enforced for one in by)
    elif "/" in by:
        assert (ROOT / by).is_file()
    else:
        assert callable(import_string(by))
