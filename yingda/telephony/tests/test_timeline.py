import pytest

from yingda.contacts.tests.cast import signed_in
from yingda.lib.ids import uuid7
from yingda.telephony.lobby.tests.stage import CALLER
from yingda.telephony.outbound import call_out
from yingda.telephony.supervising import supervise
from yingda.telephony.tests.stage import AGENT, AT, CUSTOMER, SECOND, hang_up, leg_of, pick_up, talking

pytestmark = pytest.mark.django_db


def test_a_call_is_told_in_words_without_what_only_moves_the_exchange(floor):
    call = talking(floor)
    supervise(call.contact, by=floor.cast.zhou, mode="whisper", at=AT)
    hang_up(leg_of(call, CUSTOMER), at=AT + SECOND)
    entries = signed_in(floor.cast.wang).get(f"/api/contacts/{call.contact.uid}/timeline").json()["items"]
    told = {entry["name"]: (entry["title"], entry["detail"]) for entry in entries}
    assert told["call.ringing"] == ("话机振铃", "3 声内接听")
    assert told["call.supervised"] == ("班长监听或参与", "耳语指导")
    assert told["call.ended"] == ("通话结束", "客户先挂机")
    assert not told.keys() & {"call.moved", "leg.answered", "leg.ended"}


def test_a_call_that_we_made_says_what_came_of_it(floor):
    call = call_out(floor.cast.wang, floor.cast.hotline, uid=uuid7(), at=AT, number=CALLER)
    pick_up(leg_of(call, AGENT), at=AT)
    hang_up(leg_of(call, CUSTOMER), at=AT + SECOND, cause="busy")
    entries = signed_in(floor.cast.wang).get(f"/api/contacts/{call.contact.uid}/timeline").json()["items"]
    (told,) = [entry["detail"] for entry in entries if entry["name"] == "call.dial_result"]
    assert told == "忙线"
