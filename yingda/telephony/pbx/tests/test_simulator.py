"""The carrier that tests use is a carrier: it calls, is called, registers, hears and is heard."""

import pytest

pytestmark = pytest.mark.timeout(120)
SECRET = "only-for-tests"


@pytest.fixture
def phone(pbx, carrier):
    """A desk phone, registered at the exchange."""
    pbx.phone("6021", SECRET)
    return carrier.phone("6021", SECRET)


def test_a_phone_hears_itself_in_the_echo(phone):
    party = phone.call("*43").answered()
    party.say(600)
    assert party.hears(600)
    assert party.hears_not(1000, 0.3)
    party.sends_digits("12")
    party.hang_up()
    assert party.ended() == "normal"


def test_a_customer_and_a_phone_hear_each_other(pbx, carrier, phone):
    """By the fallback: no driver is there, so the caller is announced to, queued, and the phone rings."""
    pbx.asterisk.command("queue add member PJSIP/6021 to yingda-fallback")
    caller = carrier.call("4008", caller="13800138000").answered(20)
    assert caller.hears_sound()
    agent = phone.rings(30)
    assert agent.caller == "13800138000"
    agent.answer()
    caller.say(700)
    agent.say(1000)
    assert agent.hears(700)
    assert caller.hears(1000)
    agent.hold()
    assert caller.stops_hearing(1000) and caller.hears_sound()
    agent.resume()
    assert caller.hears(1000)
    agent.hang_up()
    assert caller.ended() == "normal"
    pbx.asterisk.command("queue remove member PJSIP/6021 from yingda-fallback")


@pytest.mark.parametrize(("does", "cause"), [("rejects", "busy"), ("ignores", "no answer")])
def test_who_is_called_may_not_want_to(pbx, carrier, phone, does, cause):
    getattr(phone, does)()
    channel = pbx.ari.post("channels", endpoint="PJSIP/6021", extension="music", context="self-test", timeout=2)["id"]
    party = phone.rings()
    assert party.ended() in {cause, "normal"}
    assert channel


def test_the_carrier_is_called_at_any_number(pbx, carrier):
    pbx.ari.post("channels", endpoint="PJSIP/13900139000@carrier", extension="music", context="self-test",
                 callerId="4008")  # fmt: skip
    customer = carrier.rings("13900139000")
    assert customer.caller == "4008"
    customer.answer()
    assert customer.hears_sound()
    customer.hang_up()
    assert customer.ended() == "normal"
