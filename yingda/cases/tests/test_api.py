import io
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from PIL import Image

from yingda.access.files import store
from yingda.cases.models import Case
from yingda.cases.opening import open_case, open_from_message
from yingda.cases.tests.stage import AT, COMPLAINT
from yingda.customers.tests.cast import desk_of
from yingda.customers.tests.test_api import mobiles
from yingda.customers.tests.test_documents import cards
from yingda.followups.rating import invite

JSON = "application/json"


@pytest.fixture
def case(stage) -> Case:
    return open_case(stage.typed(stage.talking(customer=stage.customer())), by=stage.wang, at=AT)


def post(client: Client, path: str, **body):
    return client.post(f"/api{path}", body, JSON)


def test_an_agent_fills_the_record_opens_the_case_tells_solves_and_it_is_followed_up(stage):
    desk, contact = desk_of(stage.wang), stage.talking()
    record = desk.get(f"/api/contacts/{contact.uid}/record").json()
    assert (record["revision"], record["completeness"]) == (0, 33)
    body = {"revision": 0, "fields": COMPLAINT | {"request_type": "complaint"}}
    saved = desk.patch(f"/api/contacts/{contact.uid}/record", body, JSON).json()
    assert (saved["revision"], saved["missing"], saved["completeness"]) == (1, [], 100)
    case = post(desk, "/cases", uid=str(uuid4()), contact=str(contact.uid)).json()
    assert (case["id"], case["owner"]["work_number"]) == (saved["case"]["id"], stage.wang.work_number)
    assert case["matter"]["description"] == COMPLAINT["description"]
    assert case["customer"]["phone"] == "138****8000"
    told = post(desk, f"/cases/{case['id']}/informations", uid=str(uuid4()), kind="progress", text="师傅已出发")
    assert (told.status_code, told.json()["status"]) == (201, "in_progress")
    done = post(desk, f"/cases/{case['id']}/solution", root_cause="other", result="灯亮了").json()
    assert (done["status"], done["measures"]) == ("done", COMPLAINT["measures"])
    items = desk.get("/api/follow-ups?owner=me").json()["items"]
    assert [(one["case"]["number"], one["customer"]["name"]) for one in items] == [(case["number"], "李*")]
    assert desk.get("/api/follow-ups?due=overdue").json()["items"] == []
    closed = post(desk, f"/follow-ups/{items[0]['id']}/outcome", outcome="accepted", feedback="satisfied").json()
    assert (closed["outcome"], closed["solved"]) == ("accepted", True)
    assert desk.get(f"/api/cases/{case['id']}").json()["closed"] is not None


def test_two_who_write_at_once_both_notice(stage):
    contact = stage.talking()
    wang, chen = desk_of(stage.wang), desk_of(stage.chen)
    path = f"/api/contacts/{contact.uid}/record"
    assert wang.patch(path, {"revision": 0, "fields": {"description": "路灯"}}, JSON).status_code == 200
    late = chen.patch(path, {"revision": 0, "fields": {"description": "井盖"}}, JSON)
    assert late.status_code == 409
    fields = {field["key"]: field["value"] for field in late.json()["record"]["fields"]}
    assert (late.json()["code"], fields["description"]) == ("record.conflict", "路灯")


def test_archiving_answers_with_the_labels_of_what_is_missing(stage):
    contact = stage.ended(stage.typed(stage.talking()))
    answer = post(desk_of(stage.wang), f"/contacts/{contact.uid}/record/archive")
    assert (answer.status_code, answer.json()["code"]) == (409, "record.incomplete")
    assert {"field": "demand", "label": "诉求"} in answer.json()["missing"]


