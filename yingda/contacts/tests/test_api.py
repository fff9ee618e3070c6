import pytest

from yingda.access.models import Look
from yingda.contacts.answer import answer
from yingda.contacts.end import end
from yingda.contacts.post import post
from yingda.contacts.tests.cast import AT, SECOND, a_customer, again, comes, signed_in
from yingda.lib.ids import uuid7

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def contact(cast):
    made = comes(cast.hotline, customer=a_customer())
    answer(made, by=cast.wang, at=AT)
    return made


@pytest.fixture
def wang(cast):
    return signed_in(cast.wang)


def url(contact, rest: str = "") -> str:
    return f"/api/contacts/{contact.uid}{rest}"


def test_a_contact_shows_its_step_customer_and_agent(wang, contact):
    body = wang.get(url(contact)).json()
    assert (body["state"], body["step"], body["agent"]["work_number"]) == ("talking", "accept", "6021")
    assert (body["customer"]["name"], body["customer"]["kind"]) == ("李*", "returning")
    assert body["steps"][1]["lacks"] == ["问题类型", "核心诉求"]
    assert body["line"] == {"code": "hotline", "name": "市民热线", "name_en": "City Hotline"}
    assert body["last_message"]["kind"] == "opening"


def test_lists_narrow_by_state_line_and_agent_and_go_on_after_a_cursor(wang, cast, contact):
    others = [comes(cast.hotline, at=AT + n * SECOND) for n in range(1, 4)]
    assert [one["id"] for one in wang.get("/api/contacts?state=talking").json()["items"]] == [str(contact.uid)]
    assert len(wang.get(f"/api/contacts?agent={cast.wang.uid}").json()["items"]) == 1
    assert wang.get("/api/contacts?line=shop").json()["items"] == []
    first = wang.get("/api/contacts?limit=3").json()
    assert [one["id"] for one in first["items"]] == [str(one.uid) for one in reversed(others)]
    second = wang.get(f"/api/contacts?limit=3&after={first['next']}").json()
    assert ([one["id"] for one in second["items"]], second["next"]) == ([str(contact.uid)], None)


def test_a_list_costs_the_same_however_long_it_is(wang, cast, contact, django_assert_max_num_queries):
    def conversation(n):
        made = comes(cast.hotline, at=AT + n * SECOND, customer=a_customer())
        answer(made, by=cast.chen, at=AT)
        post(made, author="customer", text="您好", uid=uuid7(), at=AT)

    for n in range(20):
        conversation(n)
    with django_assert_max_num_queries(24):
        assert len(wang.get("/api/contacts").json()["items"]) == 21


def test_the_outsider_of_another_team_finds_nothing_anywhere(cast, contact):
    message = contact.messages.get().uid
    liu = signed_in(cast.liu)
    assert liu.get("/api/contacts").json()["items"] == []
    for path in ("", "/messages", "/timeline", "/identity-checks"):
        assert liu.get(url(contact, path)).status_code == 404, path
    transfer = {"id": str(uuid7()), "reason": "其他", "consent": True, "line": "shop"}
    check = {"id": str(uuid7()), "consent": True, "reason": "其他", "compared": [], "result": "passed"}
    for path, body in {
        "/messages": {"id": str(uuid7()), "text": "您好"},
        f"/messages/{message}/reveals": {"reason": "核对"},
        "/seen": {"upto": str(message)},
        "/typing": {},
        "/transfers": transfer,
        "/identity-checks": check,
        "/participations": {},
        "/end": {},
    }.items():
        assert liu.post(url(contact, path), body, content_type=JSON).status_code == 404, path
    assert liu.patch(url(contact), {"need": "其他"}, content_type=JSON).status_code == 404
    assert liu.put(url(contact, "/customer"), {"customer": str(uuid7())}, content_type=JSON).status_code == 404
    assert liu.delete(url(contact, "/participations")).status_code == 404
    assert again(contact).state == "talking"


def test_an_inspector_reads_everything_and_changes_nothing(cast, contact):
    wu = signed_in(cast.wu)
    assert wu.get(url(contact, "/messages")).status_code == 200
    assert wu.post(url(contact, "/end"), {}, content_type=JSON).status_code == 403
    assert again(contact).state == "talking"


def test_an_editor_sees_no_contacts(cast, contact):
    assert signed_in(cast.editor).get("/api/contacts").json()["items"] == []


def test_a_colleague_who_takes_no_part_is_told_how_to(cast, contact):
    chen = signed_in(cast.chen)
    refused = chen.post(url(contact, "/messages"), {"id": str(uuid7()), "text": "您好"}, content_type=JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "contact.not_yours")
    assert "加入" in refused.json()["message"]
    assert chen.post(url(contact, "/end"), {}, content_type=JSON).status_code == 409
    assert chen.post(url(contact, "/participations"), {}, content_type=JSON).status_code == 201
    sent = chen.post(url(contact, "/messages"), {"id": str(uuid7()), "text": "您好"}, content_type=JSON)
    assert sent.status_code == 201


