"""Before anybody answers: languages and menus by key, messages out of hours, and a place in the queue that is kept."""

import wave
from array import array
from datetime import timedelta
from io import BytesIO

import pytest

from tests.e2e.announcements import admin, is_told, menu_by_tone, said_by_tone
from tests.e2e.switchboard import PATIENCE, Agent
from yingda.contacts.models import Contact
from yingda.journal.models import Fact
from yingda.lib.times import now
from yingda.people.models import Line, Team
from yingda.standard.hours import OneDay, set_days, today
from yingda.telephony.models import CallBack, Hotline, Leg, Number, Recording, Trunk
from yingda.telephony.setup import menus
from yingda.testing import tones
from yingda.testing.patience import until

CUSTOMER, WANG, HE = 600, 1000, 1600  # what each says, in Hz
LANGUAGES, IN_CHINESE, IN_ENGLISH, OFFER, KEPT = 700, 900, 1100, 1800, 2200
CLOSED, LEAVE_MESSAGE, THANKS = 800, 1200, 1400
SHOP = "12345001"
SAID = timedelta(seconds=4)  # a message that is long enough
pytestmark = [pytest.mark.commits, pytest.mark.timeout(240)]


@pytest.fixture
def hotline() -> Hotline:
    return Hotline.objects.select_related("line").get(line__code="hotline")


def test_keys_choose_language_and_team_and_out_of_hours_a_message_becomes_case_and_call_back(switchboard, hotline):
    asks_for_language_and_team(hotline)
    is_closed("shop", SHOP)
    wang, he = switchboard.agent("wangfang"), switchboard.agent("heping")
    caller = switchboard.calls().answered()
    for asked, digit in ((LANGUAGES, "2"), (IN_ENGLISH, "3"), (IN_CHINESE, "2")):
        assert is_told(caller, asked), f"the caller is not asked by {asked} Hz"
        caller.sends_digits(digit)
    phone = he.takes()
    caller.say(CUSTOMER)
    phone.say(HE)
    assert phone.hears(CUSTOMER) and caller.hears(HE)
    assert [fact.data["digit"] for fact in Fact.objects.filter(name="call.chose").order_by("pk")] == ["2", "3", "2"]
    assert he.contact["language"] == "zh"
    assert not Leg.objects.filter(person__username=wang.username).exists(), "another team was asked"
    caller.hang_up()
    assert phone.ended() == "normal"

    late = switchboard.carrier.call(SHOP, caller="13800138001").answered()
    leaves_a_message(late)
    assert late.ended(PATIENCE) == "normal"
    call_back = until(lambda: CallBack.objects.select_related("case").first(), "nobody owes the caller a call")
    assert (call_back.reason, call_back.state) == ("voice_mail", "open")
    assert call_back.case.title == "电话留言"
    until(lambda: Recording.objects.filter(kind="voice_mail", state="kept").exists(), "it is not kept", PATIENCE)
    assert tones.amplitude(played(Agent(switchboard, "liuyang"), call_back), CUSTOMER) > tones.HEARD


def test_who_keeps_the_place_may_hang_up_and_is_called_in_turn_before_those_who_came_later(switchboard, hotline):
    said_by_tone("offer_place", OFFER)
    said_by_tone("place_kept", KEPT)
    Hotline.objects.filter(pk=hotline.pk).update(position_every=1, offer_place_after=0)
    caller = switchboard.calls(caller="13800138001").answered()
    assert is_told(caller, OFFER, PATIENCE), "the caller is not offered to keep the place"
    caller.sends_digits("1")
    assert is_told(caller, KEPT)
    caller.hang_up()
    owed = until(lambda: CallBack.objects.first(), "nobody owes the caller a call")
    assert (owed.reason, owed.state) == ("kept_place", "open")
    Hotline.objects.filter(pk=hotline.pk).update(position_every=0)
    later = switchboard.calls(caller="13800138002").answered()
    assert later.hears_sound()

    wang = switchboard.agent("wangfang")
    phone = wang.takes()
    called = switchboard.carrier.rings("13800138001", PATIENCE).answer()
    called.say(CUSTOMER)
    phone.say(WANG)
    assert phone.hears(CUSTOMER) and called.hears(WANG)
    assert later.hears_not(WANG) and Contact.objects.filter(state="waiting").count() == 1, "who came later is served"
    until(lambda: CallBack.objects.get().state == "done", "the call-back is not done")
    kept = Contact.objects.get(direction="outbound")
    assert kept.queued == Contact.objects.order_by("pk").first().queued, "the place was not kept"
    called.hang_up()
    assert phone.ended() == "normal"
    later.hang_up()


def asks_for_language_and_team(hotline: Hotline) -> None:
    """Chinese and English; then a menu with a team and the other language."""
    team = Team.objects.get(name="技术组")
    choices = {"1": {"do": "queue"}, "2": {"do": "team", "to": str(team.uid)}, "3": {"do": "language", "to": "zh"}}
    words = {"zh": "技术问题请按 2。", "en": "For technical questions press 2."}
    menu = menus.add(hotline.line, by=admin(), at=now(), name="总菜单", text=words, choices=choices)
    menu_by_tone(menu, "zh", IN_CHINESE)
    menu_by_tone(menu, "en", IN_ENGLISH)
    said_by_tone("language_choice_a", LANGUAGES)
    Hotline.objects.filter(pk=hotline.pk).update(languages=["zh", "en"], menu=menu)


def is_closed(code: str, number: str) -> None:
    """A line that can be called has a holiday; tomorrow, too, should the test run at midnight."""
    line, at = Line.objects.get(code=code), now()
    Number.objects.create(digits=number, line=line, trunk=Trunk.objects.get())
    Hotline.objects.filter(line=line).update(languages=["zh"])
    days = [today(at), today(at) + timedelta(days=1)]
    for year in {day.year for day in days}:
        set_days(line, year, [OneDay(day, "closed") for day in days if day.year == year], by=admin(), at=at)
    said_by_tone("closed_day_a", CLOSED)
    said_by_tone("leave_message", LEAVE_MESSAGE)
    said_by_tone("message_taken", THANKS)


def leaves_a_message(caller) -> None:
    assert is_told(caller, CLOSED) and is_told(caller, LEAVE_MESSAGE, PATIENCE)
    began = until(lambda: Recording.objects.filter(kind="voice_mail").first(), "no message is taken", PATIENCE).began
    caller.say(CUSTOMER)
    until(lambda: now() - began > SAID, "time stands still", PATIENCE)
    caller.be_quiet()
    caller.sends_digits("#")
    assert is_told(caller, THANKS), "nobody thanks for the message"


def played(agent: Agent, call_back: CallBack) -> array:
    """What an agent hears of the message, at 8 kHz."""
    contact = agent.get(f"/api/call-backs/{call_back.uid}")["contact"]
    recording = agent.get(f"/api/contacts/{contact}/recordings")[0]
    assert (recording["kind"], recording["may_play"]) == ("voice_mail", True)
    agent.post(f"/api/recordings/{recording['id']}/looks", {"reason": "补充工单"})
    answer, sound = agent.http.exchange("GET", f"/api/recordings/{recording['id']}/audio", None)
    assert answer.status == 200, sound
    with wave.open(BytesIO(sound)) as file:
        assert file.getframerate() == tones.RATE
        return array("h", file.readframes(file.getnframes()))
