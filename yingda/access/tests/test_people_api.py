from uuid import uuid4

import pytest

from yingda.access.tests.test_api import PASSWORD, person, signed_in
from yingda.journal.models import Fact
from yingda.people.models import Line, Person, Team
from yingda.people.scope import scope_of

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


@pytest.fixture
def admin():
    person("admin", "administrator")
    return signed_in("admin")


def newcomer(**changes) -> dict:
    return {
        "username": "ChenJie",
        "password": PASSWORD,
        "name": "陈杰",
        "work_number": "6022",
        "roles": ["agent"],
    } | changes


def test_an_administrator_adds_a_person_who_can_then_sign_in(admin):
    made = admin.post("/api/people", newcomer(), **JSON)
    assert made.status_code == 201 and made.json()["roles"] == ["agent"]
    assert signed_in("chenjie").get("/api/me").json()["name"] == "陈杰"


@pytest.mark.parametrize(
    "change, field",
    [
        ({"username": "admin"}, "username"),
        ({"work_number": "admin"}, "work_number"),
        ({"roles": ["king"]}, "roles"),
        ({"password": "123"}, "password"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_name(admin, change, field):
    answer = admin.post("/api/people", newcomer(**change), **JSON)
    assert answer.status_code in {409, 422} and answer.json()["field"] == field
    assert not Person.objects.filter(name="陈杰").exists()


def test_others_see_colleagues_but_change_nothing(admin):
    person("wang")
    client = signed_in("wang")
    assert len(client.get("/api/people").json()) == 2
    assert client.post("/api/people", newcomer(), **JSON).status_code == 403
    assert client.put("/api/lines/hotline", {"name": "热线"}, **JSON).status_code == 403


def test_a_team_gives_its_members_its_lines_and_that_is_a_fact(admin):
    chen = Person.objects.get(uid=admin.post("/api/people", newcomer(), **JSON).json()["id"])
    admin.put("/api/lines/hotline", {"name": "市民热线"}, **JSON)
    team = admin.put(
        f"/api/teams/{uuid4()}", {"name": "一组", "lines": ["hotline"], "supervisor": str(chen.uid)}, **JSON
    ).json()
    before = Fact.objects.filter(name="person.rights_changed", person=chen.pk).count()
    changed = admin.patch(f"/api/people/{chen.uid}", {"team": team["id"]}, **JSON)
    assert changed.json()["team"]["name"] == "一组"
    chen.refresh_from_db()
    assert scope_of(chen).lines == {Line.objects.get(code="hotline").pk}
    assert Fact.objects.filter(name="person.rights_changed", person=chen.pk).count() == before + 1
    assert Team.objects.get().supervisor == chen


def test_capabilities_are_replaced_as_a_whole(admin):
    chen = admin.post("/api/people", newcomer(), **JSON).json()["id"]
    two = [{"kind": "channel", "code": "chat", "number": 3}, {"kind": "language", "code": "en"}]
    assert len(admin.patch(f"/api/people/{chen}", {"capabilities": two}, **JSON).json()["capabilities"]) == 2
    assert admin.patch(f"/api/people/{chen}", {"capabilities": []}, **JSON).json()["capabilities"] == []


def test_the_last_administrator_cannot_leave(admin):
    me = admin.get("/api/me").json()["id"]
    answer = admin.patch(f"/api/people/{me}", {"is_active": False}, **JSON)
    assert answer.status_code == 422 and Person.objects.get(uid=me).is_active


def test_who_is_switched_off_is_out_at_once(admin):
    chen = admin.post("/api/people", newcomer(), **JSON).json()["id"]
    client = signed_in("chenjie")
    admin.patch(f"/api/people/{chen}", {"is_active": False}, **JSON)
    assert client.get("/api/me").status_code == 401


def test_a_reset_password_works_and_ends_the_sessions_of_the_old_one(admin):
    chen = admin.post("/api/people", newcomer(), **JSON).json()["id"]
    client = signed_in("chenjie")
    assert admin.put(f"/api/people/{chen}/password", {"password": "other horse 77"}, **JSON).status_code == 204
    assert client.get("/api/me").status_code == 401