def test_a_message_comes_back_with_hints_and_the_same_id_makes_no_second(wang, contact):
    body = {"id": str(uuid7()), "text": "好的👍👍👍"}
    first, second = (wang.post(url(contact, "/messages"), body, content_type=JSON) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert len(first.json()["hints"]) == 1
    assert contact.messages.filter(kind="text").count() == 1


def test_a_whisper_is_kept_from_the_customer(wang, contact):
    body = {"id": str(uuid7()), "text": "这位客户上周来过", "whisper": True}
    assert wang.post(url(contact, "/messages"), body, content_type=JSON).json()["kind"] == "whisper"


def test_a_masked_number_is_revealed_with_a_reason_that_is_recorded(wang, cast, contact):
    message = post(contact, author="customer", text="电话 13800138000", uid=uuid7(), at=AT)
    shown = wang.get(url(contact, "/messages")).json()["items"][-1]
    assert "13800138000" not in shown["text"]
    path = url(contact, f"/messages/{message.uid}/reveals")
    assert wang.post(path, {"reason": ""}, content_type=JSON).status_code == 422
    revealed = wang.post(path, {"reason": "核对回电号码"}, content_type=JSON)
    assert revealed.json() == {"text": "电话 13800138000"}
    assert (Look.objects.get().person, Look.objects.get().reason) == (cast.wang, "核对回电号码")


def test_type_urgency_need_and_language_are_set_together(wang, contact):
    body = {"request_type": "complaint", "urgency": "urgent", "need": "修好路灯", "language": "en"}
    answered = wang.patch(url(contact), body, content_type=JSON).json()
    assert {key: answered[key] for key in body} == body
    assert answered["step"] == "handle"
    assert wang.patch(url(contact), {"request_type": "gossip"}, content_type=JSON).status_code == 422


def test_seen_typing_identity_customer_and_end(wang, cast, contact):
    message = post(contact, author="customer", text="在吗", uid=uuid7(), at=AT)
    assert wang.post(url(contact, "/seen"), {"upto": str(message.uid)}, content_type=JSON).status_code == 204
    assert wang.get(url(contact)).json()["unread"] == 0
    assert wang.post(url(contact, "/typing"), {"typing": True}, content_type=JSON).status_code == 204
    check = {"id": str(uuid7()), "consent": True, "reason": "改址", "compared": ["name"], "result": "passed"}
    made = wang.post(url(contact, "/identity-checks"), check, content_type=JSON)
    assert made.status_code == 201
    assert wang.get(url(contact, "/identity-checks")).json() == [made.json()]
    other = a_customer("赵敏", line=cast.hotline)
    named = wang.put(url(contact, "/customer"), {"customer": str(other.uid)}, content_type=JSON)
    assert named.json()["customer"]["name"] == "赵*"
    ended = wang.post(url(contact, "/end"), {}, content_type=JSON)
    assert (ended.json()["state"], ended.json()["ended_by"]) == ("ended", "agent")


def test_a_transfer_names_what_is_missing(wang, cast, contact):
    body = {"id": str(uuid7()), "team": str(cast.technical.uid), "reason": "查线路", "consent": False}
    refused = wang.post(url(contact, "/transfers"), body, content_type=JSON)
    assert (refused.status_code, refused.json()["field"]) == (422, "consent")
    made = wang.post(url(contact, "/transfers"), body | {"consent": True}, content_type=JSON)
    assert (made.status_code, made.json()["contact"]["state"]) == (201, "waiting")


def test_the_timeline_tells_in_words_who_did_what(wang, cast, contact):
    end(contact, by="customer", at=AT + SECOND)
    items = wang.get(url(contact, "/timeline")).json()["items"]
    told = [
        (item["title"], item["detail"], (item["by"] or {}).get("work_number"))
        for item in items
        if item["name"].startswith("contact.")
    ]
    assert told == [
        ("客户来访", "网页", None),
        ("坐席接通", "等待 0 秒", "6021"),
        ("进入步骤", "受理", "6021"),
        ("会话结束", "客户", None),
        ("进入步骤", "归档", None),
    ]


def test_the_timeline_speaks_the_readers_language_and_goes_on_after_a_cursor(wang, contact):
    first = wang.get(url(contact, "/timeline?limit=1"), headers={"X-Language": "en"}).json()
    assert [item["title"] for item in first["items"]] == ["Customer arrived"]
    rest = wang.get(url(contact, f"/timeline?limit=1&after={first['next']}")).json()
    assert rest["items"][0]["id"] > first["items"][0]["id"]


def test_nul_in_text_is_a_malformed_request_and_no_error(wang, contact):
    assert wang.get("/api/contacts?line=%00").status_code == 422
    assert wang.get("/api/queue?line=%00").status_code == 422
    body = {"id": str(uuid7()), "text": "a\x00b"}
    assert wang.post(url(contact, "/messages"), body, content_type=JSON).status_code == 422
