"""SIP accounts, their secrets, and what follows when a phone comes and goes."""

import pytest

from yingda.journal.models import Fact
from yingda.people.models import Capability, Person, Restriction
from yingda.telephony import phones
from yingda.telephony.models import Phone
from yingda.telephony.reports.phones import registered
from yingda.telephony.tests.stage import AT, SECOND

pytestmark = pytest.mark.django_db


def barred(person) -> bool:
    return Restriction.objects.filter(person=person, reason="no_phone", channel="phone", until=None).exists()


def test_an_account_is_made_once_with_a_sealed_secret(floor):
    phone = phones.own(floor.cast.liu, "browser", at=AT)
    assert phones.own(floor.cast.liu, "browser", at=AT) == phone
    secret = phones.secret_of(phone)
    assert (phone.username, phone.chosen) == ("a6031", True)
    assert len(secret) > 24
    assert secret.encode() not in bytes(phone.sealed)


def test_a_new_secret_ends_the_old_one_and_the_driver_hears_so(floor):
    phone = phones.own(floor.cast.liu, "hard", at=AT)
    before = phones.secret_of(phone)
    told = Fact.objects.filter(name="phone.changed", person=floor.cast.liu.pk).count()
    after = phones.renew_secret(phone, at=AT)
    assert after == phones.secret_of(Phone.objects.get(pk=phone.pk)) != before
    assert Fact.objects.filter(name="phone.changed", person=floor.cast.liu.pk).count() == told + 1


def test_one_phone_rings_the_one_that_was_chosen(floor):
    phones.choose(floor.cast.wang, "hard", at=AT)
    assert [phone.kind for phone in Phone.objects.filter(person=floor.cast.wang, chosen=True)] == ["hard"]
    assert barred(floor.cast.wang), "nobody has plugged it in yet"
    registered("h6021", True, at=AT)
    assert phones.to_ring(floor.cast.wang.pk).username == "h6021"
    assert not barred(floor.cast.wang)


def test_a_phone_that_is_gone_bars_its_person_from_calls_until_it_is_back(floor):
    registered("a6021", False, at=AT)
    registered("a6021", False, at=AT + SECOND)
    assert barred(floor.cast.wang)
    registered("a6021", True, at=AT + 2 * SECOND)
    assert not barred(floor.cast.wang)
    told = Fact.objects.filter(name="phone.registered", person=floor.cast.wang.pk)
    assert [fact.data["on"] for fact in told.order_by("pk")] == [True, False, True]


def test_a_phone_that_is_not_chosen_changes_nothing(floor):
    phones.own(floor.cast.wang, "hard", at=AT)
    registered("h6021", True, at=AT)
    registered("h6021", False, at=AT)
    assert not barred(floor.cast.wang)


def test_accounts_of_nobody_are_ignored(floor):
    registered("carrier", True, at=AT)
    assert not Fact.objects.filter(name="phone.registered", data__on=False).exists()


def test_who_is_given_the_channel_without_a_phone_is_barred_soon(floor):
    Capability.objects.create(person=floor.cast.liu, kind="channel", code="phone", number=1)
    assert phones.check_all(AT) == 1
    assert barred(floor.cast.liu)
    assert phones.check_all(AT) == 0


def test_work_numbers_with_signs_in_them_make_names_that_differ(floor):
    made = Person.objects.create(username="x", work_number="60-21", name="何", password="!")
    other = phones.own(made, "browser", at=AT).username
    assert other.startswith("a6021-")
