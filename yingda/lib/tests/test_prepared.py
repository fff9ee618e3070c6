"""Queries and writes whose SQL is made once do what Django's own do."""

import pytest
from django.db import DatabaseError

from yingda.lib import rows
from yingda.lib.ids import uuid7
from yingda.lib.prepared import Given, Prepared
from yingda.people.models import Line, Team

pytestmark = pytest.mark.django_db
LINE = Prepared(lambda: Line.objects.filter(code=Given(Line, "code")))
BY_UID = Prepared(lambda: Line.objects.filter(uid=Given(Line, "uid")).values_list("code"))


def line(code: str) -> Line:
    return Line(code=code, name=code, uid=uuid7())


def test_the_same_query_finds_what_it_is_given():
    rows.insert([line("a"), line("b")])
    assert [LINE.get(code=code).name for code in ("a", "b", "a")] == ["a", "b", "a"]
    assert LINE.first(code="c") is None and LINE.all(code="c") == []
    with pytest.raises(Line.DoesNotExist):
        LINE.get(code="c")


def test_values_are_converted_as_their_fields_ask():
    made = line("a")
    rows.insert([made])
    assert BY_UID.values(uid=made.uid) == [("a",)]
    assert LINE.get(code="a").uid == made.uid


def test_rows_come_with_their_relations(django_assert_num_queries):
    made = line("a")
    rows.insert([made])
    team = Team.objects.create(name="x")
    team.lines.add(made)
    through = Team.lines.through
    found = Prepared(lambda: through.objects.filter(team=Given(through, "team")).select_related("line"))
    with django_assert_num_queries(1):
        assert found.get(team=team.pk).line.code == "a"


def test_new_rows_get_ids_and_are_known_as_saved():
    made = [line("a"), line("b")]
    rows.insert(made)
    assert [one.pk for one in made] == list(Line.objects.order_by("code").values_list("pk", flat=True))
    assert not made[0]._state.adding


def test_many_rows_are_written_as_well():
    made = [line(f"l{number}") for number in range(rows.MOST + 5)]
    rows.insert(made)
    assert Line.objects.count() == len(made) and all(one.pk for one in made)


def test_a_row_that_a_savepoint_took_back_gets_a_new_id():
    made = line("a")
    rows.insert([made])
    Line.objects.all().delete()
    rows.insert([line("b"), made])
    assert Line.objects.get(code="a").pk == made.pk


def test_only_the_named_fields_are_written():
    made = line("a")
    rows.insert([made])
    made.name, made.name_en = "new", "lost"
    rows.update(made, "name")
    assert Line.objects.values_list("name", "name_en").get() == ("new", "")


def test_a_row_that_is_gone_is_not_written_silently():
    made = line("a")
    rows.insert([made])
    Line.objects.all().delete()
    with pytest.raises(DatabaseError, match="gone"):
        rows.update(made, "name")
