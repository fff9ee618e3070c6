"""Trunks of the real exchange: full ones, and those by which it signs in at a carrier."""

import asyncio
import time
from types import SimpleNamespace

import pytest

from yingda.contacts.tests.cast import a_person
from yingda.journal.models import Fact
from yingda.lib.ids import uuid7
from yingda.lib.times import now
from yingda.people.models import Person, Role
from yingda.telephony.driver import signing
from yingda.telephony.driver.tests.stage import (
    HOTLINE,
    hear_each_other,
    is_over,
    leg_of,
    only_call,
    wait_for,
)
from yingda.telephony.models import Call, Number, Trunk
from yingda.telephony.outbound import call_out
from yingda.telephony.pbx.tests.strangers import Stranger
from yingda.telephony.setup import trunks
from yingda.testing.carrier import CARRIER_HOST
from yingda.testing.processes import frozen

pytestmark = [pytest.mark.commits, pytest.mark.timeout(120)]
ACCEPTED, UNKNOWN = 200, 404
ACCOUNT, SECRET, CUSTOMER = "861068886666", "only-for-tests", "13800138000"


@pytest.fixture
def sign_in(centre):
    """Makes the centre's trunk one that signs in at the carrier, where the account's password is SECRET."""
    owner = a_person("admin", "6000", "梁静", Role.ADMINISTRATOR, None, chats=0)
    centre.carrier.account(ACCOUNT, SECRET)

    def sign_in(password: str = SECRET) -> None:
        fields = {"kind": "registration", "host": CARRIER_HOST, "port": centre.carrier.port, "username": ACCOUNT}
        trunks.change(Trunk.objects.get(), by=owner, at=now(), name="carrier", password=password, **fields)

    return sign_in


def stands(registered: bool) -> None:
    wait_for(lambda: Trunk.objects.get().registered is registered, f"the trunk does not become {registered}")


def test_who_calls_beyond_the_trunks_lines_hears_busy(centre):
    Trunk.objects.update(most_calls=1)
    customer = centre.calls().answered()
    call = only_call()
    assert centre.calls(caller="13900139000").ended() == "busy"
    assert Fact.objects.filter(name="trunk.full", line=call.contact.line_id).count() == 1
    assert Call.objects.count() == 1
    customer.hang_up()
    is_over(call)
    centre.calls(caller="13900139000").answered()


def test_a_trunk_signs_in_at_once_is_called_and_calls(centre, sign_in):
    sign_in()
    stands(True)
    wang = centre.floor.cast.wang
    desk = centre.desk(wang)
    customer = centre.carrier.dial(f"PJSIP/{ACCOUNT}/{centre.reaches(HOTLINE)}", CUSTOMER).answered()
    agent = desk.rings().answer()
    hear_each_other(customer, agent)
    assert only_call().trunk.name == "carrier"
    customer.hang_up()
    is_over(only_call())

    call = call_out(wang, centre.floor.cast.hotline, uid=uuid7(), at=now(), number=CUSTOMER)
    agent = desk.rings().answer()
    called = centre.carrier.rings(CUSTOMER).answer()
    hear_each_other(called, agent)
    assert leg_of(call).trunk.name == "carrier"


def test_a_wrong_password_is_told_and_the_right_one_mends_it(centre, sign_in):
    sign_in("wrong")
    stands(False)
    (wrong,) = centre.pbx.registrations()
    sign_in()
    stands(True)
    (right,) = centre.pbx.registrations()
    assert right != wrong, "what Asterisk deletes late would be the new one"


def test_the_right_password_counts_though_the_answer_to_another_is_under_way(centre, sign_in):
    sign_in()
    stands(True)
    with frozen(centre.carrier.asterisk):
        sign_in("wrong")
        time.sleep(1)  # long enough for whatever the exchange would then do to come to nothing
        sign_in()
        time.sleep(2)
    stands(True)
    customer = centre.carrier.dial(f"PJSIP/{ACCOUNT}/{centre.reaches(HOTLINE)}", CUSTOMER).answered()
    assert customer.hears_sound()
    assert ACCOUNT in centre.carrier.asterisk.command("pjsip show contacts")


@pytest.mark.parametrize("change", ["dropped", "by its address"])
def test_a_trunk_that_signs_in_no_more_signs_out(centre, sign_in, change):
    sign_in()
    stands(True)
    assert ACCOUNT in centre.carrier.asterisk.command("pjsip show contacts")
    trunk, owner = Trunk.objects.get(), Person.objects.get(username="admin")
    if change == "dropped":
        trunks.drop(trunk, by=owner, at=now())
    else:
        trunks.change(trunk, by=owner, at=now(), name="carrier", kind="ip", username="")
    wait_for(lambda: ACCOUNT not in centre.carrier.asterisk.command("pjsip show contacts"), "the carrier is not told")
    wait_for(lambda: not centre.pbx.registrations(), "it would sign in again")
    if change != "dropped":
        centre.calls().answered()


def test_a_registration_that_is_just_being_deleted_has_a_name_but_no_status():
    class Exchange:
        async def listed(self, action: str) -> list[dict[str, str]]:
            own = [{"ObjectName": "carrier.1795000000000", "Status": "Registered"}, {"ObjectName": "other"}]
            return [{"Event": signing.DETAIL, **row} for row in own] + [{"Event": "AuthDetail", "ObjectName": "other"}]

    connection = SimpleNamespace(ami=Exchange())
    assert asyncio.run(signing.statuses(connection)) == {"carrier": "Registered"}
    assert asyncio.run(signing.named(connection, "carrier")) == ["carrier.1795000000000"]
    assert asyncio.run(signing.named(connection, "other")) == ["other"]


def invited(centre, **whom) -> int:
    """What the carrier is answered that calls us so."""
    carrier = Stranger(centre.pbx.address, CARRIER_HOST)
    try:
        return carrier.ask("INVITE", **whom)
    finally:
        carrier.close()


def test_a_carrier_that_calls_us_by_the_name_of_our_account_says_in_to_who_was_dialled(centre, sign_in):
    sign_in()
    stands(True)
    assert invited(centre, user=CUSTOMER, uri=ACCOUNT, to=HOTLINE) == ACCEPTED
    assert only_call().number.digits == HOTLINE
    assert invited(centre, user=CUSTOMER, to=ACCOUNT) == UNKNOWN
    Number.objects.update(digits=ACCOUNT)
    assert invited(centre, user="13900139000", to=ACCOUNT) == ACCEPTED