def test_the_list_is_filtered_paged_and_searched_in_a_fixed_number_of_queries(stage, django_assert_max_num_queries):
    desk = desk_of(stage.wang)
    for n in range(30):
        open_case(line=stage.hotline, by=stage.wang if n % 2 else stage.liu, at=AT, title=f"路灯 {n:02d}")
    pooled = open_from_message(stage.talking(), "停水", at=AT)
    with django_assert_max_num_queries(16):
        page = desk.get("/api/cases?limit=20").json()
    rest = desk.get(f"/api/cases?limit=20&after={page['next']}").json()
    assert (len(page["items"]), len(rest["items"]), rest["next"]) == (20, 11, None)
    assert len(desk.get("/api/cases?owner=me").json()["items"]) == 15
    assert len(desk.get(f"/api/cases?owner={stage.liu.uid}&status=pending&line=hotline").json()["items"]) == 15
    assert [one["number"] for one in desk.get("/api/cases?owner=none").json()["items"]] == [pooled.number]
    found = desk.get("/api/cases?q=路灯").json()
    assert (len(found["items"]), found["count"]) == (30, {"number": 30, "more": False})
    assert desk.get("/api/cases?owner=nobody").status_code == 404
    assert desk.get("/api/cases?q=%00").status_code == 422


def test_the_timeline_tells_in_both_languages_who_did_what_when_with_numbers_masked(stage, case):
    desk = desk_of(stage.wang)
    post(desk, f"/cases/{case.uid}/notes", uid=str(uuid4()), text="请打13800138000")
    post(desk, f"/cases/{case.uid}/informations", uid=str(uuid4()), kind="answer", text="明天修好", channel="phone")
    post(desk, f"/cases/{case.uid}/handovers", uid=str(uuid4()), person=str(stage.liu.uid), reason="我明天休息")
    items = desk.get(f"/api/cases/{case.uid}/timeline").json()["items"]
    told = {one["name"]: (one["title"], one["detail"], one["text"], one["by"] and one["by"]["name"]) for one in items}
    assert told["case.opened"] == ("建立工单", "来访", "", "王芳")
    assert told["case.noted"] == ("备注", "", "请打138****8000", "王芳")
    assert told["case.informed"] == ("已告知客户", "答复", "明天修好", "王芳")
    assert told["case.handover"][2] == "我明天休息"
    english = desk.get(f"/api/cases/{case.uid}/timeline", headers={"X-Language": "en"}).json()["items"]
    assert [one["title"] for one in english if one["name"] == "case.informed"] == ["Customer informed"]


def test_a_message_left_out_of_hours_is_taken_before_it_is_worked_on(stage):
    case, desk = open_from_message(stage.talking(), "停水", at=AT), desk_of(stage.liu)
    body = {"root_cause": "other"}
    assert desk.post(f"/api/cases/{case.uid}/solution", body, JSON).json()["code"] == "case.nobodys"
    assert desk.put(f"/api/cases/{case.uid}/owner").json()["owner"]["name"] == "刘洋"
    assert desk_of(stage.wang).put(f"/api/cases/{case.uid}/owner").json()["code"] == "case.already_taken"


def test_a_colleague_may_write_notes_but_not_settle_anothers_case(stage, case):
    desk = desk_of(stage.liu)
    assert post(desk, f"/cases/{case.uid}/notes", uid=str(uuid4()), text="客户又来电").status_code == 201
    assert post(desk, f"/cases/{case.uid}/solution", root_cause="other").json()["code"] == "case.not_yours"
    assert desk.patch(f"/api/cases/{case.uid}", {"sensitive": True}, JSON).status_code == 409


