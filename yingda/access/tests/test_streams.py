from datetime import timedelta

import pytest
from django.test import Client

from yingda.access.idle import SEEN
from yingda.access.streams import sign_in
from yingda.lib.times import micros, now
from yingda.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang():
    return Person.objects.create_person("wangfang", "right horse 42", name="王芳", work_number="6021")


@pytest.fixture
def browser(wang):
    client = Client()
    client.force_login(wang)
    return client


def asks(client: Client):
    return sign_in({"cookie": client.cookies.output(header="", sep=";")}, {})


def test_a_signed_in_browser_hears_for_its_person(browser, wang):
    audience = asks(browser)
    assert (audience.kind, audience.key, audience.person) == ("staff", f"person:{wang.pk}", wang.pk)


def test_a_browser_without_a_session_hears_nothing(wang):
    assert asks(Client()) is None
    assert sign_in({"cookie": "sessionid=invented"}, {}) is None


def test_somebody_who_has_left_hears_nothing(browser, wang):
    Person.objects.filter(pk=wang.pk).update(is_active=False)
    assert asks(browser) is None


def test_an_idle_session_hears_nothing_and_is_not_renewed_by_hearing(browser):
    session = browser.session
    session[SEEN] = before = micros(now() - timedelta(minutes=31))
    session.save()
    assert asks(browser) is None
    assert browser.session[SEEN] == before
