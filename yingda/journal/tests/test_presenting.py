"""What is pushed equals what is fetched; it is built once, and finer rights are asked of those who know them."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import OperationalError
from ninja import NinjaAPI

from yingda.journal import feed, presenting, record, verb
from yingda.journal.audience import Audience
from yingda.journal.models import Fact
from yingda.journal.placer import place_once
from yingda.journal.presenting import Batch
from yingda.journal.tests.cast import MORNING, SAW, SPOKE, recorded, speak
from yingda.journal.tests.listeners import Scope

pytestmark = pytest.mark.django_db
AN = Audience("staff", "person:7", Scope(7, frozenset({1})))
BO = Audience("staff", "person:8", Scope(8, frozenset({1})))
VISITOR = Audience("customer", "contact:70", contact=70)


@pytest.fixture(autouse=True)
def nothing_registered(monkeypatch):
    for name, empty in {
        "RESOLVERS": {},
        "BUILDERS": {},
        "RESTRICTIONS": [],
        "OPENINGS": [],
        "CUSTOMER_NAMES": set(),
    }.items():
        monkeypatch.setattr(presenting, name, empty)


def batch():
    place_once()
    return Batch(feed.after(0))


def heard(events):
    return [json.loads(event.decode().split("data: ", 1)[1]) for event in events]


def message_out(facts, audience):
    """What a room's schema builds for GET and for the feed alike: all kinds of values that JSON has no word for."""
    return {
        fact.pk: {
            "id": UUID(int=fact.data["number"]),
            "text": "您好，“水费”\u2028 </script>",
            "at": fact.at,
            "took": timedelta(seconds=90),
            "for": audience,
            "nested": {"list": [1, None, True, 0.5]},
        }
        for fact in facts
    }


def test_the_object_pushed_is_the_object_fetched(rf):
    presenting.present_object(SPOKE, message_out)
    speak(3, line=1)
    entries = batch()
    api = NinjaAPI(urls_namespace="stage")

    fetched = api.create_response(rf.get("/"), message_out(entries.facts, "staff")[entries.facts[0].pk], status=200)
    assert heard(entries.seen_by(AN, 0))[0]["object"] == json.loads(fetched.content)


def test_objects_and_ids_are_built_once_for_each_kind_of_audience_whatever_the_number_of_streams():
    built, resolved = [], []
    presenting.present_object(SPOKE, lambda facts, kind: built.append((kind, len(facts))) or {})
    presenting.present_ref("contact", lambda ids: resolved.append(ids) or {})
    presenting.for_customers([SPOKE])
    speak(1, 2, 3, line=1, contact=70)
    entries = batch()
    for _ in range(50):
        entries.seen_by(AN, 0)
        entries.seen_by(VISITOR, 0)
    assert built == [("staff", 3), ("customer", 3)]
    assert resolved == [{70}, {70}]


def test_only_outside_ids_are_shown():
    presenting.present_ref("line", lambda ids: {1: "water"})
    presenting.present_ref("contact", lambda ids: {70: "uid-of-contact"})
    presenting.present_ref("person", lambda ids: {7: "uid-of-an", 8: "uid-of-bo"})
    speak(1, line=1, contact=70, case=9, person=7, by=8)
    (event,) = heard(batch().seen_by(AN, 0))
    assert {key: event[key] for key in ("line", "contact", "case", "person", "by")} == {
        "line": "water", "contact": "uid-of-contact", "case": None, "person": "uid-of-an", "by": "uid-of-bo",
    }  # fmt: skip


def test_times_in_data_are_shown_as_everywhere_else():
    @verb
    def see():
        due = datetime(2026, 3, 3, 1, 2, 3, tzinfo=UTC)
        record(SAW, at=MORNING, line=1, due=due, after=timedelta(seconds=2.5), count=4, again=False)

    see()
    (event,) = heard(batch().seen_by(AN, 0))
    assert event["data"] == {"due": "2026-03-03T01:02:03Z", "after": 2.5, "count": 4, "again": False}


