"""The example page carries what any page may carry."""

import pytest
from django.test import Client

from yingda.channels.chat.models import Site
from yingda.people.models import Line
from yingda.telephony.models import WebCall

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    line = Line.objects.create(code="hotline", name="市民热线", name_en="City Hotline")
    return Site.objects.create(key="hotline", line=line, title="市民热线")


def page() -> str:
    return Client().get("/demo/hotline").content.decode()


def test_it_embeds_the_chat_by_one_script_tag(site):
    assert page().count("<script ") == page().count("<script src=") == 1 and 'data-site="hotline"' in page()
    assert "网页电话" not in page()


def test_a_line_that_can_be_called_from_the_web_shows_its_button(site):
    WebCall.objects.create(key="call-hotline", line=site.line, title="市民热线")
    assert page().count("<script ") == 2 and '<script src="/call.js" data-call="call-hotline"' in page()
    WebCall.objects.update(active=False)
    assert "call.js" not in page()


def test_a_site_that_is_off_has_no_demo(site):
    Site.objects.update(active=False)
    assert Client().get("/demo/hotline").status_code == 404