def test_a_handover_is_accepted_and_the_new_owner_works_on(stage, case):
    wang, liu = desk_of(stage.wang), desk_of(stage.liu)
    made = post(wang, f"/cases/{case.uid}/handovers", uid=str(uuid4()), person=str(stage.liu.uid), reason="换班").json()
    path = f"/cases/{case.uid}/handovers/{made['id']}"
    assert post(wang, f"{path}/acceptance").status_code == 404
    assert post(liu, f"{path}/acceptance").json()["accepted_by"]["name"] == "刘洋"
    patched = liu.patch(f"/api/cases/{case.uid}", {"sensitive": True, "customer_waits": False, "title": "路灯"}, JSON)
    assert (patched.json()["sensitive"], patched.json()["title"]) == (True, "路灯")
    assert post(liu, f"/cases/{case.uid}/complexity").json()["complex"] is True
    done = post(liu, f"/cases/{case.uid}/solution", root_cause="other", measures="修", result="好").json()
    assert done["status"] == "done"
    assert post(liu, f"/cases/{case.uid}/reopening", why="not_solved", text="又坏了").json()["reopened"] == 1


def test_an_attachment_opens_for_who_sees_the_case_only(stage, case, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(picture, "PNG")
    size = picture.tell()
    picture.seek(0)
    file = store(picture, name="路灯.png", size=size, uid=uuid4(), by=stage.wang, at=AT)
    out = post(desk_of(stage.wang), f"/cases/{case.uid}/attachments", file=str(file.uid)).json()
    assert [one["name"] for one in out["attachments"]] == ["路灯.png"]
    assert desk_of(stage.liu).get(f"/api/files/{file.uid}").status_code == 200
    assert desk_of(stage.outsider).get(f"/api/files/{file.uid}").status_code == 404


def test_the_history_of_a_customer_shows_contacts_cases_and_promises(stage, case):
    found = desk_of(stage.wang).get(f"/api/customers/{case.customer.uid}/history").json()
    assert [one["id"] for one in found["cases"]] == [str(case.uid)]
    assert (len(found["contacts"]), found["open_cases"]) == (1, 1)
    assert found["contacts"][0]["case"]["number"] == case.number
    assert {one["rule"] for one in found["promises"]} >= {"4.11"}


def test_an_outsider_finds_nothing_behind_any_door(stage, case):
    desk, contact, uid = desk_of(stage.outsider), case.records.get().contact, str(uuid4())
    done = post(desk_of(stage.wang), f"/cases/{case.uid}/solution", root_cause="other", measures="修", result="好")
    assert done.status_code == 201
    follow_up = case.follow_ups.get().uid
    one, says = f"/api/cases/{case.uid}", {"uid": uid, "text": "x"}
    doors = [
        ("get", one, {}), ("patch", one, {"title": "x"}), ("get", f"{one}/timeline", {}), ("put", f"{one}/owner", {}),
        ("post", f"{one}/notes", says), ("post", f"{one}/informations", says | {"kind": "answer"}),
        ("post", f"{one}/steps", says | {"step": "item_done"}), ("post", f"{one}/complexity", {}),
        ("post", f"{one}/solution", {"root_cause": "other"}), ("post", f"{one}/reopening", {}),
        ("post", f"{one}/closing", {}), ("post", f"{one}/attachments", {"file": uid}),
        ("post", f"{one}/handovers", {"uid": uid, "reason": "x", "person": str(stage.boss.uid)}),
        ("post", f"{one}/handovers/{uid}/acceptance", {}), ("post", f"{one}/handovers/{uid}/refusal", {"reason": "x"}),
        ("delete", f"{one}/handovers/{uid}", {}), ("get", f"/api/customers/{case.customer.uid}/history", {}),
        ("get", f"/api/contacts/{contact.uid}/record", {}),
        ("patch", f"/api/contacts/{contact.uid}/record", {"revision": 0, "fields": {}}),
        ("post", f"/api/contacts/{contact.uid}/record/archive", {}),
        ("post", f"/api/contacts/{contact.uid}/rating-invitation", {}),
        ("post", "/api/cases", {"uid": uid, "contact": str(contact.uid)}),
        ("get", f"/api/follow-ups/{follow_up}", {}), ("post", f"/api/follow-ups/{follow_up}/tries", {}),
        ("post", f"/api/follow-ups/{follow_up}/outcome", {"outcome": "accepted"}),
        ("post", f"/api/follow-ups/{follow_up}/invitation", {}),
    ]
    for method, path, body in doors:
        answer = desk.get(path) if method == "get" else getattr(desk, method)(path, body, JSON)
        assert (method, path, answer.status_code) == (method, path, 404)
    for listed in ("/api/cases", "/api/follow-ups", f"/api/cases?q={case.number}"):
        assert desk.get(listed).json()["items"] == []


def test_a_customer_rates_by_the_link_without_signing_in(stage, case):
    desk, browser = desk_of(stage.wang), Client(enforce_csrf_checks=True)
    post(desk, f"/cases/{case.uid}/solution", root_cause="other", measures="修", result="好")
    link = post(desk, f"/follow-ups/{case.follow_ups.get().uid}/invitation").json()
    assert link["link"] in link["text"] and case.number in link["text"]
    path = f"/api/public/ratings/{link['link'].rsplit('/', 1)[1]}"
    page = browser.get(path)
    assert (page.json()["number"], page.json()["most"]) == (case.number, 5)
    assert "李" not in page.content.decode()
    answer = browser.post(path, {"satisfaction": "dissatisfied", "solved": False, "speed": 1}, JSON)
    assert (answer.status_code, answer.json()["low"]) == (201, True)
    assert case.number in answer.json()["text"]
    assert desk.get(f"/api/cases/{case.uid}").json()["status"] == "in_progress"
    assert browser.get(path).json()["code"] == "rating.given"
    assert browser.post(path, {"satisfaction": "satisfied"}, JSON).status_code == 409


def test_rating_links_cannot_be_tried_out(stage, case):
    browser = Client()
    codes = [browser.get(f"/api/public/ratings/guess-{n}").status_code for n in range(62)]
    assert codes == [404] * 60 + [429] * 2
    token = invite(case, by=stage.wang, at=AT).token
    assert browser.get(f"/api/public/ratings/{token}").status_code == 429


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=mobiles, card=cards())
def test_no_clear_number_remains_in_any_answer(stage, number, card):
    desk, contact = desk_of(stage.wang), stage.talking()
    words = f"我的电话{number}，身份证{card}"
    fields = COMPLAINT | {
        "request_type": "complaint", "phone": number, "document_type": "identity_card", "document_number": card,
        "description": words, "remarks": words, "need": words, "demand": words, "happened": f"电话{number}",
    }
    answers = [desk.patch(f"/api/contacts/{contact.uid}/record", {"revision": 0, "fields": fields}, JSON)]
    case = Case.objects.get(records__contact=contact)
    desk.patch(f"/api/cases/{case.uid}", {"title": f"电话{number}"}, JSON)
    post(desk, f"/cases/{case.uid}/notes", uid=str(uuid4()), text=words)
    post(desk, f"/cases/{case.uid}/solution", root_cause="other", measures=words, result=words)
    paths = (
        f"cases/{case.uid}", "cases", f"cases/{case.uid}/timeline", "follow-ups", f"contacts/{contact.uid}",
        f"contacts/{contact.uid}/record", f"customers/{case.customer.uid}/history", f"contacts/{contact.uid}/timeline",
    )
    answers += [desk.get(f"/api/{path}") for path in paths]
    for answer in answers:
        assert answer.status_code == 200, answer.content
        assert number not in answer.content.decode()
        assert card not in answer.content.decode()
        assert "李雪" not in answer.content.decode()


def test_who_only_watches_changes_nothing(stage, case):
    desk = desk_of(stage.person("auditor", "何平", stage.team, "auditor"))
    assert desk.get(f"/api/cases/{case.uid}").status_code == 200
    assert post(desk, f"/cases/{case.uid}/notes", uid=str(uuid4()), text="x").status_code == 403
    assert desk.put(f"/api/cases/{case.uid}/owner").status_code == 403
    assert post(desk, "/cases", uid=str(uuid4()), line="hotline").status_code == 403
