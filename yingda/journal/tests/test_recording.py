"""Facts go through one door, with the state they speak of, or not at all."""

import pytest
from django.db import transaction

from yingda.journal import record, recording, subscribe, subscribers, verb
from yingda.journal.models import Fact, Placed, Unplaced
from yingda.journal.names import BadFact
from yingda.journal.recording import NoVerb
from yingda.journal.tests.cast import MORNING, SAW, SPOKE, speak
from yingda.lib.errors import Refusal
from yingda.people.models import Line

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch):
    """What a subscriber of the speaking facts heard, batch by batch."""
    batches = []
    monkeypatch.setattr(subscribers, "SUBSCRIBERS", [])
    subscribe(lambda facts: batches.append([fact.data["number"] for fact in facts]), [SPOKE], "listens")
    return batches


def test_a_fact_outside_a_verb_is_refused():
    with pytest.raises(NoVerb):
        record(SPOKE, at=MORNING, number=1)


def test_facts_are_written_told_and_queued_for_the_feed_when_the_verb_ends(heard):
    speak(1, 2)
    assert [fact.data for fact in Fact.objects.order_by("id")] == [{"number": 1}, {"number": 2}]
    assert heard == [[1, 2]]
    assert Placed.objects.count() + Unplaced.objects.count() == 2


def test_a_refused_verb_leaves_neither_state_nor_facts(heard):
    @verb
    def refused():
        Line.objects.create(code="water", name="自来水")
        record(SPOKE, at=MORNING, number=1)
        raise Refusal

    with pytest.raises(Refusal):
        refused()
    assert not Line.objects.exists() and not Fact.objects.exists() and not Unplaced.objects.exists() and not heard
    speak(7)
    assert heard == [[7]]


def test_a_subscriber_that_raises_fails_the_verb_and_its_state(monkeypatch):
    monkeypatch.setattr(subscribers, "SUBSCRIBERS", [])
    subscribe(lambda facts: 1 / 0, None, "breaks")
    with pytest.raises(ZeroDivisionError):
        speak()
    assert not Fact.objects.exists()


def test_what_a_subscriber_records_comes_in_the_next_batch_not_in_between(monkeypatch):
    seen = []

    def answer(facts):
        seen.append([fact.data["number"] for fact in facts])
        for fact in facts:
            if fact.data["number"] < 3:
                record(SPOKE, at=MORNING, number=fact.data["number"] + 1)

    monkeypatch.setattr(subscribers, "SUBSCRIBERS", [])
    subscribe(answer, ["stage.spoke"], "answers")
    speak(1, 1)
    assert seen == [[1, 1], [2, 2], [3, 3]]


def test_facts_that_call_forth_each_other_without_end_fail_the_verb(monkeypatch):
    monkeypatch.setattr(subscribers, "SUBSCRIBERS", [])
    subscribe(lambda facts: record(SPOKE, at=MORNING, number=1), None, "never rests")
    with pytest.raises(BadFact, match="without end"):
        speak()


def test_a_verb_inside_a_verb_joins_its_transaction(heard):
    @verb
    def outer():
        speak(1)
        record(SPOKE, at=MORNING, number=2)

    outer()
    assert heard == [[1, 2]]


def test_an_attempt_that_fails_takes_its_facts_with_it_and_leaves_the_others(heard):
    @verb
    def outer():
        record(SPOKE, at=MORNING, number=1)
        with pytest.raises(ValueError), recording.attempt():
            record(SPOKE, at=MORNING, number=2)
            recording.flush()
            record(SPOKE, at=MORNING, number=3)
            raise ValueError
        record(SPOKE, at=MORNING, number=4)

    outer()
    assert [fact.data["number"] for fact in Fact.objects.order_by("id")] == [1, 4]
    assert heard[-1] == [1, 4]
    assert Placed.objects.count() + Unplaced.objects.count() == 2


def test_flush_gives_ids_before_the_verb_ends():
    @verb
    def counted():
        fact = record(SPOKE, at=MORNING, number=1)
        recording.flush()
        return fact.pk

    assert counted() == Fact.objects.get().pk


def test_rows_stand_for_their_ids_and_the_session_is_named():
    line = Line.objects.create(code="water", name="自来水")
    with recording.through("session.7f3a"):
        speak(line=line, contact=5)
    fact = Fact.objects.get()
    assert (fact.line, fact.contact, fact.via) == (line.pk, 5, "session.7f3a")


@pytest.mark.parametrize("text", ["张三 的手机", "a@example.com", "x" * 65])
def test_free_text_cannot_slip_in_as_the_session(text):
    with pytest.raises(BadFact), recording.through(text):
        speak()


def test_only_declared_fields_are_taken():
    with pytest.raises(BadFact, match="no field"), transaction.atomic():
        recorded_alone(SAW, text="hello")


@verb
def recorded_alone(name, **data):
    record(name, at=MORNING, **data)
