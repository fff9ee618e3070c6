"""The carrier that tests use is a carrier: it calls, is called, registers, hears and is heard."""

import pytest

pytestmark = pytest.mark.timeout(120)


def test_two_phones_talk_through_an_echo(pbx, carrier):
    pbx.phone("6021", "a secret of 6021")
    phone = carrier.phone("6021", "a secret of 6021")
    party = phone.call("*43").answered()
    party.say(600)
    assert party.hears(600)
    assert not party.hears(1000, within=0.3)
    party.sends_digits("12")
    party.hang_up()
    assert party.ended() == "normal"
    phone.unplug()
