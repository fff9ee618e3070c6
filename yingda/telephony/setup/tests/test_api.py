"""Setting up the telephone over HTTP: who may, what is kept, what is refused and why."""

import struct

import pytest

from yingda.contacts.tests.cast import AT, signed_in
from yingda.journal.models import Fact
from yingda.lib.crypto import unseal
from yingda.lib.ids import uuid7
from yingda.telephony.lobby import menu_sounds
from yingda.telephony.models import Hotline, Menu, Number, Trunk, WebCall
from yingda.telephony.setup.menus import OWNER

pytestmark = pytest.mark.django_db
JSON = "application/json"
TRUNK = {"name": "telecom", "host": "sip.example.cn", "matches": ["203.0.113.0/24"]}
HOTLINE = {"languages": ["zh", "en"]}
BUTTON = {"line": "hotline", "title": "电话咨询", "origins": ["https://www.example.cn"]}


class Door:
    """Somebody's browser at /api."""

    def __init__(self, person):
        self.client = signed_in(person)

    def __call__(self, method: str, path: str, body: object = None):
        return getattr(self.client, method)(f"/api/{path}", body or {}, content_type=JSON)

    def get(self, path: str):
        return self.client.get(f"/api/{path}")


@pytest.fixture
def door(admin):
    return Door(admin)


def a_menu(**fields) -> dict:
    choices = {"1": {"do": "queue"}}
    return {"line": "hotline", "name": "主菜单", "text": {"zh": "人工请按一"}, "choices": choices} | fields


def wrong_in(answer) -> str:
    """The field that an answer names."""
    said = answer.json()
    return said.get("field") or said["fields"][0]["field"].removeprefix("body.")


def test_a_trunk_is_added_changed_and_dropped_and_its_password_never_told(door):
    uid = str(uuid7())
    body = TRUNK | {"id": uid, "kind": "registration", "username": "u1", "password": "s3cret"}
    made = door("post", "trunks", body)
    assert made.status_code == 201 and made.json()["id"] == uid and made.json()["has_password"]
    assert "s3cret" not in made.content.decode()
    assert door("post", "trunks", body).json()["id"] == uid and Trunk.objects.filter(name="telecom").count() == 1
    changed = door("put", f"trunks/{uid}", TRUNK | {"kind": "registration", "username": "u2", "port": 5070}).json()
    assert (changed["username"], changed["port"], changed["has_password"]) == ("u2", 5070, True)
    trunk = Trunk.objects.get(uid=uid)
    assert unseal(trunk.key, trunk.sealed, aad=trunk.uid.bytes) == "s3cret"
    Number.objects.update(trunk=trunk)
    assert door("delete", f"trunks/{uid}").status_code == 204
    assert door("delete", f"trunks/{uid}").status_code == 404
    assert [one["name"] for one in door.get("trunks").json()["items"]] == ["carrier"]
    assert Number.objects.get().trunk is None and Fact.objects.filter(name="trunk.changed").count() == 3
    assert door("post", "trunks", TRUNK).json()["id"] == uid  # back, without its password
    assert not Trunk.objects.get(uid=uid).sealed


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"host": "sip example"}, "host"),
        ({"host": "x\ny"}, "host"),
        ({"name": "carrier"}, "name"),
        ({"name": "webcall"}, "name"),
        ({"name": "a6021"}, "name"),
        ({"name": "Telecom!"}, "name"),
        ({"matches": ["203.0.113"]}, "matches"),
        ({"matches": ["0.0.0.0/0"]}, "matches"),
        ({"matches": ["::/0"]}, "matches"),
        ({"kind": "registration"}, "username"),
        ({"kind": "registration", "username": "u"}, "password"),
        ({"port": 0}, "port"),
        ({"password": "a b"}, "password"),
        ({"username": "a\r\nb"}, "username"),
    ],
)
def test_a_wrong_trunk_is_refused_by_the_name_of_the_field(door, wrong, field):
    answer = door("post", "trunks", TRUNK | wrong)
    assert answer.status_code in (409, 422) and wrong_in(answer) == field
    assert not Trunk.objects.filter(host=TRUNK["host"]).exists()


def test_a_trunk_keeps_its_name(door, floor):
    trunk = Trunk.objects.get()
    assert door("put", f"trunks/{trunk.uid}", TRUNK).json()["field"] == "name"


