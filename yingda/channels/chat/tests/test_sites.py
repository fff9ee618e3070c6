import pytest

from yingda.channels.chat.models import Site
from yingda.contacts.tests.cast import a_person, signed_in
from yingda.journal.models import Fact
from yingda.people.models import Role

SAID = {"line": "hotline", "origins": ["https://www.example.cn"], "title": "市民热线", "accent": "#2f5d8a"}


@pytest.fixture
def admin(cast):
    return signed_in(a_person("admin", "6000", "梁静", Role.ADMINISTRATOR, None, chats=0))


def put(client, key="help", **more):
    return client.put(f"/api/chat-sites/{key}", SAID | more, content_type="application/json")


def test_an_administrator_sets_up_where_the_widget_may_stand(admin):
    assert put(admin).json() == SAID | {"key": "help", "title_en": "", "active": True}
    assert put(admin, active=False).json()["active"] is False
    assert [site["key"] for site in admin.get("/api/chat-sites").json()["items"]] == ["help"]
    assert Fact.objects.filter(name="chat.site_changed").count() == 2


@pytest.mark.parametrize(
    "field, value", [("origins", ["www.example.cn"]), ("origins", ["https://a.cn/x"]), ("accent", "red")]
)
def test_what_is_malformed_is_refused_and_the_field_named(admin, field, value):
    answer = put(admin, **{field: value})
    assert answer.status_code == 422 and answer.json()["field"] == field
    assert not Site.objects.exists()


def test_an_unknown_line_is_not_found_and_a_strange_key_refused(admin):
    assert put(admin, line="nowhere").status_code == 404
    assert put(admin, key="Ä b").status_code == 422


def test_nobody_but_administrators_sees_or_changes_sites(cast, browser):
    for person in (cast.wang, cast.zhou, cast.wu):
        assert put(signed_in(person)).status_code == 403
        assert signed_in(person).get("/api/chat-sites").status_code == 403
    assert browser.client.get("/api/chat-sites", headers=browser.headers).status_code == 401


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800"])
def test_text_that_no_database_can_keep_is_malformed(browser, text):
    assert browser.begin(text).status_code == 422
    assert browser.get("%00").status_code == 422
