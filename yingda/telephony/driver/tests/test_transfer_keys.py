"""The transfer keys of desk phones, through a real exchange."""

import pytest

from yingda.lib.times import now
from yingda.telephony.driver.tests.keyed import KeyedPhone
from yingda.telephony.driver.tests.stage import hear_each_other, is_over, leg_of, only_call, wait_for
from yingda.telephony.models import Call, Phone
from yingda.telephony.phones import choose, secret_of

pytestmark = [pytest.mark.commits, pytest.mark.timeout(120)]
CUSTOMER, OUTSIDE, ANOTHER = "13800138000", "02160000001", "02160000002"
AFTER_CONSULTING = "?Replaces=abc%40127.0.0.1%3Bto-tag%3D1%3Bfrom-tag%3D2"


@pytest.fixture
def keyed(centre):
    """The phone on Wang's table; Wang is ready."""
    wang = centre.floor.cast.wang
    phone = choose(wang, Phone.Kind.HARD, at=now())
    wait_for(lambda: phone.username in centre.pbx.known, "the account is not pushed")
    keyed = KeyedPhone(centre.pbx.address, "127.0.0.4", phone.username, secret_of(phone))
    centre.gets_ready(wang, phone)
    yield keyed
    keyed.close()


@pytest.fixture
def customer(centre, keyed):
    """Talks with Wang."""
    customer = centre.calls().answered()
    keyed.is_rung()
    wait_for(lambda: only_call().stage == "talk", "they do not talk")
    return customer


def test_the_key_with_a_colleagues_number_hands_the_customer_on(centre, keyed, customer):
    chen = centre.desk(centre.floor.cast.chen)
    keyed.transfers("6022")
    keyed.is_told("200")
    keyed.is_over()
    hear_each_other(customer, chen.rings().answer())
    assert leg_of(only_call(), "agent").person == centre.floor.cast.chen
    assert "202" in keyed.answers


def test_with_a_number_outside_the_agent_stays_until_they_pick_up(centre, keyed, customer):
    keyed.transfers(OUTSIDE)
    centre.carrier.rings(OUTSIDE).reject("busy")
    keyed.is_told("603")
    assert leg_of(only_call()).place == "talk" and not keyed.over.is_set()

    keyed.transfers(ANOTHER)
    department = centre.carrier.rings(ANOTHER)
    wait_for(lambda: leg_of(only_call()).place == "hold", "the customer does not wait")
    assert customer.hears_sound() and not keyed.over.is_set()
    department.answer()
    keyed.is_told("200")
    keyed.is_over()
    hear_each_other(customer, department)
    customer.hang_up()
    is_over(only_call())


def test_a_number_that_cannot_be_dialled_and_a_transfer_after_consulting_are_told_no(centre, keyed, customer):
    keyed.transfers("nobody")
    keyed.is_told("603")
    keyed.notes.clear()
    keyed.transfers("6022", AFTER_CONSULTING)
    keyed.is_told("603")
    assert leg_of(only_call()).place == "talk" and leg_of(only_call(), "agent").state == "up"
    assert not keyed.over.is_set() and Call.objects.count() == 1


def test_a_customer_whom_the_phone_itself_has_dialled_is_handed_on_too(centre):
    desk, chen = centre.desk(centre.floor.cast.wang), centre.desk(centre.floor.cast.chen)
    agent = desk.call(CUSTOMER)
    customer = centre.carrier.rings(CUSTOMER).answer()
    hear_each_other(customer, agent.answered())
    agent.transfers("6022")
    hear_each_other(customer, chen.rings().answer())
    assert agent.ended() == "normal"