def test_a_finer_right_is_asked_with_what_it_needs_loaded_once():
    loads = []

    def sensitive(ids):
        loads.append(ids)
        return {5: 7}  # case 5 is sensitive and An's

    presenting.restrict("case", lambda scope, fact, owner: owner in (None, scope.person), load=sensitive)
    speak(1, line=1, case=5)
    speak(2, line=1, case=6)
    speak(3, line=1)
    entries = batch()
    assert [event["data"]["number"] for event in heard(entries.seen_by(AN, 0))] == [1, 2, 3]
    assert [event["data"]["number"] for event in heard(entries.seen_by(BO, 0))] == [2, 3]
    assert loads == [{5, 6}]


def test_a_right_may_be_asked_without_loading():
    presenting.restrict("contact", lambda scope, fact: fact.contact != 70)
    speak(1, line=1, contact=70)
    speak(2, line=1, contact=71)
    assert [event["data"]["number"] for event in heard(batch().seen_by(AN, 0))] == [2]


@pytest.mark.parametrize("broken", [{"load": lambda ids: 1 / 0}, {}])
def test_a_right_that_cannot_be_asked_shows_nothing(broken, caplog):
    presenting.restrict("contact", lambda scope, fact, *thing: 1 / 0, **broken)
    speak(1, line=1, contact=70)
    assert batch().seen_by(AN, 0) == []
    assert "could not get rights on contact" in caplog.text


def test_facts_without_a_line_can_be_opened_to_those_who_lead():
    presenting.widen(lambda scope, fact: scope.person == 8 and fact.person == 7)
    speak(1, person=7)
    entries = batch()
    assert len(entries.seen_by(AN, 0)) == len(entries.seen_by(BO, 0)) == 1
    assert entries.seen_by(Audience("staff", "person:9", Scope(9, frozenset({1}))), 0) == []


def test_a_defect_in_one_room_costs_its_object_not_the_feed(caplog):
    presenting.present_object(SPOKE, lambda facts, kind: 1 / 0)
    presenting.present_ref("contact", lambda ids: 1 / 0)
    speak(1, line=1, contact=70)
    (event,) = heard(batch().seen_by(AN, 0))
    assert (event["object"], event["contact"], event["data"]) == (None, None, {"number": 1})
    assert "could not get objects of stage.spoke" in caplog.text


def test_trouble_with_the_database_passes_so_that_the_batch_is_tried_again():
    def unreachable(facts, kind):
        raise OperationalError("the connection is lost")

    presenting.present_object(SPOKE, unreachable)
    speak(1, line=1)
    with pytest.raises(OperationalError):
        batch().seen_by(AN, 0)


def test_a_kind_that_facts_do_not_name_is_refused():
    with pytest.raises(ValueError, match="facts name no team"):
        presenting.present_ref("team", dict)


def test_one_builder_of_several_names_is_asked_once_a_batch():
    asked = []

    def build(facts, audience):
        asked.append([fact.name for fact in facts])
        return {fact.pk: {"name": fact.name} for fact in facts}

    for name in (SPOKE, SAW):
        presenting.present_object(name, build)
    speak(1, line=1)
    recorded(SAW, line=1)
    events = heard(batch().seen_by(AN, 0))
    assert asked == [[SPOKE.name, SAW.name]]
    assert [event["object"] for event in events] == [{"name": SPOKE.name}, {"name": SAW.name}]


def test_a_row_that_several_builders_show_is_built_once_a_batch_and_anew_for_the_next():
    made = []

    def shown(rows):
        made.append([row.pk for row in rows])
        return [{"fact": row.pk} for row in rows]

    def alone(facts, audience):
        return {fact.pk: out for fact, out in zip(facts, presenting.each_once("x", facts, shown), strict=True)}

    def beside_all(facts, audience):
        everything = list(Fact.objects.order_by("pk"))
        return dict.fromkeys((fact.pk for fact in facts), presenting.each_once("x", everything, shown))

    presenting.present_object(SPOKE, alone)
    presenting.present_object(SAW, beside_all)
    speak(1)
    recorded(SAW)
    spoke, saw = Fact.objects.order_by("pk").values_list("pk", flat=True)
    for _ in range(2):
        objects = batch().objects("staff")
        assert objects == {spoke: {"fact": spoke}, saw: [{"fact": spoke}, {"fact": saw}]}
    assert made == [[spoke], [saw]] * 2
    assert presenting.each_once("x", [Fact(pk=5), Fact(pk=5)], lambda rows: [row.pk for row in rows]) == [5, 5]
