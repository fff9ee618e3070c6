"""The standard over HTTP: everybody reads, administrators change, strangers to a line see nothing of it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from yingda.access.tests.test_api import person, signed_in
from yingda.lib.times import now
from yingda.people.models import Line, Team
from yingda.standard import versions
from yingda.standard.models import Version

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}
WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
NIGHT = {
    **{day: [["22:00", "06:00"]] for day in WORKDAYS},
    "saturday": [],
    "sunday": [],
    "public_holidays": "as_usual",
    "make_up_workdays": "as_usual",
    "make_up_like": "monday",
}


@pytest.fixture(autouse=True)
def _in_force():
    versions.ensure_first_version(now() - timedelta(days=1))


@pytest.fixture
def hotline():
    return Line.objects.create(code="hotline", name="市民热线", name_en="City hotline")


@pytest.fixture
def admin(hotline):
    person("admin", "administrator")
    return signed_in("admin")


@pytest.fixture
def wang(hotline):
    """An agent of the hotline."""
    return agent_of(hotline, "wang")


@pytest.fixture
def outsider():
    return agent_of(Line.objects.create(code="shop", name="商城"), "outsider")


def agent_of(line: Line, username: str):
    team = Team.objects.create(name=f"{line.name}组")
    team.lines.add(line)
    member = person(username, "agent")
    member.team = team
    member.save()
    return signed_in(username)


def draft(**changes) -> dict:
    return {"uid": str(uuid4()), "note": "试行", "content": {}, "overrides": {}} | changes


def limit(rule: str, text: str) -> dict:
    return {"promises": {"promise": {rule: {"limit": text}}}}


def rules(answer) -> dict:
    return {rule["rule"]: rule for chapter in answer.json()["chapters"] for rule in chapter["rules"]}


def approved(admin, **changes) -> dict:
    """A draft of these changes, approved so that it judges within the test."""
    number = admin.post("/api/standard/drafts", draft(**changes), **JSON).json()["number"]
    versions.approve(
        Version.objects.get(number=number), by=person(f"a{number}", "administrator"), effective=now(), at=now() - H
    )
    return number


H = timedelta(hours=1)


def test_everybody_reads_the_standard_rule_by_rule(wang):
    answer = wang.get("/api/standard")
    found = rules(answer)
    assert answer.json()["version"] == 1 and len([id for id in found if id.startswith("4.")]) == 28
    second = found["4.2"]
    assert (second["title"], second["title_en"], second["enforced"]) == ("首次响应", "First response", True)
    assert [(one["name"], one["value"], one["words"]) for one in second["figures"]] == [
        ("target", 10, "10 秒"),
        ("limit", 30, "30 秒"),
    ]
    assert second["promise"]["opens"][0]["title"] == "进入排队"
    assert found["4.1"]["enforced"] and not found["4.13"]["enforced"]
    assert {one["code"] for one in answer.json()["urgencies"]} == {"normal", "urgent", "critical"}


def test_who_is_not_signed_in_reads_nothing(client):
    for path in ("/api/standard", "/api/standard/versions", "/api/lines/hotline/hours", "/api/calendar-days?year=2026"):
        assert client.get(path).status_code == 401


def test_a_draft_is_made_looked_at_approved_and_judges(admin):
    made = admin.post("/api/standard/drafts", draft(content=limit("4.6", "12h")), **JSON)
    assert made.status_code == 201 and made.json()["state"] == "draft" and made.json()["drafter"]
    whole = admin.get("/api/standard/versions/2").json()
    assert whole["content"]["promises"]["promise"]["4.6"]["limit"] == "12h"
    effective = (now() + H).isoformat()
    given = admin.post("/api/standard/versions/2/approval", {"effective": effective}, **JSON)
    assert given.status_code == 201 and given.json()["state"] == "approved" and not given.json()["in_force"]
    assert versions.in_force(None, now() + 2 * H).promise("4.6").limit == 12 * H
    assert [one["number"] for one in admin.get("/api/standard/versions").json()["items"]] == [2, 1]


def test_the_same_draft_sent_twice_is_one(admin):
    body = draft(content=limit("4.6", "12h"))
    first, again = (admin.post("/api/standard/drafts", body, **JSON) for _ in range(2))
    assert first.json() == again.json() and Version.objects.count() == 2


def test_faults_come_back_with_file_rule_and_field(admin):
    answer = admin.post("/api/standard/drafts", draft(content=limit("4.6", "soon")), **JSON)
    assert answer.status_code == 422 and answer.json()["code"] == "standard.faulty"
    assert [one["field"] for one in answer.json()["fields"]] == ["promises.toml 4.6 limit"]
    assert "30s" in answer.json()["fields"][0]["message"]


def test_a_line_s_own_figures_are_shown_to_those_who_see_the_line(admin, wang, outsider):
    approved(admin, overrides={"hotline": limit("4.7", "24h")})
    own = rules(wang.get("/api/standard"))["4.7"]["own"]
    assert [(one["line"], one["figures"][0]["value"]) for one in own] == [("hotline", 86_400)]
    assert rules(wang.get("/api/standard?line=hotline"))["4.7"]["figures"][0]["words"] == "24 小时"
    assert rules(outsider.get("/api/standard"))["4.7"]["own"] == []


def test_a_line_s_own_figures_stay_until_they_are_taken_away(admin):
    approved(admin, overrides={"hotline": limit("4.7", "24h")})
    approved(admin, content=limit("4.6", "12h"))
    assert versions.in_force(Line.objects.get(code="hotline"), now()).promise("4.7").limit == 24 * H
    approved(admin, overrides={"hotline": None})
    assert versions.in_force(Line.objects.get(code="hotline"), now()).promise("4.7").limit == 72 * H


def test_drafts_are_for_administrators(admin, wang):
    admin.post("/api/standard/drafts", draft(content=limit("4.6", "12h")), **JSON)
    assert [one["number"] for one in wang.get("/api/standard/versions").json()["items"]] == [1]
    assert wang.get("/api/standard/versions/2").status_code == 403
    assert wang.post("/api/standard/drafts", draft(), **JSON).status_code == 403
    effective = {"effective": (now() + H).isoformat()}
    assert wang.post("/api/standard/versions/2/approval", effective, **JSON).status_code == 403
    assert wang.put("/api/lines/hotline/hours", {"week": NIGHT}, **JSON).status_code == 403
    assert wang.put("/api/calendar-days", {"year": 2030, "days": []}, **JSON).status_code == 403
    assert wang.put("/api/lines/hotline/calendar-days", {"year": 2030, "days": []}, **JSON).status_code == 403


def test_a_version_or_line_that_is_not_there_is_a_404(admin):
    effective = {"effective": (now() + H).isoformat()}
    assert admin.post("/api/standard/versions/9/approval", effective, **JSON).status_code == 404
    assert admin.get("/api/standard/versions/9").status_code == 404
    assert admin.post("/api/standard/drafts", draft(base=9), **JSON).status_code == 404
    assert admin.post("/api/standard/drafts", draft(overrides={"nowhere": {}}), **JSON).status_code == 404
    assert admin.put("/api/lines/nowhere/hours", {"week": NIGHT}, **JSON).status_code == 404


def test_an_approved_version_is_not_moved(admin):
    answer = admin.post("/api/standard/versions/1/approval", {"effective": (now() + H).isoformat()}, **JSON)
    assert answer.status_code == 409 and answer.json()["code"] == "standard.approved"


@pytest.mark.parametrize("effective", ["2020-01-01T00:00:00Z", "2030-01-01T00:00:00"])
def test_an_approval_for_the_past_or_without_a_zone_is_refused(admin, effective):
    admin.post("/api/standard/drafts", draft(content=limit("4.6", "12h")), **JSON)
    answer = admin.post("/api/standard/versions/2/approval", {"effective": effective}, **JSON)
    assert answer.status_code == 422
    assert Version.objects.get(number=2).state == "draft"


def test_the_hours_of_a_line_are_read_and_changed(admin, wang):
    before = wang.get("/api/lines/hotline/hours").json()
    assert (before["own"], before["week"]["monday"]) == (False, [["08:00", "20:00"]])
    answer = admin.put("/api/lines/hotline/hours", {"week": NIGHT}, **JSON)
    assert answer.status_code == 200
    after = wang.get("/api/lines/hotline/hours").json()
    assert (after["own"], after["week"]["friday"], after["planned"]) == (True, [["22:00", "06:00"]], [])


def test_hours_that_begin_later_are_shown_as_planned(admin):
    admin.put("/api/lines/hotline/hours", {"week": NIGHT, "since": "2099-01-05"}, **JSON)
    found = admin.get("/api/lines/hotline/hours").json()
    assert not found["own"] and [one["since"] for one in found["planned"]] == ["2099-01-05"]


def test_a_line_without_any_hours_says_so_and_does_not_hang(admin):
    never = NIGHT | {day: [] for day in WORKDAYS}
    found = admin.put("/api/lines/hotline/hours", {"week": never}, **JSON).json()
    assert (found["open"], found["next_open"]) == (False, None)


def test_bad_hours_name_the_day(admin):
    answer = admin.put("/api/lines/hotline/hours", {"week": NIGHT | {"monday": [["6", "7"]]}}, **JSON)
    assert answer.status_code == 422 and answer.json()["fields"][0]["field"] == "hours monday"


def test_days_are_read_beside_the_public_calendar_and_changed(admin, wang):
    day = {"day": "2099-05-04", "kind": "hours", "hours": [["09:00", "12:00"]], "name": "开放日"}
    assert admin.put("/api/calendar-days", {"year": 2099, "days": [day]}, **JSON).status_code == 200
    found = wang.get("/api/calendar-days?year=2099").json()
    assert (found["known"], found["public"], found["days"]) == (False, [], [day])
    public = {one["day"]: one["kind"] for one in wang.get("/api/calendar-days?year=2026").json()["public"]}
    assert (public["2026-10-01"], public["2026-09-20"]) == ("holiday", "make_up")


def test_a_line_has_days_of_its_own(admin, wang):
    day = {"day": "2099-05-04", "kind": "closed", "hours": [], "name": "搬迁"}
    admin.put("/api/lines/hotline/calendar-days", {"year": 2099, "days": [day]}, **JSON)
    assert wang.get("/api/lines/hotline/calendar-days?year=2099").json()["days"] == [day]
    assert wang.get("/api/calendar-days?year=2099").json()["days"] == []


def test_an_outsider_of_the_line_sees_neither_its_hours_nor_its_days(hotline, outsider):
    for path in (
        "/api/lines/hotline/hours",
        "/api/lines/hotline/calendar-days?year=2026",
        "/api/standard?line=hotline",
    ):
        assert outsider.get(path).status_code == 404
