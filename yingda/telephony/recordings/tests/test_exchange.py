"""What a real exchange writes is what is read: the customer left, our side right, nothing lost at the end."""

import time
from pathlib import Path

import pytest
import soundfile

from yingda.telephony.recordings import storing
from yingda.telephony.recordings.beginning import begin, stop
from yingda.telephony.recordings.keeping import kept
from yingda.telephony.recordings.tests.cast import RATE, a_call, again, at, hertz
from yingda.telephony.reports.recorded import recorded
from yingda.testing.patience import until

pytestmark = pytest.mark.timeout(120)
SECRET = "only-for-tests"


@pytest.fixture
def talk(pbx, carrier):
    """A customer and a desk phone in a call: (customer, phone, the customer's channel at the exchange)."""
    pbx.phone("6021", SECRET)
    phone = carrier.phone("6021", SECRET)
    pbx.asterisk.command("queue add member PJSIP/6021 to yingda-fallback")
    customer = carrier.call("4008", caller="13800138000").answered(20)
    agent = phone.rings(30)
    agent.answer()
    (channel,) = [one["name"] for one in pbx.channels if "carrier" in one["name"]]
    yield customer, agent, channel
    pbx.asterisk.command("queue remove member PJSIP/6021 from yingda-fallback")


def test_mixmonitors_file_becomes_a_recording(cast, pbx, talk):
    customer, agent, channel = talk
    call = a_call(cast)
    recording = begin(call, at(0))
    file = Path(pbx.address.spool, "recording", f"{recording.uid}.raw")
    pbx.asterisk.command(f"mixmonitor start {channel} ../recording/{recording.uid}.raw,D")
    customer.say(700)
    agent.say(1000)
    assert agent.hears(700) and customer.hears(1000)
    time.sleep(1)
    agent.hang_up()
    customer.ended()
    until(lambda: file.exists() and time.time() - file.stat().st_mtime > 0.5, "the exchange closes the file")
    stop(call, at(3))
    assert recorded(str(recording.uid), file, at(3))
    assert kept(again(recording), at(4)) == "kept"
    samples, rate = soundfile.read(storing.content(again(recording)), dtype="int16")
    assert rate == RATE and again(recording).seconds > 1
    middle = samples[len(samples) // 2 : len(samples) // 2 + RATE // 2]
    assert [hertz(middle[:, leg]) for leg in (0, 1)] == [pytest.approx(700, abs=20), pytest.approx(1000, abs=20)]
    assert not file.exists()
