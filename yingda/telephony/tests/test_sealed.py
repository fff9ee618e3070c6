"""Callers' numbers and secrets of phones: sealed again with a new key, and forgotten with their customer."""

import pytest

from yingda.contacts.tests.cast import AT
from yingda.customers.erasing import erase
from yingda.customers.making_known import create
from yingda.lib.crypto import Tampered, seal
from yingda.lib.ids import uuid7
from yingda.lib.keyring import keyring, rotate
from yingda.telephony import callers, sealed
from yingda.telephony.callbacks_present import call_backs_out
from yingda.telephony.lobby.tests.stage import CALLER, calls, plain
from yingda.telephony.models import Call, CallBack, Leg, Phone, Trunk, WebCall
from yingda.telephony.outbound import call_out
from yingda.telephony.phones import secret_of
from yingda.telephony.tests.stage import AGENT, a_floor, leg_of, pick_up
from yingda.telephony.tests.test_callbacks import abandons
from yingda.telephony.web_tickets import issue, use


@pytest.fixture
def known(fresh_db):
    """李明 gave up once, and is being called."""
    floor = a_floor()
    plain(floor)
    li = create(name="李明", phones=[CALLER], by=None, line=floor.cast.hotline, at=AT)
    abandons(floor)
    call = call_out(floor.cast.wang, floor.cast.hotline, uid=uuid7(), at=AT, customer=li)
    pick_up(leg_of(call, AGENT))
    return floor, li


def test_everything_opens_under_the_new_key_and_nothing_is_left_under_the_old(known):
    floor, _ = known
    trunk = Trunk.objects.get()
    trunk.key, trunk.sealed = seal("pass", aad=trunk.uid.bytes)
    trunk.save()
    button = WebCall.objects.create(key="help", line=floor.cast.hotline, title="x")
    token = issue(button, language="zh", name="赵雷", phone="", at=AT)
    secrets = {phone.pk: secret_of(phone) for phone in Phone.objects.all()}
    rotate()
    told = []
    assert sealed.rewrite(told.append) == told[-1] == 1 + len(secrets) + 1 + 2 + 1 + 1
    assert sealed.rewrite() == 0
    for model in sealed.MODELS:
        assert not model.objects.exclude(key__in=["", keyring().current]).exists()
    assert {phone.pk: secret_of(phone) for phone in Phone.objects.all()} == secrets
    assert {callers.number_of(call) for call in Call.objects.all()} == {"+8613800138000"}
    assert use(token, at=AT) is not None


def test_a_number_moved_to_another_row_does_not_open(known):
    first, second = Call.objects.order_by("pk")[:2]
    second.key, second.sealed = first.key, first.sealed
    with pytest.raises(Tampered):
        callers.number_of(second)


def test_a_forgotten_customers_numbers_are_gone_and_nobody_is_to_call_them(known):
    floor, li = known
    stranger = calls(floor.number, caller="13900139000")
    erase(li, by=floor.cast.zhou, at=AT)
    row = CallBack.objects.get()
    assert (row.state, bytes(row.sealed)) == ("cancelled", b"") and row.done is not None
    assert not Call.objects.filter(contact__customer=li).exclude(key="").exists()
    assert not Leg.objects.filter(call__contact__customer=li).exclude(key="").exists()
    assert callers.number_of(Call.objects.get(pk=stranger.pk)) == "+8613900139000"
    assert call_backs_out([row])[0]["caller"] is None