def test_a_number_leads_to_a_line_by_a_trunk(door, floor):
    trunk = Trunk.objects.get()
    body = {"digits": "4000067890", "label": "售后", "line": "shop", "trunk": str(trunk.uid)}
    made = door("post", "numbers", body)
    assert made.status_code == 201
    assert door("post", "numbers", body).json()["field"] == "digits"
    uid = made.json()["id"]
    changed = door("put", f"numbers/{uid}", body | {"trunk": None, "line": "hotline"}).json()
    assert (changed["trunk"], changed["line"]) == (None, "hotline")
    assert door("put", f"numbers/{uid}", body | {"digits": "4000012345"}).status_code == 409
    Hotline.objects.create(line=floor.cast.hotline, caller_number=Number.objects.get(uid=uid))
    assert door("delete", f"numbers/{uid}").status_code == 204
    assert [one["digits"] for one in door.get("numbers").json()["items"]] == ["4000012345"]
    assert Hotline.objects.get().caller_number is None
    assert door("post", "numbers", body).json()["id"] == uid


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"digits": "12x"}, "digits"), ({"line": "nowhere"}, "line"), ({"trunk": str(uuid7())}, "trunk")],
)
def test_a_wrong_number_is_refused_by_the_name_of_the_field(door, wrong, field):
    assert wrong_in(door("post", "numbers", {"digits": "4000067890", "line": "shop"} | wrong)) == field


def test_a_line_behaves_by_the_defaults_until_it_is_set_up(door, floor):
    before = door.get("hotlines/hotline").json()
    assert (before["line"], before["languages"], before["notice"], before["decent_from"]) == (
        "hotline", ["zh"], True, "08:30:00",
    )  # fmt: skip
    saved = door(
        "put", "hotlines/hotline", HOTLINE | {"caller_number": str(floor.number.uid), "decent_until": "19:00"}
    ).json()
    assert (saved["languages"], saved["caller_number"]) == (["zh", "en"], str(floor.number.uid))
    assert door.get("hotlines/hotline").json() == saved
    assert door.get("hotlines/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"languages": []}, "languages"),
        ({"languages": ["fr"]}, "languages.0"),
        ({"decent_from": "20:30", "decent_until": "08:30"}, "decent_until"),
        ({"menu": str(uuid7())}, "menu"),
        ({"caller_number": str(uuid7())}, "caller_number"),
        ({"retries": 11}, "retries"),
        ({"retention_days": 1}, "retention_days"),
    ],
)
def test_a_wrong_hotline_is_refused_by_the_name_of_the_field(door, wrong, field):
    answer = door("put", "hotlines/hotline", HOTLINE | wrong)
    assert answer.status_code == 422 and wrong_in(answer) == field


def test_another_lines_menu_cannot_be_used(door, floor):
    menu = Menu.objects.create(line=floor.cast.shop, name="x", text={"zh": "一"}, choices={"1": {"do": "queue"}})
    assert door("put", "hotlines/hotline", HOTLINE | {"menu": str(menu.uid)}).json()["field"] == "menu"


def test_a_menu_is_kept_with_where_its_keys_lead(door, floor):
    choices = {
        "1": {"do": "team", "to": str(floor.cast.technical.uid)},
        "2": {"do": "skill", "to": "heating"},
        "#": {"do": "voice_mail"},
    }
    made = door("post", "menus", a_menu(choices=choices))
    assert made.status_code == 201, made.content
    uid = made.json()["id"]
    assert made.json()["sounds"] == {"zh": "none", "en": "none"}
    door("put", "hotlines/hotline", HOTLINE | {"menu": uid})
    again = door("put", f"menus/{uid}", a_menu(choices=choices | {"3": {"do": "language", "to": "en"}})).json()
    assert set(again["choices"]) == {"1", "2", "3", "#"}
    assert door("delete", f"menus/{uid}").status_code == 204
    assert door.get("menus").json()["items"] == [] and Hotline.objects.get().menu is None


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"12": {"do": "queue"}},
        {"x": {"do": "queue"}},
        {"1": {"do": "team", "to": str(uuid7())}},
        {"1": {"do": "team", "to": "nobody"}},
        {"1": {"do": "menu"}},
        {"1": {"do": "language", "to": "fr"}},
        {"1": {"do": "skill"}},
    ],
)
def test_a_key_that_leads_nowhere_is_refused(door, choices):
    answer = door("post", "menus", a_menu(choices=choices))
    assert answer.status_code == 422 and answer.json()["field"] == "choices"


