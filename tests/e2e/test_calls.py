"""Real calls: a carrier's customers, agents with desk phones, every act asked of the API, and what each party hears."""

import pytest

from yingda.journal.models import Fact
from yingda.lib.ids import uuid7
from yingda.promises.models import Promise
from yingda.telephony.models import Call, CallBack, Leg, Recording
from yingda.testing.patience import until

CUSTOMER, WANG, CHEN, ZHOU = 600, 1000, 1400, 2200  # what each says, in Hz
pytestmark = [pytest.mark.commits, pytest.mark.timeout(240)]


def test_a_call_is_answered_held_with_news_and_recorded_and_the_customer_hangs_up_first(switchboard):
    wang = switchboard.agent("wangfang")
    caller = switchboard.calls()
    phone = wang.takes()
    caller.answered()
    caller.say(CUSTOMER)
    phone.say(WANG)
    assert caller.hears(WANG) and phone.hears(CUSTOMER)
    contact = wang.contact
    assert contact["channel"] == "phone" and contact["call"]["stage"] == "talk"

    path = f"/api/contacts/{contact['id']}/hold"
    wang.post(path, {"consent": True, "expected_minutes": 2})
    assert caller.stops_hearing(WANG) and caller.hears_sound()  # music
    assert phone.stops_hearing(CUSTOMER)
    wang.post(f"{path}/news")
    assert Promise.objects.filter(rule="4.3", state="kept").exists()
    wang.delete(path)
    assert caller.hears(WANG) and phone.hears(CUSTOMER)

    caller.hang_up()
    assert phone.ended() == "normal"
    until(lambda: Call.objects.get().stage == "ended", "the call does not end")
    call = Call.objects.get()
    assert (call.hung_up_by, call.cause) == ("customer", "normal")
    until(lambda: Recording.objects.filter(state="kept").exists(), "the recording is not kept", 30)
    recording = Recording.objects.get()
    assert recording.seconds > (recording.ended - recording.began).total_seconds() / 2
    left, right = [max(peak[side] for peak in recording.peaks) for side in (0, 1)]
    assert left > 5 and right > 5, "both legs are in the recording"
    assert Promise.objects.get(rule="4.1").state == "kept"


def test_who_does_not_answer_or_rejects_lets_another_agent_ring_and_who_gives_up_is_called_back(switchboard):
    wang = switchboard.agent("wangfang")
    caller = switchboard.calls(caller="13800138001")
    wang.rings().reject("busy")
    chen = switchboard.agent("chenjie")
    phone = chen.rings()
    assert wang.get("/api/presence")["state"] == "ready"
    caller.hang_up()
    assert phone.ended()
    until(lambda: CallBack.objects.filter(state="open").exists(), "nobody owes the caller a call")
    assert CallBack.objects.get().reason == "abandoned"
    assert Fact.objects.get(name="contact.ended").data["answered"] is False

    until(lambda: not Leg.objects.exclude(state="ended").exists(), "a leg is left over")
    owed = chen.get("/api/call-backs")["items"][0]
    chen.post("/api/calls", {"uid": str(uuid7()), "line": "hotline", "call_back": owed["id"]})
    mine = chen.takes()
    customer = switchboard.carrier.rings("13800138001").answer()
    customer.say(CUSTOMER)
    assert mine.hears(CUSTOMER)
    mine.hang_up()
    assert customer.ended() == "normal"
    until(lambda: CallBack.objects.get().state == "done", "the call-back is not done")


def test_a_colleague_is_consulted_joins_takes_over_and_a_supervisor_whispers(switchboard):
    wang, chen = switchboard.agent("wangfang"), switchboard.agent("chenjie", ready=False)
    caller = switchboard.calls()
    phone = wang.takes()
    caller.answered()
    caller.say(CUSTOMER)
    phone.say(WANG)
    assert caller.hears(WANG)
    contact = wang.contact["id"]

    zhou = switchboard.agent("zhoumin", ready=False)
    zhou.put(f"/api/contacts/{contact}/supervision", {"mode": "whisper"})
    ear = zhou.takes()
    ear.say(ZHOU)
    assert phone.hears(ZHOU) and ear.hears(CUSTOMER)
    assert caller.hears_not(ZHOU) and caller.hears(WANG)
    zhou.delete(f"/api/contacts/{contact}/supervision")
    assert ear.ended()

    colleague = chen.get("/api/me")["id"]
    wang.post(f"/api/contacts/{contact}/consultations", {"person": colleague})
    consulted = chen.takes()
    consulted.say(CHEN)
    assert phone.hears(CHEN) and caller.hears_not(CHEN)
    wang.post(f"/api/contacts/{contact}/conference")
    assert caller.hears(CHEN) and caller.hears(WANG) and consulted.hears(CUSTOMER)
    wang.post(f"/api/contacts/{contact}/handover", {"consent": True, "reason": "由陈杰处理"})
    assert phone.ended()
    assert caller.stops_hearing(WANG)
    assert caller.hears(CHEN) and consulted.hears(CUSTOMER), "who is left with the customer is not heard"
    assert chen.contact["id"] == contact
    consulted.hang_up()
    assert caller.ended() == "normal"
