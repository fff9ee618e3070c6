"""Callers go through the lobby: announcements, languages, menus, and out of it into the queue."""

from datetime import timedelta

import pytest

from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import AT, SECOND
from yingda.journal.models import Fact
from yingda.routing.models import Waiting
from yingda.standard.hours import OneDay, set_days
from yingda.telephony.lobby import menu_sounds
from yingda.telephony.lobby.queueing import STUCK, rescue
from yingda.telephony.lobby.tests.stage import NIGHT, calls, heard, hears, own_leg, plain
from yingda.telephony.models import CallBack, Menu
from yingda.telephony.prompts.speaking import pieces
from yingda.telephony.reports.scripts import pressed, scripted
from yingda.telephony.tests.stage import CUSTOMER, fresh, hang_up, leg_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def menu(floor, monkeypatch):
    """A menu of the hotline: 1 the queue, 2 English, 3 heating, 4 the team, 5 a message, 6 another menu."""
    monkeypatch.setattr(menu_sounds, "of", lambda menu, language: [f"sound:menu/{language}/{menu.pk}"])
    other = Menu.objects.create(line=floor.cast.hotline, name="供热", text={"zh": "一"}, choices={"1": {"do": "queue"}})
    choices = {
        "1": {"do": "queue"},
        "2": {"do": "language", "to": "en"},
        "3": {"do": "skill", "to": "heating"},
        "4": {"do": "team", "to": str(floor.cast.technical.uid)},
        "5": {"do": "voice_mail"},
        "6": {"do": "menu", "to": str(other.uid)},
    }
    menu = Menu.objects.create(line=floor.cast.hotline, name="主菜单", text={"zh": "一"}, choices=choices)
    plain(floor, menu=menu)
    return menu


def at_the_menu(floor):
    return heard(calls(floor.number))  # welcomed


def test_a_line_without_settings_welcomes_tells_of_the_recording_and_queues(floor):
    call = calls(floor.number)
    assert hears(call)[:2] == ["zh/welcome_a", "zh/line"] and not Waiting.objects.exists()
    call = heard(call)
    assert hears(call) == ["zh/notice"]
    call = heard(call, at=AT + 9 * SECOND)
    assert (call.stage, leg_of(call, CUSTOMER).place, call.contact.queued) == ("queue", "queue", AT + 9 * SECOND)
    assert hears(call) == []
    assert [fact.data["prompt"] for fact in Fact.objects.filter(name="call.announced")] == ["welcome", "notice"]


def test_the_end_of_a_script_reported_twice_goes_on_once(floor):
    call, leg = calls(floor.number), None
    leg = own_leg(call)
    for _ in range(3):
        scripted(str(leg.uid), 1, {}, at=AT)
    assert hears(call) == ["zh/notice"]


@pytest.mark.parametrize("leg", ["", "no-uid", "01a00000-0000-7000-8000-000000000000"])
def test_reports_of_unknown_legs_are_ignored(floor, leg):
    scripted(leg, 1, {}, at=AT)
    pressed(leg, "1", at=AT)


def test_a_caller_chooses_a_language_before_anything_else_is_said(floor):
    plain(floor, notice=True, languages=["zh", "en"])
    call = heard(calls(floor.number))
    assert hears(call) == pieces("language_choice", "zh", key=1) + pieces("language_choice", "en", key=2)
    assert own_leg(call).script[0]["valid"] == "12"
    call = heard(call, "2")
    assert hears(call) == ["en/notice"] and call.contact.language == "en"
    call = heard(call)
    assert Waiting.objects.get().language == "en"
    assert Fact.objects.get(name="call.chose").data == {"menu": "language", "digit": "2"}


def test_who_chooses_no_language_is_asked_once_more_and_then_served_in_the_first(floor):
    plain(floor, languages=["zh", "en"])
    call = heard(calls(floor.number))
    call = heard(call)
    assert hears(call)[0] == "zh/language_choice_a"
    call = heard(call, "9")
    assert call.stage == "queue" and call.contact.language == "zh"


@pytest.mark.parametrize(("digit", "wish"), [("1", ("", None)), ("3", ("heating", None)), ("4", ("", "技术组"))])
def test_a_menu_leads_to_the_queue_with_what_was_chosen(floor, menu, digit, wish):
    call = heard(at_the_menu(floor), digit)
    waiting = Waiting.objects.get()
    assert call.stage == "queue"
    assert (waiting.skill, waiting.team and waiting.team.name) == wish
    assert Fact.objects.get(name="call.chose").data == {"menu": f"menu-{menu.pk}", "digit": digit}


def test_a_menu_can_be_heard_in_another_language(floor, menu):
    call = heard(at_the_menu(floor), "2")
    assert hears(call) == [f"sound:menu/en/{menu.pk}"] and call.contact.language == "en"


def test_a_menu_can_lead_to_another(floor, menu):
    call = heard(at_the_menu(floor), "6")
    assert hears(call) != [f"sound:menu/zh/{menu.pk}"] and heard(call, "1").stage == "queue"


def test_who_does_not_choose_hears_it_again_and_is_then_connected(floor, menu):
    call = heard(at_the_menu(floor))
    assert hears(call) == ["zh/menu_again", f"sound:menu/zh/{menu.pk}"]
    call = heard(call, "8")
    assert hears(call) == ["zh/menu_failed"]
    assert heard(call).stage == "queue"


def test_a_menu_taken_out_of_use_in_mid_call_is_no_dead_end(floor, menu):
    call = at_the_menu(floor)
    Menu.objects.filter(pk=menu.pk).update(dropped=AT)
    assert heard(call, "3").stage == "queue"


def test_a_menu_without_any_sound_is_passed_by(floor, menu, monkeypatch):
    monkeypatch.setattr(menu_sounds, "of", lambda menu, language: [])
    assert at_the_menu(floor).stage == "queue"


def test_a_day_without_service_is_called_so(floor):
    plain(floor, voice_mail=False, languages=["zh", "en"])
    set_days(
        floor.cast.hotline, 2026, [OneDay(day=AT.date(), kind="closed", name="盘点")], by=floor.cast.zhou, at=AT
    )
    call = calls(floor.number)
    assert hears(call)[0] == "zh/closed_day_a" and "en/closed_day_a" in hears(call)
    call = heard(call)
    assert (call.stage, call.hung_up_by) == ("ended", "system")
    assert Contact.objects.get().state == "archived" and not CallBack.objects.exists()


def test_a_caller_who_hangs_up_in_the_lobby_leaves_a_call_back(floor):
    call = calls(floor.number)
    hang_up(own_leg(call), at=AT + 20 * SECOND)
    assert CallBack.objects.get().reason == "abandoned" and fresh(call).contact.state == "archived"


def test_a_lobby_that_got_stuck_lets_its_caller_go(floor):
    call, night = calls(floor.number), calls(floor.number, at=NIGHT, caller="13900139000")
    assert rescue(AT + STUCK - SECOND) == 0
    assert rescue(NIGHT + STUCK) == 1
    assert (fresh(call).stage, fresh(night).stage) == ("queue", "lobby")  # at night nobody is there to answer


def test_keys_pressed_where_nobody_asks_do_nothing(floor):
    call = calls(floor.number)
    pressed(str(own_leg(call).uid), "1", at=AT)
    heard(heard(call))
    pressed(str(own_leg(call).uid), "1", at=AT + timedelta(seconds=5))
    assert fresh(call).stage == "queue" and not fresh(call).plan.get("keeping")
