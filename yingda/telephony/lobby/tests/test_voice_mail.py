"""A caller leaves a message, which becomes a case with its recording and a call-back."""

from datetime import timedelta

import pytest

from yingda.cases.models import Case, Record
from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import SECOND
from yingda.telephony.lobby.tests.stage import NIGHT, calls, heard, hears, own_leg, plain
from yingda.telephony.models import CallBack, Recording
from yingda.telephony.tests.stage import fresh, hang_up
from yingda.telephony.wanted import wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def speaking(floor):
    """A caller at night, from the tone on."""
    plain(floor)
    call = heard(calls(floor.number, at=NIGHT), at=NIGHT)
    assert hears(call) == ["zh/leave_message", "zh/beep"]
    return heard(call, at=NIGHT)


def test_after_the_tone_the_caller_is_recorded(speaking):
    recording = Recording.objects.get()
    leg = own_leg(speaking)
    assert (speaking.stage, leg.place) == ("voice_mail", "voice_mail")
    assert leg.script == [{"record": str(recording.uid), "most": 180, "silence": 8}]
    assert (recording.kind, recording.state) == ("voice_mail", "running")
    assert wanted(speaking.pk).recording == ""  # the leg's script records, not the talk


def test_a_message_is_thanked_for_and_becomes_a_case_of_the_pool(floor, speaking):
    call = heard(speaking, at=NIGHT + 20 * SECOND)
    assert hears(call) == ["zh/message_taken"]
    call = heard(call, at=NIGHT + 26 * SECOND)
    case, row = Case.objects.get(), CallBack.objects.get()
    assert (case.source, case.owner, case.line, case.title) == ("message", None, floor.cast.hotline, "电话留言")
    assert Record.objects.get().contact == call.contact
    assert (row.reason, row.case, row.contact) == ("voice_mail", case, call.contact)
    assert (call.stage, call.contact.state, call.hung_up_by) == ("ended", "archived", "system")
    assert Recording.objects.get().state == "arriving"
    assert row.due == NIGHT + timedelta(hours=9, minutes=30)  # nobody is called at night


def test_who_hangs_up_after_speaking_has_left_a_message(speaking):
    hang_up(own_leg(speaking), at=NIGHT + 15 * SECOND)
    assert CallBack.objects.get().reason == "voice_mail" and Case.objects.count() == 1
    assert Recording.objects.get().state == "arriving" and fresh(speaking).hung_up_by == "customer"


def test_who_hangs_up_at_the_tone_has_not(speaking):
    hang_up(own_leg(speaking), at=NIGHT + 2 * SECOND)
    assert not Case.objects.exists() and not CallBack.objects.exists()
    assert Contact.objects.get().state == "archived"


def test_a_hidden_caller_leaves_a_case_but_nobody_to_call(floor):
    plain(floor)
    call = heard(heard(calls(floor.number, caller="anonymous", at=NIGHT), at=NIGHT), at=NIGHT)
    hang_up(own_leg(call), at=NIGHT + 30 * SECOND)
    assert Case.objects.count() == 1 and not CallBack.objects.exists()
