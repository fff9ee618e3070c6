"""Calls through a real exchange: rung, answered, heard on both sides, held, and ended by whomever."""

import time
from pathlib import Path

import pytest

from yingda.contacts import hold
from yingda.lib.times import now
from yingda.telephony.consulting import confer, consult
from yingda.telephony.driver.tests.stage import hear_each_other, is_over, leg_of, only_call, wait_for
from yingda.telephony.models import Leg, Number, Phone, Recording
from yingda.telephony.muting import mute
from yingda.telephony.recordings import audio, beginning
from yingda.telephony.supervising import supervise
from yingda.testing import tones
from yingda.testing.processes import frozen

pytestmark = [pytest.mark.commits, pytest.mark.timeout(120)]
OUTSIDE = "02160000001"


def test_a_call_is_rung_answered_held_muted_and_recorded(centre):
    wang = centre.floor.cast.wang
    desk = centre.desk(wang)
    customer = centre.calls().answered()
    agent = desk.rings()
    assert agent.header("X-Yingda-Leg") and agent.caller == "yingda"
    assert customer.hears_sound()
    call = only_call()
    wait_for(lambda: leg_of(call, "agent").state == "ringing", "it does not ring")
    agent.answer()
    hear_each_other(customer, agent)

    hold.hold(call.contact, by=wang, consent=True, expected_minutes=2, at=now())
    assert customer.stops_hearing(1000) and agent.stops_hearing(600) and customer.hears_sound()
    hold.resume(call.contact, by=wang, at=now())
    hear_each_other(customer, agent)

    mute(leg_of(call, "agent"), on=True, by=wang, at=now())
    assert customer.stops_hearing(1000) and agent.hears(600)
    mute(leg_of(call, "agent"), on=False, by=wang, at=now())
    assert customer.hears(1000)

    beginning.pause(call, by=wang, at=now())
    time.sleep(1)
    beginning.resume(call, by=wang, at=now())
    customer.hang_up()
    assert agent.ended() == "normal"
    ended = is_over(call)
    assert (ended.hung_up_by, ended.cause) == ("customer", "normal")
    left, right = sides(only_recording())
    assert loudest(left, 600) > tones.HEARD
    assert loudest(right, 1000) > tones.HEARD
    assert quiet_seconds(left) >= 0.5


def only_recording() -> Path:
    """The file that the exchange has closed."""
    wait_for(lambda: Recording.objects.get().source, "the recording is not delivered")
    return Path(Recording.objects.get().source)


def sides(path: Path):
    samples = audio.read(path).samples
    return samples[:, 0].tolist(), samples[:, 1].tolist()


def loudest(samples: list[int], tone: int) -> float:
    """The tone's amplitude where it is heard best, in windows of half a second."""
    window = tones.RATE // 2
    return max(tones.amplitude(samples[start : start + window], tone) for start in range(0, len(samples), window))


def quiet_seconds(samples: list[int]) -> float:
    """The longest silence in it."""
    longest = now_quiet = 0
    for sample in samples:
        now_quiet = now_quiet + 1 if sample == 0 else 0
        longest = max(longest, now_quiet)
    return longest / tones.RATE


def test_whoever_does_not_take_a_call_loses_it_to_the_next_and_a_caller_may_give_up(centre):
    desk = centre.desk(centre.floor.cast.wang)
    desk.rejects("rejected")
    customer = centre.calls().answered()
    assert desk.rings().ended() == "rejected"
    call = only_call()
    wait_for(lambda: leg_of(call, "agent").cause == "declined", "that it was rejected is not told")

    other = centre.desk(centre.floor.cast.chen)
    ringing = other.rings()
    wait_for(lambda: leg_of(call, "agent").state == "ringing", "it does not ring")
    customer.hang_up()
    assert ringing.ended() in {"normal", "unknown"}
    assert (is_over(call).hung_up_by, Leg.objects.filter(call=call).exclude(state="ended").count()) == ("customer", 0)

    stranger = centre.carrier.call("4009999999", caller="13800138000")
    assert stranger.ended() == "unallocated"


def test_others_listen_whisper_are_asked_and_join(centre):
    cast = centre.floor.cast
    customer, agent = centre.talk(cast.wang)
    call = only_call()
    supervisor_desk = centre.desk(cast.zhou)
    supervise(call.contact, by=cast.zhou, mode="listen", at=now())
    supervisor = supervisor_desk.rings().answer()
    supervisor.say(1400)
    assert supervisor.hears(600) and supervisor.hears(1000)
    assert agent.hears_not(1400, 0.3) and customer.hears_not(1400, 0.3)
    supervise(call.contact, by=cast.zhou, mode="whisper", at=now())
    assert agent.hears(1400) and supervisor.hears(600)
    assert customer.hears_not(1400, 0.3) and customer.hears(1000)
    supervise(call.contact, by=cast.zhou, mode="join", at=now())
    assert customer.hears(1400) and agent.hears(1400)
    supervisor.hang_up()

    consult(call.contact, by=cast.wang, number=OUTSIDE, consent=True, at=now())
    interpreter = centre.carrier.rings(OUTSIDE)
    assert interpreter.caller == Number.objects.get().digits
    interpreter.answer().say(1800)
    assert agent.hears(1800) and customer.hears_not(1800, 0.3) and customer.hears_sound()
    confer(call.contact, by=cast.wang, at=now())
    assert customer.hears(1800) and customer.hears(1000) and interpreter.hears(600)
    agent.hang_up()
    wait_for(lambda: leg_of(call, "agent").state == "ended", "that the agent left is not told")
    customer.hang_up()
    is_over(call)


def test_a_desk_phones_own_keys_hold_and_dial(centre):
    cast = centre.floor.cast
    customer, agent = centre.talk(cast.wang)
    call = only_call()
    agent.hold()
    wait_for(lambda: call.contact.holds.filter(ended=None).exists(), "the hold key is not told")
    assert customer.stops_hearing(1000) and customer.hears_sound()
    agent.resume()
    wait_for(lambda: not call.contact.holds.filter(ended=None).exists(), "that it is over is not told")
    hear_each_other(customer, agent)
    agent.hang_up()
    assert customer.ended() == "normal"
    assert is_over(call).hung_up_by == "agent"


def test_a_phone_that_falls_silent_is_lost_within_seconds_and_its_customer_hears_music(centre):
    desk = centre.desk(centre.floor.cast.wang)
    customer = centre.calls().answered()
    agent = desk.rings().answer()
    hear_each_other(customer, agent)
    call = only_call()
    desk.unplug()
    wait_for(lambda: not Phone.objects.get().registered, "that the phone is gone is not told")
    with frozen(centre.carrier.asterisk):
        wait_for(lambda: leg_of(call, "agent").cause == "lost", "that the agent is lost is not noticed", 6)
        assert leg_of(call).place == "queue"
    assert customer.hears_sound()
