"""A caller goes from step to step: hears, chooses, and comes into the queue, to a message or to an end."""

from datetime import datetime

from yingda.contacts.speak import speak as speak_in
from yingda.journal import record
from yingda.telephony import facts
from yingda.telephony.ending import hang_up
from yingda.telephony.hotlines import hotline_of
from yingda.telephony.lobby import steps, voice_mail
from yingda.telephony.lobby.joining import join
from yingda.telephony.models import Call, Leg, Menu
from yingda.telephony.moving import moved, put, speak

Place, Stage = Leg.Place, Call.Stage
KEYS = {"*": "star", "#": "hash"}  # facts hold letters and digits


def go_on(call: Call, leg: Leg, *, at: datetime) -> None:
    """Let the caller hear the step under way; steps that say nothing are passed. For verbs that hold the lock."""
    while call.plan["steps"]:
        step = call.plan["steps"][0]
        if step["do"] == "end":
            return hang_up(call, by="system", at=at)
        if said := steps.script(call, at):
            tell(call, step, at)
            speak(leg, said)
            return moved(call, at=at)
        next_step(call)
    return enter_queue(call, leg, at=at)


def heard(call: Call, leg: Leg, outcome: dict, *, at: datetime) -> None:
    """The step under way is over, with what the caller pressed in `digits`."""
    if not call.plan.get("steps"):
        return
    digit = str(outcome.get("digits") or "")[:1]
    match call.plan["steps"][0]["do"]:
        case "language":
            choose_language(call, digit, at=at)
        case "menu":
            choose_in_menu(call, leg, digit, at=at)
        case "voice_mail":
            voice_mail.begin(call, leg, at=at)
        case "recording":
            voice_mail.done(call, at=at)
        case _:
            next_step(call)
    if call.ended is None:
        go_on(call, leg, at=at)


def next_step(call: Call, *instead: dict, **plan: object) -> None:
    """The step under way is done; `instead` come before those that follow."""
    call.change(plan=call.plan | plan | {"steps": [*instead, *call.plan["steps"][1:]], "tries": 0})


def try_again(call: Call, most: int) -> bool:
    """Count a step that the caller did not understand. False when it was asked often enough."""
    tries = call.plan.get("tries", 0) + 1
    if tries >= most:
        return False
    call.change(plan=call.plan | {"tries": tries})
    return True


def choose_language(call: Call, digit: str, *, at: datetime) -> None:
    """Without a choice it stays the first language."""
    offered = hotline_of(call.contact.line).languages
    if digit and digit in steps.VALID[: len(offered)]:
        told(call, "language", digit, at)
        speak_in(call.contact, offered[int(digit) - 1], at=at)
        call.contact.refresh_from_db(fields=["language"])
    elif try_again(call, steps.LANGUAGE_TRIES):
        return
    next_step(call)


def choose_in_menu(call: Call, leg: Leg, digit: str, *, at: datetime) -> None:
    """Who does not choose is connected with somebody: a menu is no dead end (5.8)."""
    menu = steps.menu_of(call, call.plan["steps"][0]["menu"])
    choice = menu.choices.get(digit) if menu and digit else None
    if choice:
        told(call, f"menu-{menu.pk}", digit, at)
        next_step(call, *follow(call, menu, choice, at=at))
    elif menu is None or not try_again(call, menu.tries):
        next_step(call, *([{"do": "say", "keys": ["menu_failed"]}] if menu else []))


def follow(call: Call, menu: Menu, choice: dict, *, at: datetime) -> list[dict]:
    """What the chosen entry does now; returns the steps that come of it."""
    to = choice.get("to", "")
    match choice["do"]:
        case "team" | "skill":
            call.change(plan=call.plan | {choice["do"]: to})
        case "language":
            speak_in(call.contact, to, at=at)
            call.contact.refresh_from_db(fields=["language"])
            return [{"do": "menu", "menu": menu.pk}]
        case "menu":
            other = Menu.objects.filter(uid=to, line=menu.line_id).values_list("pk", flat=True).first()
            return [{"do": "menu", "menu": other}] if other else []
        case "voice_mail":
            return [{"do": "voice_mail"}]
    return []


def enter_queue(call: Call, leg: Leg, *, at: datetime) -> None:
    """From here on the caller waits for an agent, with music."""
    join(call, at=at)
    put(leg, Place.QUEUE)
    moved(call, at=at, stage=Stage.QUEUE)


def tell(call: Call, step: dict, at: datetime) -> None:
    """Which announcements a caller heard stands in the journal."""
    for key in step.get("keys", [step["do"]]):
        record(facts.ANNOUNCED, at=at, line=call.contact.line_id, contact=call.contact, prompt=key)


def told(call: Call, menu: str, digit: str, at: datetime) -> None:
    pressed = KEYS.get(digit, digit)
    record(facts.CHOSE, at=at, line=call.contact.line_id, contact=call.contact, menu=menu, digit=pressed)
