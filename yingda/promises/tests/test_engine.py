"""Facts in, promises out: by the shipped standard."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yingda.cases import facts as cases
from yingda.contacts import facts as contacts
from yingda.contacts.end import end
from yingda.followups import facts as followups
from yingda.journal import record, verb
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7
from yingda.promises import engine
from yingda.promises.models import Promise
from yingda.promises.tests.cast import AT, HOUR, MINUTE, SECOND, a_case, a_contact, facts_named, happens, promise

State = Promise.State


PLACING = {"sqlite": ["SELECT "], "postgresql": []}  # SQLite's writer places its own facts in the feed


def queued(contact, at=AT, again=False):
    return happens(contacts.QUEUED, at, contact=contact, channel="chat", again=again)


def answered(contact, by, at):
    contact.agent = by
    contact.save()
    return happens(contacts.ANSWERED, at, contact=contact, by=by, channel="chat", waited=at - AT, again=False)


def test_entering_the_queue_opens_the_promise_of_a_first_response(cast):
    contact = a_contact(cast)
    queued(contact)
    opened = promise("4.2")
    assert (opened.state, opened.subject_kind, opened.subject) == ("running", "contact", contact.pk)
    assert (opened.target, opened.limit) == (AT + 10 * SECOND, AT + 30 * SECOND)
    assert opened.wake == opened.limit
    assert facts_named() == ["opened"]


def test_a_contact_that_enters_the_queue_again_is_not_promised_anew(cast):
    contact = a_contact(cast)
    queued(contact)
    queued(contact, AT + SECOND, again=True)
    assert Promise.objects.filter(rule="4.2").count() == 1


def test_answering_keeps_the_first_response_and_opens_the_agents_own(cast):
    contact = a_contact(cast)
    queued(contact)
    answered(contact, cast.wang, AT + 8 * SECOND)
    kept = promise("4.2")
    assert (kept.state, kept.settled, kept.wake, kept.owner) == ("kept", AT + 8 * SECOND, None, cast.wang)
    assert {one.rule: one.owner for one in Promise.objects.unsettled()} == {"4.27": cast.wang, "4.28": cast.wang}
    assert Fact.objects.get(name="promise.kept").data["by_target"] is True


def test_kept_between_target_and_limit_is_kept_but_not_by_its_target(cast):
    contact = a_contact(cast)
    queued(contact)
    answered(contact, cast.wang, AT + 20 * SECOND)
    assert Fact.objects.get(name="promise.kept").data["by_target"] is False


def test_kept_after_the_limit_is_broken_and_kept_late_even_before_any_clock_came(cast):
    contact = a_contact(cast)
    queued(contact)
    answered(contact, cast.wang, AT + 31 * SECOND)
    late = promise("4.2")
    assert (late.state, late.broken, late.settled) == ("kept_late", AT + 30 * SECOND, AT + 31 * SECOND)
    assert facts_named()[1:3] == ["broken", "kept_late"]


def test_a_customer_who_leaves_the_queue_is_owed_no_answer(cast):
    contact = a_contact(cast)
    queued(contact)
    end(contact, by="customer", at=AT + 5 * SECOND)
    assert promise("4.2").state == State.CANCELLED


def test_a_type_that_was_a_mistake_takes_its_promise_back(cast):
    contact = a_contact(cast, cast.wang)
    happens(contacts.TYPED, contact=contact, type="complaint")
    happens(contacts.TYPED, AT + MINUTE, contact=contact, type="consultation", before="complaint")
    assert promise("4.5").state == State.CANCELLED


def test_the_same_promise_is_not_opened_twice_while_it_is_owed(cast, case):
    happens(cases.COMPLEX, case=case)
    happens(cases.COMPLEX, AT + MINUTE, case=case)
    assert Promise.objects.filter(rule="4.10").count() == 1


def test_all_parts_must_happen_before_a_complex_matter_has_its_support(cast, case):
    happens(cases.COMPLEX, case=case)
    happens(cases.SUPPORT_ACCEPTED, AT + MINUTE, case=case, team=1)
    assert (promise("4.9").state, promise("4.9").met) == ("running", [0])
    happens(cases.INFORMED, AT + 2 * MINUTE, case=case, kind="support", channel="chat")
    assert promise("4.9").state == State.KEPT


def test_reopening_takes_away_what_was_met_of_settling_a_complaint(cast, case):
    happens(cases.REGISTERED, case=case, type="complaint")
    happens(cases.SOLVED, AT + HOUR, case=case, type="complaint")
    happens(cases.REOPENED, AT + 2 * HOUR, case=case, why="dissatisfied", times=1)
    assert promise("4.7").met == []
    done = {"follow_up": uuid7(), "outcome": "accepted", "feedback": "satisfied", "solved": True}
    happens(followups.DONE, AT + 3 * HOUR, case=case, **done)
    assert promise("4.7").state == State.RUNNING
    happens(cases.SOLVED, AT + 4 * HOUR, case=case, type="complaint")
    assert promise("4.7").state == State.KEPT


def test_progress_is_owed_round_after_round_until_the_case_is_solved(cast, case):
    happens(cases.WAITING, case=case)
    happens(cases.INFORMED, AT + 20 * MINUTE, case=case, kind="progress", channel="chat")
    first, second = Promise.objects.filter(rule="4.11").order_by("round")
    assert (first.state, second.state, second.round) == ("kept", "running", 1)
    assert second.limit == AT + 80 * MINUTE
    happens(cases.SOLVED, AT + 40 * MINUTE, case=case, type="complaint")
    assert not Promise.objects.filter(rule="4.11").unsettled().exists()
    assert Promise.objects.filter(rule="4.11").count() == 2


def test_a_broken_round_stays_on_record_when_the_next_begins(cast, case):
    happens(cases.WAITING, case=case)
    happens(cases.INFORMED, AT + 90 * MINUTE, case=case, kind="progress", channel="chat")
    first, second = Promise.objects.filter(rule="4.11").order_by("round")
    assert (first.state, first.broken) == ("kept_late", AT + 60 * MINUTE)
    assert second.state == State.RUNNING


def test_a_fact_of_the_case_alone_speaks_for_its_contacts(cast, case):
    contact = a_contact(cast, cast.wang)
    happens(contacts.TYPED, contact=contact, type="complaint")
    happens(cases.CONTACT_ADDED, AT + SECOND, case=case, contact=contact)
    assert promise("4.5").case == case.pk
    happens(cases.REGISTERED, AT + MINUTE, case=case, type="complaint")
    assert promise("4.5").state == State.KEPT


def test_a_fact_of_another_contact_of_the_case_keeps_nothing_here(cast, case):
    one, other = a_contact(cast, cast.wang), a_contact(cast, cast.chen)
    for contact in (one, other):
        happens(cases.CONTACT_ADDED, case=case, contact=contact)
        happens(contacts.ENDED, AT + SECOND, contact=contact, ended_by="agent", answered=True, channel="chat")
    happens(cases.RECORD_ARCHIVED, AT + MINUTE, case=case, contact=other, revision=1)
    assert (promise("4.4", contact=one.pk).state, promise("4.4", contact=other.pk).state) == ("running", "kept")


def test_promises_follow_the_case_to_its_new_owner(cast, case):
    happens(cases.COMPLEX, case=case)
    case.owner = cast.chen
    case.save()
    happens(cases.HANDOVER_ACCEPTED, AT + MINUTE, case=case, by=cast.chen, handover=uuid7())
    assert {one.owner for one in Promise.objects.unsettled()} == {cast.chen}
    assert facts_named().count("owner") == 2


def test_opened_and_kept_in_one_verb_is_both(cast):
    contact = a_contact(cast, cast.wang)

    @verb
    def answer_and_classify():
        given = {"contact": contact, "line": contact.line_id}
        record(contacts.ANSWERED, at=AT, channel="chat", waited=SECOND, again=False, **given)
        record(contacts.CLASSIFIED, at=AT, type="consultation", **given)

    answer_and_classify()
    assert (promise("4.27").state, promise("4.28").state) == ("kept", "running")


def test_a_failing_rule_is_said_and_fails_neither_verb_nor_other_rules(cast, case, monkeypatch, caplog):
    really = engine.opened

    def fails_for_one(rule, *arguments, **more):
        if rule.rule == "4.9":
            raise ArithmeticError("a calendar of nonsense")
        return really(rule, *arguments, **more)

    monkeypatch.setattr(engine, "opened", fails_for_one)
    happens(cases.COMPLEX, case=case)
    assert [one.rule for one in Promise.objects.all()] == ["4.10"]
    failed = Fact.objects.get(name="rule.failed")
    assert (failed.data["rule"], failed.data["error"], failed.case) == ("4.9", "ArithmeticError", case.pk)
    assert "a calendar of nonsense" in caplog.text


def test_a_row_that_the_database_refuses_leaves_the_other_rows_alone(cast, case, monkeypatch):
    really = engine.opened

    def unwritable_for_one(rule, *arguments, **more):
        turn = really(rule, *arguments, **more)
        if rule.rule == "4.9":
            turn.promise.state = State.CANCELLED  # without an instant: a constraint forbids it
        return turn

    monkeypatch.setattr(engine, "opened", unwritable_for_one)
    happens(cases.COMPLEX, case=case)
    assert [one.rule for one in Promise.objects.all()] == ["4.10"]
    assert Fact.objects.get(name="rule.failed").data["rule"] == "4.9"
    assert facts_named() == ["opened"]


@pytest.mark.parametrize("name", ["case.noted", "case.attached"])
def test_facts_that_no_rule_listens_to_cost_no_query(cast, case, name):
    engine.known_names()
    with CaptureQueriesContext(connection) as queries:
        engine.hear([Fact(name=name, at=AT, case=case.pk, line=case.line_id, data={})])
    assert len(queries) == 0


def test_opening_three_promises_costs_a_savepoint_one_insert_and_the_facts(cast):
    """Of a contact and a case that begin in the same verb: what the intake's budget of statements rests on."""
    contact = a_contact(cast)

    @verb
    def comes(case):
        given = {"contact": contact, "line": contact.line_id}
        record(contacts.ARRIVED, at=AT, channel="chat", direction="inbound", **given)
        record(contacts.QUEUED, at=AT, channel="chat", again=False, **given)
        record(contacts.TYPED, at=AT, type="complaint", **given)
        record(cases.OPENED, at=AT, case=case, type="complaint", source="chat", **given)
        record(cases.WAITING, at=AT, case=case, **given)

    case = a_case(cast)
    engine.known_names()
    with CaptureQueriesContext(connection) as queries:
        comes(case)
    assert sorted(Promise.objects.values_list("rule", "case")) == [
        ("4.11", case.pk),
        ("4.2", case.pk),
        ("4.5", case.pk),
    ]
    said = [query["sql"].split()[0] + " " + query["sql"].partition("INTO ")[2][:20] for query in queries]
    assert len([one for one in said if "promises_promise" in one]) == 1
    assert len([one for one in said if "journal_fact" in one]) == 2
    assert [one for one in said if one.startswith(("SELECT", "UPDATE"))] == PLACING[connection.vendor], said