def test_a_menu_needs_words_and_does_not_lead_to_itself(door):
    assert door("post", "menus", a_menu(text={"en": "Press one"})).json()["field"] == "text"
    uid = door("post", "menus", a_menu()).json()["id"]
    circle = door("put", f"menus/{uid}", a_menu(choices={"1": {"do": "menu", "to": uid}}))
    assert circle.json()["field"] == "choices" and "转回" in circle.json()["message"]
    assert door("put", f"menus/{uid}", a_menu(line="shop")).json()["field"] == "line"


def test_a_recording_takes_the_place_of_a_menus_words(door, floor):
    uid = door("post", "menus", a_menu()).json()["id"]
    assert door.get(f"menus/{uid}/sounds/zh").status_code == 404
    put = door.client.put(f"/api/menus/{uid}/sounds/zh?name=menu.wav", tone(), content_type="audio/wav")
    assert put.status_code == 200 and put.json()["sounds"]["zh"] == "recorded", put.content
    heard = door.get(f"menus/{uid}/sounds/zh")
    assert heard["Content-Type"] == "audio/wav" and heard.content.startswith(b"RIFF")
    menu = Menu.objects.get()
    assert menu_sounds.of(menu, "en") == menu_sounds.of(menu, "zh") != []  # the only sound there is
    assert door("delete", f"menus/{uid}/sounds/zh").json()["sounds"]["zh"] == "none"
    assert door.client.put(f"/api/menus/{uid}/sounds/zh", b"noise", content_type="audio/wav").status_code == 422
    assert OWNER == "menu"


def tone() -> bytes:
    """Half a second of a tone as a WAV file."""
    samples = b"".join(struct.pack("<h", 9000 if at // 8 % 2 else -9000) for at in range(4000))
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(samples), b"WAVE", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16,
                       b"data", len(samples))  # fmt: skip
    return head + samples


def test_a_button_stands_until_it_is_dropped(door, floor):
    made = door("put", "web-calls/help", BUTTON)
    assert made.status_code == 200 and made.json()["key"] == "help"
    assert door.get("web-calls").json()["items"] == [made.json()]
    assert door("put", "web-calls/help", BUTTON | {"origins": ["www.example.cn/help"]}).json()["field"] == "origins"
    assert door("delete", "web-calls/help").status_code == 204
    assert door("delete", "web-calls/help").status_code == 404
    assert door.get("web-calls").json()["items"] == [] and not WebCall.objects.get().active
    assert door("put", "web-calls/help", BUTTON).status_code == 200


PATHS = ("trunks", "numbers", "menus", "web-calls", "hotlines/hotline")


def test_supervisors_see_agents_do_not(floor):
    assert [Door(floor.cast.zhou).get(path).status_code for path in PATHS] == [200] * 5
    assert [Door(floor.cast.wang).get(path).status_code for path in PATHS] == [403] * 5


def test_editors_change_what_callers_hear_but_not_what_costs_money(floor):
    door = Door(floor.cast.editor)
    assert door("put", "hotlines/hotline", HOTLINE).status_code == 200
    assert door("post", "menus", a_menu()).status_code == 201
    assert door("put", "web-calls/help", BUTTON).status_code == 200
    assert door("post", "trunks", TRUNK).status_code == 403
    assert door("post", "numbers", {"digits": "123", "line": "shop"}).status_code == 403
    assert Door(floor.cast.zhou)("put", "hotlines/hotline", HOTLINE).status_code == 403


def test_lists_come_in_pages(door, floor):
    for number in range(3):
        Number.objects.create(digits=f"400{number}", line=floor.cast.hotline)
    first = door.get("numbers?limit=2").json()
    rest = door.get(f"numbers?limit=2&after={first['next']}").json()
    assert [one["digits"] for one in first["items"] + rest["items"]] == ["4000", "4000012345", "4001", "4002"]
    assert rest["next"] is None and door.get("numbers?after=x").status_code == 422


def test_what_was_set_up_is_in_the_journal(door, floor):
    door("put", "hotlines/hotline", HOTLINE)
    fact = Fact.objects.get(name="telephone.set_up")
    assert (fact.data, fact.line, fact.at) == ({"what": "hotline"}, floor.cast.hotline.pk, AT)
